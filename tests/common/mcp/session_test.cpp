#include "mcp/session.hpp"

#include <thread>

#include "base/limits.hpp"
#include "common/mcp/recorder.hpp"

using Catch::Matchers::Contains;
using recorder::Recorder;
using recorder::session_of;
using std::chrono::hours;

namespace {

std::shared_ptr<mcp::Call> begun(mcp::Session& session, std::int64_t id) {
  auto call = session.begin(rpc::Id(id), {});
  REQUIRE(call);
  return *call;
}

}  // namespace

TEST_CASE("an id in flight cannot be used again until it is answered") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  const auto call = begun(*session, 7);
  const auto second = session->begin(rpc::Id(7), {});
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == base::ErrorKind::conflict);
  CHECK(session->begin(rpc::Id(std::string("7")), {}));
  session->answer(*call, "done");
  CHECK(session->begin(rpc::Id(7), {}));
}

TEST_CASE("the id is free before its answer leaves") {
  struct Reusing : mcp::Sink {
    void send(std::string_view) override { reused = bool(session->begin(rpc::Id(1), {})); }

    mcp::Session* session = nullptr;
    bool reused = false;
  };

  const auto sink = std::make_shared<Reusing>();
  mcp::Session session(sink, recorder::devbot(), hours(1));
  sink->session = &session;
  session.answer(*begun(session, 1), "done");
  CHECK(sink->reused);
  CHECK(session.in_flight() == 1);
}

TEST_CASE("too many calls in flight are refused until one ends") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  const auto first = begun(*session, 0);
  for (std::size_t id = 1; id < base::limits::requests_in_flight_max; ++id)
    begun(*session, static_cast<std::int64_t>(id));
  const auto refused = session->begin(rpc::Id(-1), {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == base::ErrorKind::busy);
  session->answer(*first, "done");
  CHECK(session->begin(rpc::Id(-1), {}));
}

TEST_CASE("a cancelled call is forgotten, and its late answer dropped") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  const auto call = begun(*session, 1);
  session->cancel(rpc::Id(1));
  CHECK(call->stop().stop_requested());
  CHECK(session->in_flight() == 0);
  const auto again = begun(*session, 1);
  session->answer(*call, "late");
  CHECK(sink->messages().empty());
  CHECK(session->in_flight() == 1);
  session->answer(*again, "done");
  CHECK(sink->messages() == std::vector<std::string>{"done"});
}

TEST_CASE("cancelling what is unknown or answered does nothing") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  session->cancel(rpc::Id(1));
  const auto call = begun(*session, 1);
  session->answer(*call, "done");
  session->cancel(rpc::Id(1));
  session->cancel(rpc::Id(std::string("1")));
  CHECK_FALSE(call->stop().stop_requested());
  CHECK(sink->messages().size() == 1);
}

TEST_CASE("all calls can be asked to stop at once, and still answer") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  const auto one = begun(*session, 1);
  const auto two = begun(*session, 2);
  session->stop_all();
  CHECK(one->stop().stop_requested());
  CHECK(two->stop().stop_requested());
  CHECK(session->in_flight() == 2);
  session->answer(*one, "done");
  CHECK(sink->messages() == std::vector<std::string>{"done"});
}

TEST_CASE("the next deadline is that of the oldest call") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  CHECK_FALSE(session->next_deadline());
  const auto one = begun(*session, 1);
  const auto two = begun(*session, 2);
  CHECK(session->next_deadline() == one->deadline());
  session->answer(*one, "done");
  CHECK(session->next_deadline() == two->deadline());
  session->answer(*two, "done");
  CHECK_FALSE(session->next_deadline());
}

TEST_CASE("a call that is out of time is answered with an error and asked to stop") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink, std::chrono::milliseconds(1500));
  const auto call = begun(*session, 1);
  session->expire(call->deadline() - std::chrono::milliseconds(1));
  CHECK(sink->messages().empty());
  session->expire(call->deadline());
  CHECK(call->stop().stop_requested());
  CHECK(session->in_flight() == 0);
  const auto error = sink->only();
  CHECK(error.root().find("error").find("code").integer() == 1002);
  CHECK_THAT(std::string(error.root().find("error").find("message").text()), Contains("1.5 s"));
  session->answer(*call, "late");
  session->expire(call->deadline() + hours(1));
  CHECK(sink->messages().size() == 1);
}

TEST_CASE("a session remembers what the handshake agreed on") {
  const auto session = session_of(std::make_shared<Recorder>());
  CHECK(session->legacy().version.empty());
  session->agree_on_legacy("2025-11-25");
  CHECK(session->legacy().version == "2025-11-25");
  CHECK(session->legacy().log_level == mcp::LogLevel::info);
  session->set_log_level(mcp::LogLevel::error);
  CHECK(session->legacy().log_level == mcp::LogLevel::error);
}

TEST_CASE("threads that begin, answer, cancel and expire leave nothing behind") {
  const auto sink = std::make_shared<Recorder>();
  const auto session = session_of(sink);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 200; ++round) {
        const std::int64_t id = (thread * 7 + round) % 16;
        const auto call = session->begin(rpc::Id(id), {});
        if (thread == 0) session->cancel(rpc::Id((id + 1) % 16));
        if (thread == 1) session->expire(std::chrono::steady_clock::now() + hours(1));
        (void)session->next_deadline();
        if (call) session->answer(**call, "done");
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  CHECK(session->in_flight() == 0);
}
