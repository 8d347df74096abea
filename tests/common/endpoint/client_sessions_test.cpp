#include "endpoint/client_sessions.hpp"

#include <set>

#include "base/limits.hpp"
#include "support/catch.hpp"

using endpoint::ClientSession;
using endpoint::ClientSessions;
using std::chrono::hours;
using std::chrono::minutes;
namespace limits = base::limits;

namespace {

ClientSession::Time now() {
  return std::chrono::steady_clock::now();
}

std::shared_ptr<ClientSession> begin_in(ClientSessions& sessions, const std::string& principal) {
  auto session = sessions.make(principal);
  sessions.add(session);
  return session;
}

std::shared_ptr<mcp::Call> call_in(const ClientSession& session) {
  return session.session()->begin(rpc::Id(1), {}).value();
}

}  // namespace

TEST_CASE("a session has an id that nobody can guess and is found by it") {
  ClientSessions sessions(minutes(1));
  std::set<std::string> ids;
  for (int count = 0; count < 50; ++count)
    ids.insert(begin_in(sessions, "devbot")->id());
  CHECK(ids.size() == 50);
  for (const std::string& id : ids) {
    CHECK(id.size() == 32);
    CHECK(
        id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
        std::string::npos);
    CHECK(sessions.find(id, "devbot"));
  }
  CHECK_FALSE(sessions.find("", "devbot"));
  CHECK_FALSE(sessions.find("x", "devbot"));
}

TEST_CASE("for everybody but its owner a session does not exist") {
  ClientSessions sessions(minutes(1));
  const auto session = begin_in(sessions, "devbot");
  CHECK(session->session()->begin(rpc::Id(1), {}).value()->agent().value() == "devbot");
  for (const std::string other : {"infrabot", "", "devbo", "devbot "}) {
    CHECK_FALSE(sessions.find(session->id(), other));
    CHECK_FALSE(sessions.end(session->id(), other));
  }
  CHECK(sessions.find(session->id(), "devbot") == session);
}

TEST_CASE("a session that was ended is gone, and so is what went on in it") {
  ClientSessions sessions(minutes(1));
  const auto session = begin_in(sessions, "devbot");
  const auto call = call_in(*session);
  const auto stream = session->unasked()->read({}, {});
  CHECK(sessions.end(session->id(), "devbot"));
  CHECK_FALSE(sessions.find(session->id(), "devbot"));
  CHECK_FALSE(sessions.end(session->id(), "devbot"));
  CHECK(call->stop().stop_requested());
  CHECK_FALSE(stream->next());
}

TEST_CASE("a session that nobody used for an hour ends") {
  ClientSessions sessions(minutes(1));
  const auto session = begin_in(sessions, "devbot");
  sessions.expire(session->last_used() + limits::session_idle_max - std::chrono::seconds(1));
  CHECK(sessions.size() == 1);
  sessions.expire(session->last_used() + limits::session_idle_max);
  CHECK(sessions.size() == 0);
  CHECK(session->unasked()->finished_at());
}

TEST_CASE("a session in which a call runs does not end") {
  ClientSessions sessions(minutes(1));
  const auto session = begin_in(sessions, "devbot");
  const auto call = call_in(*session);
  sessions.expire(now() + hours(9));
  CHECK(sessions.size() == 1);
  CHECK_FALSE(call->stop().stop_requested());
}

TEST_CASE("a session whose stream broke after hours is idle from then on only") {
  ClientSessions sessions(minutes(1));
  const auto session = begin_in(sessions, "devbot");
  auto stream = session->unasked()->read({}, {});
  const auto later = now() + hours(9);
  sessions.expire(later);
  stream.reset();
  sessions.expire(later + minutes(1));
  CHECK(sessions.find(session->id(), "devbot"));
}

TEST_CASE("a caller with too many sessions loses its own that was idle longest") {
  ClientSessions sessions(minutes(1));
  const auto others = begin_in(sessions, "infrabot");
  others->use(now() - hours(9));
  std::vector<std::shared_ptr<ClientSession>> mine;
  for (std::size_t at = 0; at < limits::sessions_per_principal_max; ++at)
    mine.push_back(begin_in(sessions, "devbot"));
  mine[7]->use(now() - hours(2));
  mine[8]->use(now() - hours(1));
  begin_in(sessions, "devbot");
  CHECK(sessions.size() == limits::sessions_per_principal_max + 1);
  CHECK_FALSE(sessions.find(mine[7]->id(), "devbot"));
  CHECK(sessions.find(mine[8]->id(), "devbot"));
  CHECK(sessions.find(others->id(), "infrabot"));
  CHECK(mine[7]->unasked()->finished_at());
}

