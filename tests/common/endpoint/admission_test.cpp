#include "endpoint/admission.hpp"

#include <atomic>
#include <thread>

#include "endpoint/event_log.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"
#include "support/requests.hpp"

using Catch::Matchers::Contains;
using endpoint::Admission;
using endpoint::Visit;
using Kind = Visit::Kind;
using std::chrono::milliseconds;
using std::chrono::minutes;
namespace limits = base::limits;

namespace {

std::shared_ptr<mcp::Session> new_session(std::shared_ptr<mcp::Sink> sink = {}) {
  if (!sink) sink = std::make_shared<endpoint::EventLog>();
  return std::make_shared<mcp::Session>(
      sink, [] { return base::Result<std::string>("devbot"); }, minutes(1));
}

/// Null if it was refused.
Admission::Place enter(Admission& admission, Visit visit) {
  if (!visit.session) visit.session = new_session();
  auto place = admission.enter(std::move(visit));
  return std::holds_alternative<Admission::Place>(place) ? std::get<Admission::Place>(place)
                                                         : nullptr;
}

http_server::Reply refusal(Admission& admission,
                           Kind kind,
                           const std::string& principal,
                           std::size_t bytes = 0) {
  auto place = admission.enter({kind, principal, new_session(), bytes});
  REQUIRE(std::holds_alternative<http_server::Reply>(place));
  return std::get<http_server::Reply>(place);
}

}  // namespace

TEST_CASE("one caller may do so much at once, and again when some of it has ended") {
  const auto [kind, max] = GENERATE(
      table<Kind, std::size_t>({{Kind::call, limits::calls_per_principal_max},
                                {Kind::streamed_call, limits::streamed_calls_per_principal_max},
                                {Kind::stream, limits::streams_per_principal_max}}));
  Admission admission;
  std::vector<Admission::Place> places;
  for (std::size_t at = 0; at < max; ++at) {
    places.push_back(enter(admission, {kind, "devbot", {}}));
    REQUIRE(places.back());
  }
  const auto refused = refusal(admission, kind, "devbot");
  CHECK(refused.status == 429);
  CHECK(refused.headers.find("Retry-After"));
  CHECK_THAT(support::Answer(refused.body).error_message(), Contains("devbot"));
  CHECK(enter(admission, {kind, "infrabot", {}}));
  const Kind other = kind == Kind::call ? Kind::stream : Kind::call;
  CHECK(enter(admission, {other, "devbot", {}}));
  places.pop_back();
  CHECK(enter(admission, {kind, "devbot", {}}));
}

TEST_CASE("all callers together may do so much at once") {
  Admission admission;
  std::vector<Admission::Place> places;
  for (std::size_t at = 0; at < limits::calls_max; ++at) {
    const std::string agent = std::to_string(at / (limits::calls_per_principal_max / 2));
    places.push_back(enter(admission, {Kind::call, agent, {}}));
    REQUIRE(places.back());
  }
  CHECK(refusal(admission, Kind::call, "devbot").status == 503);
  places.clear();
  CHECK(enter(admission, {Kind::call, "devbot", {}}));
}

TEST_CASE("one caller may have so many bytes of requests in flight") {
  Admission admission;
  const std::size_t half = limits::principal_bytes_in_flight_max / 2;
  auto first = enter(admission, {Kind::call, "devbot", {}, half});
  const auto second = enter(admission, {Kind::streamed_call, "devbot", {}, half});
  const auto refused = refusal(admission, Kind::call, "devbot", 1);
  CHECK(refused.status == 429);
  CHECK_THAT(support::Answer(refused.body).error_message(), Contains("bytes"));
  CHECK(enter(admission, {Kind::call, "infrabot", {}, half}));
  first.reset();
  CHECK(enter(admission, {Kind::call, "devbot", {}, half}));
}

TEST_CASE("calls whose time is over are answered") {
  Admission admission;
  const auto log = std::make_shared<endpoint::EventLog>();
  const auto session = new_session(log);
  const auto place = enter(admission, {Kind::call, "devbot", session});
  const auto call = session->begin(rpc::Id(1), {}).value();
  admission.expire(call->deadline() - milliseconds(1));
  CHECK(log->last_message().empty());
  admission.expire(call->deadline());
  CHECK(support::Answer(log->last_message()).error_code() == 1002);
  CHECK(call->stop().stop_requested());
}

TEST_CASE("a drained admission lets nobody in") {
  Admission admission;
  CHECK(admission.drain(milliseconds(0)));
  CHECK(refusal(admission, Kind::call, "devbot").status == 503);
  CHECK(refusal(admission, Kind::stream, "devbot").status == 503);
}

TEST_CASE("a drain ends the streams and waits until they and the calls have left") {
  Admission admission;
  std::atomic<bool> ended = false;
  auto stream = enter(admission, {Kind::stream, "devbot", {}, 0, [&] { ended = true; }});
  const auto session = new_session();
  auto place = enter(admission, {Kind::call, "devbot", session});
  const auto call = session->begin(rpc::Id(1), {}).value();
  std::thread leaving([&] {
    support::eventually([&] { return ended.load(); });
    stream.reset();
    place.reset();
  });
  CHECK(admission.drain(minutes(1)));
  CHECK_FALSE(call->stop().stop_requested());
  leaving.join();
  CHECK(ended);
}

TEST_CASE("calls that outlast a drain are asked to stop, streams that do are no failure") {
  Admission admission;
  const auto session = new_session();
  auto place = enter(admission, {Kind::call, "devbot", session});
  const auto stream = enter(admission, {Kind::stream, "devbot", {}});
  const auto call = session->begin(rpc::Id(1), {}).value();
  CHECK_FALSE(admission.drain(milliseconds(1)));
  CHECK(call->stop().stop_requested());
  place.reset();
  CHECK(admission.drain(milliseconds(1)));
}

TEST_CASE("callers that come and go from many threads are counted right") {
  Admission admission;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 200; ++round) {
        const auto place = enter(admission, {Kind::call, std::to_string(thread % 2), {}});
        admission.expire(std::chrono::steady_clock::now());
      }
    });
  }
  for (auto& thread : threads)
    thread.join();
  CHECK(admission.drain(milliseconds(0)));
}
