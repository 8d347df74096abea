#include "endpoint/event_log.hpp"

#include <stop_token>

#include "base/limits.hpp"
#include "support/catch.hpp"

using endpoint::EventLog;
using endpoint::read_event_id;

namespace {

std::shared_ptr<EventLog> log_with(std::initializer_list<std::string_view> messages,
                                   std::string id = "7",
                                   bool primed = false) {
  auto log = std::make_shared<EventLog>(std::move(id), primed);
  for (const std::string_view message : messages)
    log->send(message);
  return log;
}

std::string to_end(http_server::Stream& stream) {
  std::string all;
  while (const auto piece = stream.next())
    all += *piece;
  return all;
}

}  // namespace

TEST_CASE("messages are events whose ids belong to the stream") {
  const auto log = log_with({"one", "two"});
  log->finish();
  CHECK(to_end(*log->read({}, {})) == "id: 7-1\ndata: one\n\nid: 7-2\ndata: two\n\n");
}

TEST_CASE("a stream on which nothing happens carries comments") {
  const auto log = std::make_shared<EventLog>("7", false, std::chrono::milliseconds(1));
  const auto stream = log->read({}, {});
  CHECK(stream->next() == ":\n\n");
  CHECK(stream->next() == ":\n\n");
  log->send("one");
  CHECK(stream->next() == "id: 7-1\ndata: one\n\n");
}

TEST_CASE("events of a log without an id have none, and are gone once delivered") {
  const auto log = log_with({"one", "two"}, "");
  CHECK(log->bytes() == 6);
  const auto stream = log->read({}, {});
  CHECK(stream->next() == "data: one\n\n");
  CHECK(log->bytes() == 3);
  log->finish();
  CHECK(to_end(*stream) == "data: two\n\n");
  CHECK(log->bytes() == 0);
}

TEST_CASE("a primed reader gets an id to come back from first") {
  const auto log = log_with({"one"}, "7", true);
  log->finish();
  CHECK(to_end(*log->read({}, {})) == "id: 7-0\ndata: \n\nid: 7-1\ndata: one\n\n");
  CHECK(to_end(*log->read(1, {})) == "id: 7-1\ndata: \n\n");
}

TEST_CASE("a reader can begin behind any event") {
  const auto log = log_with({"one", "two", "three"});
  log->finish();
  CHECK(to_end(*log->read(0, {})) ==
        "id: 7-1\ndata: one\n\nid: 7-2\ndata: two\n\nid: 7-3\ndata: three\n\n");
  CHECK(to_end(*log->read(2, {})) == "id: 7-3\ndata: three\n\n");
  CHECK(to_end(*log->read(3, {})).empty());
  CHECK(to_end(*log->read(99, {})).empty());
}

TEST_CASE("a reader that says nothing begins with what no reader got") {
  const auto log = log_with({"one", "two"});
  CHECK(log->read({}, {})->next() == "id: 7-1\ndata: one\n\n");
  const auto second = log->read({}, {});
  CHECK(second->next() == "id: 7-2\ndata: two\n\n");
}

TEST_CASE("the newest reader wins") {
  const auto log = log_with({"one"});
  const auto first = log->read({}, {});
  const auto second = log->read({}, {});
  CHECK_FALSE(first->next());
  CHECK(second->next() == "id: 7-1\ndata: one\n\n");
  CHECK_FALSE(first->next());
}

TEST_CASE("a log knows whether somebody reads along") {
  const auto log = log_with({});
  CHECK_FALSE(log->has_reader());
  auto first = log->read({}, {});
  CHECK(log->has_reader());
  auto second = log->read({}, {});
  first.reset();
  CHECK(log->has_reader());
  second.reset();
  CHECK_FALSE(log->has_reader());
}

