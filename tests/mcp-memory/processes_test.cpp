// Several server processes on one store: what was acknowledged is kept, whoever dies.

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include "wire.hpp"

namespace {

/// Ids that servers acknowledged, and what went wrong; gathered by threads.
class Ledger {
 public:
  void add(const wire::Reply& reply) {
    const std::scoped_lock lock(mutex_);
    if (reply.is_error() || reply.structured().is(json::Kind::absent)) {
      problems += reply.text() + reply.answer.error_message() + "\n";
    } else {
      ids.insert(reply.member("id"));
    }
  }

  void problem(const std::string& what) {
    const std::scoped_lock lock(mutex_);
    problems += what + "\n";
  }

  std::set<std::string> ids;
  std::string problems;

 private:
  std::mutex mutex_;
};

/// Runs `work` in so many threads, each with its own server process.
template <class Work>
void each_process(int count, const std::filesystem::path& home, Ledger& ledger, Work work) {
  std::vector<std::jthread> threads;
  for (int number = 0; number < count; ++number) {
    threads.emplace_back([&, number] {
      try {
        wire::Client client(home);
        work(client, number);
      } catch (const std::exception& error) {
        ledger.problem(error.what());
      }
    });
  }
}

std::set<std::string> kept_in(const std::filesystem::path& home) {
  wire::Client reader(home);
  const auto ids = wire::all_ids(reader);
  const std::set<std::string> kept(ids.begin(), ids.end());
  CHECK(kept.size() == ids.size());
  return kept;
}

void is_sound(const std::filesystem::path& home) {
  const auto doctor = wire::run(home, {"doctor"});
  std::string all;
  for (const std::string& line : doctor.lines)
    all += line + "\n";
  INFO(all << doctor.errors);
  CHECK(doctor.exit_code == 0);
}

}  // namespace

TEST_CASE("twenty writes at once to one process are all kept") {
  const support::TemporaryDirectory home;
  Ledger ledger;
  {
    wire::Client client(home.path());
    std::string lines;
    for (int number = 1; number <= 20; ++number)
      lines += support::tool_call(
                   number, "write_record", sample::decision("Number " + std::to_string(number))) +
               "\n";
    REQUIRE(client.server().send_bytes(lines));
    for (int number = 1; number <= 20; ++number)
      ledger.add(wire::Reply{client.next()});
  }
  INFO(ledger.problems);
  CHECK(ledger.problems.empty());
  CHECK(ledger.ids.size() == 20);
  CHECK(kept_in(home.path()) == ledger.ids);
}

TEST_CASE("four processes that write 25 records each keep 100") {
  const support::TemporaryDirectory home;
  Ledger ledger;
  each_process(4, home.path(), ledger, [&](wire::Client& client, int process) {
    for (int number = 0; number < 25; ++number)
      ledger.add(client.call(
          "write_record",
          sample::decision("By " + std::to_string(process) + "/" + std::to_string(number))));
  });
  INFO(ledger.problems);
  CHECK(ledger.problems.empty());
  CHECK(ledger.ids.size() == 100);
  CHECK(kept_in(home.path()) == ledger.ids);
  is_sound(home.path());
}

TEST_CASE("eight processes write, search and read at once without an error") {
  const support::TemporaryDirectory home;
  Ledger ledger;
  each_process(8, home.path(), ledger, [&](wire::Client& client, int process) {
    for (int number = 0; number < 10; ++number) {
      const std::string title = "zebra " + std::to_string(process) + "/" + std::to_string(number);
      const auto stored = client.call("write_record", sample::incident(title));
      ledger.add(stored);
      const auto read = client.call("get_record", R"({"id":")" + stored.member("id") + R"("})");
      if (read.member("title") != title) ledger.problem("read " + read.text());
      const auto found = client.call("find_records", R"({"query":"zebra","limit":50})");
      if (found.structured().find("records").size() == 0) ledger.problem("found " + found.text());
      const auto brief = client.call("brief");
      if (brief.is_error()) ledger.problem("brief " + brief.text());
    }
  });
  INFO(ledger.problems);
  CHECK(ledger.problems.empty());
  CHECK(kept_in(home.path()) == ledger.ids);
  is_sound(home.path());
}

TEST_CASE("processes that write the same at once store one record") {
  const support::TemporaryDirectory home;
  Ledger ledger;
  std::atomic<int> created{0};
  each_process(6, home.path(), ledger, [&](wire::Client& client, int) {
    for (int number = 0; number < 5; ++number) {
      const auto reply =
          client.call("write_record", sample::decision("The same " + std::to_string(number)));
      ledger.add(reply);
      if (reply.member("created") == "true") ++created;
    }
  });
  INFO(ledger.problems);
  CHECK(ledger.problems.empty());
  CHECK(created == 5);
  CHECK(kept_in(home.path()) == ledger.ids);
  CHECK(ledger.ids.size() == 5);
}

TEST_CASE("processes that open a fresh store at once all work") {
  for (int round = 0; round < 3; ++round) {
    const support::TemporaryDirectory directory;
    const auto home = directory.path() / "not" / "there yet";
    Ledger ledger;
    each_process(6, home, ledger, [&](wire::Client& client, int process) {
      if (process % 2 == 0) {
        const auto brief = client.call("brief");
        if (brief.is_error()) ledger.problem(brief.text());
      }
      ledger.add(client.call("write_record", sample::decision("By " + std::to_string(process))));
    });
    INFO(ledger.problems);
    CHECK(ledger.problems.empty());
    CHECK(ledger.ids.size() == 6);
    CHECK(kept_in(home) == ledger.ids);
  }
}

TEST_CASE("a server killed while it writes loses nothing that it acknowledged") {
  const support::TemporaryDirectory home;
  Ledger ledger;
  for (int round = 0; round < 6; ++round) {
    wire::Client client(home.path());
    std::string lines;
    for (int number = 1; number <= 100; ++number)
      lines += support::tool_call(number,
                                  "write_record",
                                  sample::decision("Round " + std::to_string(round) + "/" +
                                                   std::to_string(number))) +
               "\n";
    REQUIRE(client.server().send_bytes(lines));
    for (int answers = 0; answers < 1 + 9 * round; ++answers)
      ledger.add(wire::Reply{client.next()});
    client.server().signal(SIGKILL);
    for (const std::string& line : client.server().read_to_end()) {
      // The last line may be cut off: then nobody saw it.
      if (json::parse(line)) ledger.add(wire::Reply{support::Answer(line)});
    }
    CHECK(client.server().wait_exit() == 128 + SIGKILL);
    const auto kept = kept_in(home.path());
    for (const std::string& id : ledger.ids)
      CHECK(kept.contains(id));
    is_sound(home.path());
  }
  INFO(ledger.problems);
  CHECK(ledger.problems.empty());
  CHECK(ledger.ids.size() >= 6);
}
