// A log that was put back from an older copy: what it lost comes back from the machines that know
// it, each by its author, and whoever starts from nothing has what all others have.

#include "load.hpp"

using namespace crew_test;

namespace {

std::string about(const std::string& id, const std::string& rest) {
  return R"({"id":")" + id + "\"," + rest + "}";
}

/// Two machines, and a copy of the log as it was when they had said a little.
struct Restored {
  support::NatsServer server;
  support::TemporaryDirectory copies;
  std::shared_ptr<support::TemporaryDirectory> here =
      std::make_shared<support::TemporaryDirectory>();
  std::shared_ptr<support::TemporaryDirectory> there =
      std::make_shared<support::TemporaryDirectory>();
  std::unique_ptr<Session> devbot;
  std::unique_ptr<Session> infrabot;
  std::set<std::string> acknowledged;
  std::string old;  ///< a record that was there before the copy was made

  Restored() {
    make_streams(server.url());
    start_devbot();
    start_infrabot();
    old = devbot->desk().write(sample::decision("Orders in files"));
    acknowledged.insert(old);
    settle(server.url(), *devbot, *infrabot);
    server.kill();
    server.copy_store(copies.path() / "store");
    server.start();
    settle(server.url(), *devbot, *infrabot);
  }

  void start_devbot() { devbot = std::make_unique<Session>(here, to(server.url()), "devbot"); }

  void start_infrabot() {
    infrabot = std::make_unique<Session>(there, to(server.url()), "infrabot");
  }

  void work(std::size_t records) {
    Load load({devbot.get(), infrabot.get()});
    load.wait_for(records);
    acknowledged.merge(load.end());
  }

  /// One change of each kind, by both.
  void change_all_kinds() {
    const std::string mine = devbot->desk().write(sample::decision("Orders in PostgreSQL"));
    const std::string theirs = infrabot->desk().write(sample::decision("Orders in SQLite"));
    acknowledged.insert({mine, theirs});
    CHECK(support::eventually([&] { return devbot->knows(theirs) && infrabot->knows(mine); }));
    infrabot->desk().must("supersede_record",
                          about(old, R"("by":")" + theirs + R"(","reason":"Things changed.")"));
    devbot->desk().response("supersede_record",
                            about(old, R"("by":")" + mine + R"(","reason":"Too late.")"));
    const std::string pattern = infrabot->desk().write(sample::pattern("Count ducks"));
    CHECK(support::eventually([&] { return devbot->knows(pattern); }));
    devbot->desk().must("confirm_record",
                        about(pattern, R"("outcome":"worked","evidence":"All were there.")"));
    devbot->desk().must(
        "link_records",
        R"({"from":")" + mine + R"(","relation":"relates_to","to":")" + theirs + R"("})");
  }

  void restore() {
    settle(server.url(), *devbot, *infrabot);
    server.kill();
    server.restore_store(copies.path() / "store");
  }

  void check() {
    CHECK(support::eventually([&] { return log_messages(server.url()) > 1; }));
    const Session job(server.url(), "job");
    check_in_the_end(server.url(), acknowledged, *devbot, *infrabot, job);
  }
};

}  // namespace

TEST_CASE_METHOD(Restored, "what an older copy of the log does not have is said again, once") {
  work(20);
  change_all_kinds();
  const auto before = log_messages(server.url());
  restore();
  server.start();
  CHECK(support::eventually([&] { return log_messages(server.url()) == before; }));
  check();
}

TEST_CASE_METHOD(Restored,
                 "a log that loses its end while agents write loses and doubles nothing") {
  work(10);
  restore();
  Load load({devbot.get(), infrabot.get()});
  load.wait_for(4);
  server.start();
  load.wait_for(10);
  acknowledged.merge(load.end());
  check();
}

TEST_CASE_METHOD(Restored,
                 "who was away while the log lost its end notices, however long it is now") {
  work(10);
  restore();
  infrabot.reset();
  server.start();
  for (int number = 0; number < 40; ++number)
    acknowledged.insert(devbot->desk().write(sample::decision(base::format("Later {}", number))));
  start_infrabot();
  check();
}

TEST_CASE_METHOD(
    Restored, "what was read last and is in its place again does not hide what is lost before it") {
  acknowledged.insert(infrabot->desk().write(sample::decision("The second message")));
  acknowledged.insert(devbot->desk().write(sample::decision("The third message")));
  restore();
  devbot.reset();
  infrabot.reset();
  server.start();
  const Session job(server.url(), "job");
  acknowledged.insert(job.desk().write(sample::decision("Now the second message")));
  start_devbot();
  static_cast<void>(devbot->records());
  CHECK(support::eventually([&] { return log_messages(server.url()) == 3; }));
  start_infrabot();
  check();
}
