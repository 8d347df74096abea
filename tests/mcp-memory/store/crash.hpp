#pragma once
// Killing servers and commands at any moment, and what has to hold afterwards.
//
// CRASH_ROUNDS: how often each test kills; scripts/soak crash has more. CRASH_STRICT: the next
// start must answer within a second.

#include <chrono>
#include <csignal>
#include <random>

#include "books.hpp"
#include "support/places.hpp"

namespace crash {

using std::chrono::microseconds;
using std::chrono::steady_clock;

/// A moment between now and `longest` from now.
inline steady_clock::time_point moment(std::mt19937& dice, microseconds longest) {
  std::uniform_int_distribution<std::int64_t> choice(0, longest.count());
  return steady_clock::now() + microseconds(choice(dice));
}

/// Kills it then, unless it has ended before. What it wrote until then is still to be read.
inline void kill_at(support::ServerProcess& process, steady_clock::time_point when) {
  using std::chrono::milliseconds;
  const auto left = std::chrono::duration_cast<microseconds>(when - steady_clock::now());
  // The whole milliseconds asleep, the rest awake: crashes are to come at any microsecond.
  if (left > milliseconds(2))
    support::ends_within(process.pid(), std::chrono::floor<milliseconds>(left));
  while (steady_clock::now() < when) {
  }
  process.signal(SIGKILL);
}

/// How long that takes, undisturbed.
template <class Work>
microseconds time_of(const Work& work) {
  const auto begin = steady_clock::now();
  work();
  return std::chrono::duration_cast<microseconds>(steady_clock::now() - begin);
}

/// Starts the command and kills it at that moment, if it has not ended by then.
inline void run_and_kill(const std::filesystem::path& home,
                         const std::vector<std::string>& arguments,
                         steady_clock::time_point when) {
  support::ServerProcess process(support::memory_server, arguments, wire::variables(home));
  process.close_input();
  kill_at(process, when);
  REQUIRE(process.wait_exit());
}

inline void must_succeed(const std::filesystem::path& home,
                         const std::vector<std::string>& arguments) {
  const auto done = wire::run(home, arguments);
  INFO(done.errors);
  CHECK(done.exit_code == 0);
}

/// A server that is started now answers, reads as well as writes.
inline void must_start_again(const std::filesystem::path& home) {
  const auto begin = steady_clock::now();
  wire::Client client(home);
  const auto read = client.call("read_records", R"({"limit":1})");
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin);
  INFO(read.text());
  CHECK_FALSE(read.is_error());
  INFO("the first answer came after " << took.count() << " ms");
  if (books::amount("CRASH_STRICT", 0) != 0) CHECK(took.count() < 1000);
}

/// What the store says of its changes, as the lines of an export without the opening.
inline std::vector<std::string> exported(const std::filesystem::path& home) {
  auto lines = wire::run(home, {"export"}).lines;
  if (!lines.empty()) lines.erase(lines.begin());
  return lines;
}

/// A copy of a store that nobody uses.
inline void copy_store(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::filesystem::create_directories(to);
  for (const char* name : {"memory.db", "memory.db-wal"})
    if (std::filesystem::exists(from / name)) std::filesystem::copy_file(from / name, to / name);
}

}  // namespace crash
