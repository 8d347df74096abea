#include "spool/spool.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "base/fd.hpp"
#include "place.hpp"

using place::append;
using place::drained;
using place::Lines;
using place::Place;

namespace {

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Tells the caller to stop after so many lines.
spool::Take failing_after(std::size_t lines_max, Lines& taken) {
  return [lines_max, &taken](std::span<const std::string_view> lines) -> base::Result<void> {
    if (taken.size() + lines.size() > lines_max) return base::unavailable("the store is gone");
    taken.insert(taken.end(), lines.begin(), lines.end());
    return {};
  };
}

/// Files of this process end at so many bytes, and reaching that is no signal.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit now = before_;
    now.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &now);
  }

  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace

TEST_CASE("what was appended is handed over once, in its order") {
  const Place place;
  REQUIRE(append(place.spool, {"one", "two"}));
  REQUIRE(append(place.spool, {"three"}));
  CHECK(place.spool.waiting_bytes() > 10);
  CHECK(drained(place.spool) == Lines{"one", "two", "three"});
  CHECK(drained(place.spool).empty());
  CHECK(place.spool.waiting_bytes() == 0);
  CHECK(place.taken_over() == 0);
}

TEST_CASE("where there is no directory nothing is kept, and nothing is made") {
  const support::TemporaryDirectory directory;
  const spool::Spool spool(directory.path() / "none");
  const auto appended = append(spool, {"one"});
  REQUIRE_FALSE(appended);
  CHECK(appended.error().kind == base::ErrorKind::not_found);
  CHECK(drained(spool).empty());
  CHECK_FALSE(std::filesystem::exists(spool.directory()));
}

