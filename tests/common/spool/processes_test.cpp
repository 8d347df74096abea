// Many processes append while others drain, and all of them are killed at random.

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <memory>
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

/// A process that repeats its work until it is killed, by the end of this object at the latest.
class Child {
 public:
  template <class Work>
  explicit Child(const Work& work) : pid_(::fork()) {
    REQUIRE(pid_ >= 0);
    if (pid_ > 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int round = 0;; ++round)
      work(round);
  }

  ~Child() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  Child(Child&&) = delete;
  Child& operator=(Child&&) = delete;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

 private:
  const pid_t pid_;
};

/// What processes agree on by files: each line of them was written by one write(). Of the last note
/// of one that was killed only the beginning may be there: where a page ends, the kernel stops
/// writing.
class Notes {
 public:
  explicit Notes(const std::filesystem::path& file)
      : file_(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600)), path_(file) {}

  void add(const std::string& line) const {
    const std::string text = "\n" + line + "\n";
    if (::write(file_.number(), text.data(), text.size()) < 0) ::_exit(1);
  }

  std::size_t bytes() const { return std::filesystem::file_size(path_); }

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

std::string line_of(int writer, int life, int round) {
  return "w" + std::to_string(writer) + "-" + std::to_string(life) + "-" + std::to_string(round) +
         std::string(static_cast<std::size_t>(round % 300), 'x') + ".";
}

bool is_whole(const std::string& line) {
  return line.ends_with(".");
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
  constexpr int crowd = 8;
  std::array<std::unique_ptr<Child>, crowd> children;
  const auto start = [&](std::size_t which, int life) {
    if (which % 2 == 0) {
      children[which] = std::make_unique<Child>([&, which, life](int round) {
        const std::string line = line_of(static_cast<int>(which), life, round);
        if (append(place.spool, {line})) acknowledged.add(line);
      });
    } else {
      children[which] = std::make_unique<Child>([&](int) { drain_into(place.spool, store); });
    }
  };
  for (std::size_t which = 0; which < crowd; ++which)
    start(which, 0);
  for (int life = 1; life <= 40; ++life) {
    // Until there is something new, so that each life does some work.
    const std::size_t wanted = acknowledged.bytes() + random() % 20000;
    REQUIRE(support::eventually([&] { return acknowledged.bytes() > wanted; }));
    start(random() % crowd, life);
  }
  for (auto& child : children)
    child.reset();
  drain_into(place.spool, store);
  drain_into(place.spool, store);

  const auto stored = store.all();
  const auto promised = acknowledged.all();
  REQUIRE(promised.size() > 100);
  Lines missing;
  for (const std::string& line : promised)
    if (is_whole(line) && stored.count(line) == 0) missing.push_back(line);
  CHECK(missing == Lines{});
  CHECK(place.taken_over() == 0);
  CHECK(place.spool.waiting_bytes() == 0);
  // A line is whole, or it is a piece that nobody was told of.
  for (const std::string& line : stored) {
    if (promised.count(line) == 0) CHECK((line.starts_with("w") || is_whole(line)));
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
