// Imports that are killed in the middle, and imports beside servers that write.

#include <csignal>
#include <random>
#include <thread>

#include "full_memory.hpp"
#include "support/eventually.hpp"
#include "support/places.hpp"

namespace {

constexpr int records = 700;

std::string line_of(int number) {
  const std::string id = base::format("{:08}-89ab-7def-8123-456789abcdef", 10'000'000 + number);
  const std::string record = sample::decision("Record number " + std::to_string(number));
  return R"({"change":"written","id":")" + id +
         R"(","at":"2026-11-22T20:27:00.000Z","agent":"devbot","project":"shop","revision":1,"record":)" +
         record + "}\n";
}

std::string many_lines() {
  std::string text;
  for (int number = 0; number < records; ++number)
    text += line_of(number);
  return text;
}

/// As an export has them: every member in its place.
std::string canonical(const std::string& text) {
  const support::TemporaryDirectory home;
  REQUIRE(moving::import(home.path(), text).exit_code == 0);
  return moving::exported(home.path());
}

}  // namespace

TEST_CASE("an import that was killed anywhere is brought to its end by the next one") {
  const std::string text = canonical(many_lines());
  const support::TemporaryDirectory home;
  const auto file = home.write("export.jsonl", text);
  std::mt19937 random(4);
  int killed = 0;
  for (int round = 0; round < 6; ++round) {
    const std::size_t bytes = random() % text.size();
    support::ServerProcess process(
        support::memory_server, {"import", "-"}, wire::variables(home.path()));
    process.send_bytes(std::string_view(text).substr(0, bytes));
    process.signal(SIGKILL);
    killed += process.wait_exit() == 128 + SIGKILL ? 1 : 0;
    CHECK_THAT(text, Catch::StartsWith(moving::exported(home.path())));
  }
  CHECK(killed == 6);
  const auto finished = wire::run(home.path(), {"import", file.string()});
  CHECK(finished.exit_code == 0);
  CHECK(moving::exported(home.path()) == text);
}

TEST_CASE("an import that is killed as soon as it has stored something keeps whole batches") {
  const std::string text = canonical(many_lines());
  const support::TemporaryDirectory home;
  const auto log = home.path() / "memory.db-wal";
  support::ServerProcess process(
      support::memory_server, {"import", "-"}, wire::variables(home.path()));
  process.send_bytes(std::string_view(text).substr(0, text.size() * 2 / 3));
  const auto has_stored = [&] {
    std::error_code missing;
    const auto bytes = std::filesystem::file_size(log, missing);
    return !missing && bytes > 300'000;
  };
  CHECK(support::eventually(has_stored));
  process.signal(SIGKILL);
  CHECK(process.wait_exit() == 128 + SIGKILL);
  const std::string stored = moving::exported(home.path());
  CHECK((moving::lines_in(stored) - 1) % 200 == 0);
  CHECK(moving::lines_in(stored) > 1);
  REQUIRE(moving::import(home.path(), text).exit_code == 0);
  CHECK(moving::exported(home.path()) == text);
}

TEST_CASE("import and a server that writes do not disturb each other") {
  const support::TemporaryDirectory home;
  wire::Client client(home.path());
  std::vector<std::string> acknowledged = {
      client.call("write_record", sample::decision("Written before")).member("id")};
  std::jthread writing([&](const std::stop_token& stop) {
    for (int number = 0; !stop.stop_requested(); ++number) {
      const auto reply =
          client.call("write_record", sample::decision("Written beside " + std::to_string(number)));
      acknowledged.push_back(reply.is_error() ? reply.text() : reply.member("id"));
    }
  });
  const auto finished = moving::import(home.path(), many_lines());
  writing.request_stop();
  writing.join();
  CHECK(finished.exit_code == 0);
  CHECK(moving::joined(finished.lines) == moving::counted(records, 0, 0));
  const std::string text = moving::exported(home.path());
  for (const std::string& id : acknowledged)
    CHECK_THAT(text, Catch::Contains("\"" + id + "\""));
  CHECK(moving::lines_in(text) == records + 1 + static_cast<int>(acknowledged.size()));
}