TEST_CASE("the directory and its files are this user's alone") {
  const support::TemporaryDirectory directory;
  const spool::Spool spool(directory.path() / "a" / "b");
  REQUIRE(spool.make());
  REQUIRE(spool.make());
  REQUIRE(append(spool, {"one"}));

  struct stat status {};

  REQUIRE(::stat((directory.path() / "a").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0700U);
  REQUIRE(::stat((spool.directory() / "events.jsonl").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("a piece that a crash left spoils no other line") {
  const Place place;
  REQUIRE(append(place.spool, {"one"}));
  std::ofstream(place.file(), std::ios::app) << "\n{\"id\":\"hal";
  REQUIRE(append(place.spool, {"two"}));
  CHECK(drained(place.spool) == Lines{"one", "{\"id\":\"hal", "two"});
}

TEST_CASE("the last piece of a file is handed over too") {
  const Place place;
  std::ofstream(place.file()) << "one\ntorn";
  CHECK(drained(place.spool) == Lines{"one", "torn"});
}

TEST_CASE("what was not taken stays, what was taken does not come again") {
  const Place place;
  REQUIRE(append(place.spool, {"1", "2", "3", "4", "5"}));
  Lines taken;
  const auto stopped = place.spool.drain(2, failing_after(4, taken));
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().message == "the store is gone");
  CHECK(taken == Lines{"1", "2", "3", "4"});
  REQUIRE(append(place.spool, {"6"}));
  CHECK(drained(place.spool) == Lines{"5", "6"});
}

TEST_CASE("a file that a killed drainer left is taken over, the oldest first") {
  const Place place;
  const auto left = [&](const char* name, const char* text) {
    std::ofstream(place.spool.directory() / name) << text;
  };
  left("01936f3e-0000-7000-8000-000000000002.0.draining", "\nthree\n");
  left("01936f3e-0000-7000-8000-000000000001.5.draining", "\none\ntwo\n");
  left("notes.draining", "no file of a drainer\n");
  REQUIRE(append(place.spool, {"four"}));
  CHECK(drained(place.spool) == Lines{"two", "three", "four"});
  CHECK(place.taken_over() == 1);
}

TEST_CASE("a file that a killed drainer had handed over whole is removed, though nothing waits") {
  const Place place;
  std::ofstream(place.spool.directory() / "01936f3e-0000-7000-8000-000000000001.5.draining")
      << "\none\n";
  REQUIRE(place.spool.waiting_bytes() == 0);
  CHECK(drained(place.spool).empty());
  CHECK(place.taken_over() == 0);
}

TEST_CASE("while one drains, another does nothing and does not wait") {
  const Place place;
  REQUIRE(append(place.spool, {"one"}));
  Lines inner{"not asked"};
  const auto done =
      place.spool.drain(10, [&](std::span<const std::string_view>) -> base::Result<void> {
        inner = drained(place.spool);
        return append(place.spool, {"two"});
      });
  REQUIRE(done);
  CHECK(inner.empty());
  CHECK(drained(place.spool) == Lines{"two"});
}

TEST_CASE("a writer that was stopped in the middle holds up nobody") {
  const Place place;
  REQUIRE(append(place.spool, {"one"}));
  {
    const base::Fd stopped(::open(place.file().c_str(), O_WRONLY | O_CLOEXEC));
    REQUIRE(::flock(stopped.number(), LOCK_SH) == 0);
    CHECK(drained(place.spool).empty());
    REQUIRE(append(place.spool, {"two"}));
  }
  CHECK(drained(place.spool) == Lines{"one", "two"});
}

TEST_CASE("of a line beyond the limit the beginning is handed over") {
  const Place place;
  std::ofstream(place.file()) << "one\n"
                              << std::string(3 * spool::line_bytes_max + 7, 'x') << "\ntwo\n"
                              << std::string(spool::line_bytes_max, 'y') << "\n";
  const Lines lines = drained(place.spool);
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "one");
  CHECK(lines[1] == std::string(spool::line_bytes_max, 'x'));
  CHECK(lines[2] == "two");
  CHECK(lines[3] == std::string(spool::line_bytes_max, 'y'));
}

TEST_CASE("a line beyond the limit is not appended") {
  const Place place;
  const auto appended = append(place.spool, {std::string(spool::line_bytes_max + 1, 'x')});
  REQUIRE_FALSE(appended);
  CHECK(appended.error().kind == base::ErrorKind::invalid);
}

TEST_CASE("empty lines are nothing") {
  const Place place;
  std::ofstream(place.file()) << std::string(1'000'000, '\n') << "one\n\n\n";
  CHECK(drained(place.spool) == Lines{"one"});
}

TEST_CASE("a full disk is an error in words, and what did get there does no harm") {
  const Place place;
  REQUIRE(append(place.spool, {"one"}));
  const std::string line(100, 'x');
  {
    const FileSizeLimit limit(50);
    const auto appended = append(place.spool, {line});
    REQUIRE_FALSE(appended);
    CHECK(appended.error().kind == base::ErrorKind::unavailable);
    const auto again = append(place.spool, {line});
    REQUIRE_FALSE(again);
    CHECK(again.error().kind == base::ErrorKind::unavailable);
  }
  REQUIRE(append(place.spool, {"two"}));
  const Lines lines = drained(place.spool);
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == "one");
  CHECK(line.starts_with(lines[1]));
  CHECK(lines[2] == "two");
}

TEST_CASE("a spool that nobody drains takes no more in the end") {
  const Place place;
  REQUIRE(append(place.spool, {"one"}));
  REQUIRE(::truncate(place.file().c_str(), static_cast<off_t>(spool::file_bytes_max)) == 0);
  const auto appended = append(place.spool, {"two"});
  REQUIRE_FALSE(appended);
  CHECK(appended.error().message.find("nobody takes them over") != std::string::npos);
}

TEST_CASE("what stands in the way is an error and never waited for") {
  const Place place;
  SECTION("a pipe") {
    REQUIRE(::mkfifo(place.file().c_str(), 0600) == 0);
  }
  SECTION("a directory") {
    REQUIRE(std::filesystem::create_directory(place.file()));
  }
  SECTION("a link to somewhere else") {
    std::filesystem::create_symlink(place.directory.write("other", ""), place.file());
  }
  const auto appended = append(place.spool, {"one"});
  REQUIRE_FALSE(appended);
  CHECK(appended.error().kind == base::ErrorKind::unavailable);
  CHECK(content_of(place.directory.path() / "other").empty());
}

TEST_CASE("a directory that is a file is an error in words") {
  const support::TemporaryDirectory directory;
  const spool::Spool spool(directory.write("file", "") / "spool");
  const auto made = spool.make();
  REQUIRE_FALSE(made);
  CHECK(made.error().kind == base::ErrorKind::unavailable);
  CHECK_FALSE(append(spool, {"one"}));
}
