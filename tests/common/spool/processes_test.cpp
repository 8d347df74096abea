// Many processes append while others drain, and all of them are killed at random.

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "base/fd.hpp"
#include "place.hpp"
#include "support/eventually.hpp"

using place::append;
using place::drained;
using place::Lines;
using place::Place;

namespace {

/// A child that repeats its work until it is killed, at the latest by the end of the test.
class Child {
 public:
  template <class Work>
  explicit Child(const Work& work) : pid_(::fork()) {
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int round = 0;; ++round)
      work(round);
  }

  ~Child() { kill(); }

  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

  Child& operator=(Child&&) = delete;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_;
};

/// What processes agree on by files: each line of them was written by one write().
class Notes {
 public:
  explicit Notes(const std::filesystem::path& file)
      : file_(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)), path_(file) {}

  void add(const std::string& line) const {
    const std::string text = "\n" + line + "\n";
    if (::write(file_.number(), text.data(), text.size()) < 0) ::_exit(1);
  }

  std::multiset<std::string> all() const {
    std::multiset<std::string> lines;
    std::ifstream in(path_);
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) lines.insert(line);
    }
    return lines;
  }

 private:
  base::Fd file_;
  std::filesystem::path path_;
};

/// Ends in '.', so that a torn one is told from a whole one.
std::string line_of(int writer, int life, int round) {
  return "w" + std::to_string(writer) + "-" + std::to_string(life) + "-" + std::to_string(round) +
         std::string(static_cast<std::size_t>(round % 300), 'x') + ".";
}

void drain_into(const spool::Spool& spool, const Notes& store) {
  static_cast<void>(
      spool.drain(7, [&](std::span<const std::string_view> lines) -> base::Result<void> {
        for (const std::string_view line : lines)
          store.add(std::string(line));
        return {};
      }));
}

}  // namespace

TEST_CASE("whoever is killed whenever, what was appended is handed over") {
  const Place place;
  const Notes acknowledged(place.directory.path() / "acknowledged");
  const Notes store(place.directory.path() / "store");
  std::minstd_rand random(20261127);
  std::vector<Child> children;
  const auto start = [&](int which, int life) {
    if (which % 2 == 0) {
      children.emplace_back([&, which, life](int round) {
        const std::string line = line_of(which, life, round);
        if (append(place.spool, {line})) acknowledged.add(line);
      });
    } else {
      children.emplace_back([&](int) { drain_into(place.spool, store); });
    }
  };
  constexpr int crowd = 8;
  for (int which = 0; which < crowd; ++which)
    start(which, 0);
  std::size_t seen = 0;
  for (int life = 1; life <= 40; ++life) {
    // Until there is something new, so that each life does some work.
    REQUIRE(support::eventually([&] {
      const std::size_t now = std::filesystem::file_size(place.directory.path() / "acknowledged");
      return now > seen + random() % 20000;
    }));
    seen = std::filesystem::file_size(place.directory.path() / "acknowledged");
    const std::size_t victim = random() % children.size();
    children[victim].kill();
    start(static_cast<int>(random() % crowd), life);
  }
  for (Child& child : children)
    child.kill();
  drain_into(place.spool, store);
  drain_into(place.spool, store);

  const auto stored = store.all();
  const auto promised = acknowledged.all();
  REQUIRE(promised.size() > 100);
  std::size_t missing = 0;
  for (const std::string& line : promised)
    missing += stored.count(line) == 0 ? 1 : 0;
  CHECK(missing == 0);
  CHECK(place.taken_over() == 0);
  CHECK(place.spool.waiting_bytes() == 0);
  // A line is whole, or it is a piece that nobody was told of.
  for (const std::string& line : stored) {
    if (promised.count(line) == 0) CHECK((line.starts_with("w") || line.ends_with(".")));
  }
}

TEST_CASE("threads that append and drain at once lose nothing and repeat nothing") {
  const Place place;
  constexpr int writers = 4;
  constexpr int rounds = 500;
  std::atomic<int> writing{writers};
  std::atomic<int> failures{0};
  Lines taken;
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int round = 0; round < rounds; ++round) {
        if (!append(place.spool, {line_of(writer, 0, round)})) ++failures;
      }
      --writing;
    });
  }
  threads.emplace_back([&] {
    while (writing > 0)
      static_cast<void>(place.spool.drain(50, [](std::span<const std::string_view>) {
        return base::Result<void>(base::busy("not now"));
      }));
  });
  while (writing > 0) {
    const Lines more = drained(place.spool);
    taken.insert(taken.end(), more.begin(), more.end());
  }
  threads.clear();
  const Lines rest = drained(place.spool);
  taken.insert(taken.end(), rest.begin(), rest.end());
  CHECK(failures == 0);
  CHECK(taken.size() == std::size_t{writers} * rounds);
  CHECK(std::set<std::string>(taken.begin(), taken.end()).size() == taken.size());
}