TEST_CASE("a reader told to reconnect gets what there is, the delay, and its end") {
  const auto log = log_with({"one"}, "7", true);
  const auto reader = log->read({}, {});
  log->let_reconnect(std::chrono::milliseconds(40));
  log->send("two");
  CHECK(to_end(*reader) == "id: 7-0\ndata: \n\nid: 7-1\ndata: one\n\nretry: 40\n\n");
  CHECK_FALSE(log->has_reader());
  CHECK_FALSE(log->finished_at());
  log->finish();
  CHECK(to_end(*log->read(1, {})) == "id: 7-1\ndata: \n\nid: 7-2\ndata: two\n\n");
}

TEST_CASE("what was said before the server ends is still read, but not by a client that is gone") {
  const auto log = log_with({"one"});
  const auto closed = log->read({}, {});
  closed->close();
  CHECK(to_end(*closed) == "id: 7-1\ndata: one\n\n");
  log->send("two");
  std::stop_source gone;
  const auto left = log->read({}, gone.get_token());
  gone.request_stop();
  CHECK(to_end(*left).empty());
  CHECK(log->read({}, {})->next() == "id: 7-2\ndata: two\n\n");
}

TEST_CASE("nobody is told to reconnect where nobody could, or nobody reads") {
  const auto modern = log_with({}, "");
  const auto reader = modern->read({}, {});
  modern->let_reconnect(std::chrono::milliseconds(40));
  modern->finish();
  CHECK(to_end(*reader).empty());
  const auto unread = log_with({});
  unread->let_reconnect(std::chrono::milliseconds(40));
  const auto later = unread->read({}, {});
  unread->finish();
  CHECK(to_end(*later).empty());
}

TEST_CASE("a finished log takes no message any more and has ended at its last") {
  const auto log = log_with({"one"});
  CHECK_FALSE(log->has_ended_at(1));
  log->finish();
  log->send("late");
  CHECK(log->finished_at());
  CHECK_FALSE(log->has_ended_at(0));
  CHECK(log->has_ended_at(1));
  CHECK(to_end(*log->read({}, {})) == "id: 7-1\ndata: one\n\n");
}

TEST_CASE("the answer of a reply that is no stream is the last message") {
  CHECK(log_with({})->last_message().empty());
  CHECK(log_with({"a log line", "the answer"})->last_message() == "the answer");
}

TEST_CASE("what is kept is bounded in events") {
  const auto log = log_with({});
  for (std::size_t at = 0; at < base::limits::events_kept_max + 5; ++at)
    log->send("x");
  CHECK(log->bytes() == base::limits::events_kept_max);
  CHECK(log->read(0, {})->next() == "id: 7-6\ndata: x\n\n");
}

TEST_CASE("what is kept is bounded in bytes, but the newest stays") {
  const auto log = log_with({"x"});
  log->send(std::string(base::limits::event_bytes_kept_max, 'y'));
  CHECK(log->bytes() == base::limits::event_bytes_kept_max);
  log->send(std::string(base::limits::event_bytes_kept_max + 1, 'z'));
  CHECK(log->bytes() == base::limits::event_bytes_kept_max + 1);
  CHECK(log->last_message().front() == 'z');
}

TEST_CASE("a reader ends when its client is gone") {
  const auto log = log_with({"one"});
  std::stop_source gone;
  const auto reader = log->read({}, gone.get_token());
  gone.request_stop();
  CHECK_FALSE(reader->next());
  CHECK_FALSE(log->read({}, gone.get_token())->next());
  CHECK(log->read({}, {})->next() == "id: 7-1\ndata: one\n\n");
}

TEST_CASE("an event id is a stream and a number") {
  const auto id = read_event_id("unasked-12");
  REQUIRE(id);
  CHECK(id->stream == "unasked");
  CHECK(id->number == 12);
  CHECK(read_event_id("a-b-3")->stream == "a-b");
  for (const std::string_view text :
       {"", "-", "-1", "7-", "7", "7-x", "7-1x", "7-+1", "7- 1", "7-99999999999999999999"})
    CHECK_FALSE(read_event_id(text));
}