TEST_CASE("a session that is in use makes room only if all are") {
  ClientSessions sessions(minutes(1));
  std::vector<std::shared_ptr<ClientSession>> mine;
  for (std::size_t at = 0; at < limits::sessions_per_principal_max; ++at)
    mine.push_back(begin_in(sessions, "devbot"));
  mine[0]->use(now() - hours(2));
  const auto call = call_in(*mine[0]);
  mine[1]->use(now() - hours(1));
  begin_in(sessions, "devbot");
  CHECK(sessions.find(mine[0]->id(), "devbot"));
  CHECK_FALSE(sessions.find(mine[1]->id(), "devbot"));
}

TEST_CASE("over the limit of all callers the one idle longest makes room, whosever it is") {
  ClientSessions sessions(minutes(1));
  std::shared_ptr<ClientSession> oldest;
  for (std::size_t at = 0; at < limits::sessions_max; ++at) {
    const auto session =
        begin_in(sessions, "agent" + std::to_string(at / (limits::sessions_per_principal_max / 2)));
    if (at == 9) oldest = session;
  }
  oldest->use(now() - hours(1));
  begin_in(sessions, "somebody else");
  CHECK(sessions.size() == limits::sessions_max);
  CHECK_FALSE(sessions.find(oldest->id(), oldest->principal()));
}

TEST_CASE("streams of one session have ids of their own, and only kept ones are found") {
  ClientSession session("id", "devbot", minutes(1));
  const auto first = session.new_log();
  const auto second = session.new_log();
  CHECK(first->id() != second->id());
  CHECK_FALSE(session.find_log(first->id()));
  session.keep(first);
  CHECK(session.find_log(first->id()) == first);
  CHECK(session.find_log(session.unasked()->id()) == session.unasked());
  CHECK_FALSE(session.find_log(second->id()));
}

TEST_CASE("of the streams that ended the last few are kept, of those that go on all") {
  ClientSession session("id", "devbot", minutes(1));
  const auto going_on = session.new_log();
  session.keep(going_on);
  std::vector<std::shared_ptr<endpoint::EventLog>> ended;
  for (std::size_t at = 0; at < limits::ended_streams_kept_max + 3; ++at) {
    ended.push_back(session.new_log());
    ended.back()->finish();
    session.keep(ended.back());
  }
  CHECK(session.find_log(going_on->id()));
  CHECK_FALSE(session.find_log(ended[2]->id()));
  CHECK(session.find_log(ended[3]->id()));
}

TEST_CASE("streams that ended are let go after a while, those that go on are not") {
  ClientSession session("id", "devbot", minutes(1));
  const auto ended = session.new_log();
  const auto going_on = session.new_log();
  session.keep(ended);
  session.keep(going_on);
  ended->finish();
  session.drop_ended(now());
  CHECK(session.find_log(ended->id()));
  session.drop_ended(now() + limits::ended_stream_age_max + minutes(1));
  CHECK_FALSE(session.find_log(ended->id()));
  CHECK(session.find_log(going_on->id()));
}

TEST_CASE("a session that was made but not added takes nobody's room and is not found") {
  ClientSessions sessions(minutes(1));
  const auto session = sessions.make("devbot");
  CHECK(sessions.size() == 0);
  CHECK_FALSE(sessions.find(session->id(), "devbot"));
}

TEST_CASE("the bytes of streams that ended are bounded") {
  ClientSession session("id", "devbot", minutes(1));
  std::vector<std::shared_ptr<endpoint::EventLog>> logs;
  for (int count = 0; count < 3; ++count) {
    logs.push_back(session.new_log());
    logs.back()->send(std::string(limits::event_bytes_kept_max / 2, 'x'));
    logs.back()->finish();
    session.keep(logs.back());
  }
  CHECK_FALSE(session.find_log(logs[0]->id()));
  CHECK(session.find_log(logs[1]->id()));
  CHECK(session.find_log(logs[2]->id()));
}

TEST_CASE("events are primed for clients that know it") {
  ClientSession session("id", "devbot", minutes(1));
  session.session()->agree_on_legacy("2025-06-18");
  const auto plain = session.new_log();
  plain->finish();
  CHECK_FALSE(plain->read({}, {})->next());
  session.session()->agree_on_legacy("2025-11-25");
  const auto primed = session.new_log();
  primed->finish();
  CHECK(primed->read({}, {})->next());
}
