// A copy of the whole memory while others write, and the day when it is needed.

#include <mutex>
#include <thread>

#include "full_memory.hpp"
#include "support/eventually.hpp"

namespace {

constexpr int writers_max = 4;

struct BackupFixture {
  support::TemporaryDirectory home;
  support::TemporaryDirectory elsewhere;

  support::Finished back_up(const std::filesystem::path& target) const {
    return wire::run(home.path(), {"backup", target.string()});
  }
};

/// Processes that write until this is gone.
class Writers {
 public:
  explicit Writers(const std::filesystem::path& home) {
    for (int writer = 0; writer < writers_max; ++writer)
      threads_.emplace_back([this, home, writer](const std::stop_token& stop) {
        wire::Client client(home);
        for (int number = 0; !stop.stop_requested(); ++number)
          write(client, base::format("Record {} of writer {}", number, writer));
      });
  }

  std::vector<std::string> acknowledged() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }

 private:
  void write(wire::Client& client, const std::string& title) {
    const auto reply = client.call("write_record", sample::decision(title));
    const std::lock_guard lock(mutex_);
    ids_.push_back(reply.is_error() ? reply.text() : reply.member("id"));
  }

  std::mutex mutex_;
  std::vector<std::string> ids_;
  std::vector<std::jthread> threads_;
};

}  // namespace

TEST_CASE_METHOD(BackupFixture,
                 "a backup holds every record acknowledged before it, and others write on") {
  Writers writers(home.path());
  for (int round = 1; round <= 3; ++round) {
    const auto wanted = static_cast<std::size_t>(40 * round);
    REQUIRE(support::eventually([&] { return writers.acknowledged().size() >= wanted; }));
    const auto before = writers.acknowledged();
    const support::TemporaryDirectory restored;
    const auto copied = back_up(restored.path() / "memory.db");
    INFO(copied.errors);
    REQUIRE(copied.exit_code == 0);
    const std::string text = moving::exported(restored.path());
    for (const std::string& id : before)
      CHECK_THAT(text, Catch::Contains("\"" + id + "\""));
    CHECK_THAT(moving::exported(home.path()), Catch::StartsWith(text));
  }
}

TEST_CASE_METHOD(BackupFixture, "a backup in the place of the original is that memory") {
  const desk::Desk desk(home.path());
  const auto known = moving::fill(desk);
  const std::string text = moving::exported(home.path());
  const auto copy = elsewhere.path() / "copy.db";
  const auto copied = back_up(copy);
  CHECK(copied.exit_code == 0);
  CHECK_THAT(moving::joined(copied.lines),
             Catch::Contains(copy.string()) && Catch::Contains("bytes"));
  const support::TemporaryDirectory restored;
  std::filesystem::rename(copy, restored.path() / "memory.db");
  const auto doctor = wire::run(restored.path(), {"doctor"});
  INFO(moving::joined(doctor.lines));
  CHECK(doctor.exit_code == 0);
  CHECK(moving::exported(restored.path()) == text);
  const desk::Desk there(restored.path());
  CHECK_THAT(there.must("find_records", R"({"query":"third choice"})").text,
             Catch::Contains(known.newest));
  there.write(sample::decision("Written after the restore"));
}

TEST_CASE_METHOD(BackupFixture, "a backup overwrites nothing") {
  const auto file = elsewhere.write("copy.db", "mine");
  const auto refused = back_up(file);
  CHECK(refused.exit_code == 1);
  CHECK_THAT(refused.errors, Catch::Contains(file.string() + ": exists already"));
  CHECK(std::filesystem::file_size(file) == 4);
  CHECK(back_up(home.path() / "memory.db").exit_code == 1);
  CHECK(moving::exported(home.path()).size() > 10);
}

TEST_CASE_METHOD(BackupFixture, "a backup that cannot be written says so and leaves nothing") {
  CHECK_THAT(back_up(elsewhere.path() / "no" / "copy.db").errors, Catch::Contains("No such file"));
  CHECK_THAT(back_up("/proc/copy.db").errors, Catch::Contains("/proc/copy.db"));
  CHECK(back_up("/proc/copy.db").exit_code == 1);
  CHECK(back_up(elsewhere.path() / "no" / "copy.db").exit_code == 1);
  CHECK(std::filesystem::is_empty(elsewhere.path()));
}

TEST_CASE_METHOD(BackupFixture, "a backup is nobody else's to read") {
  const auto copy = elsewhere.path() / "copy.db";
  REQUIRE(back_up(copy).exit_code == 0);
  const auto mode = std::filesystem::status(copy).permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}
