// What was sent here and comes back need not be read again; whatever else comes is.

#include "mcp-memory/shared/sent_here.hpp"

#include "mcp-memory/shared/log_message.hpp"
#include "support/catch.hpp"

namespace {

constexpr const char* subject = "memory.shop-0.decision.devbot.id";

memory::Waiting waiting(const std::string& kind = "written") {
  memory::Waiting waiting;
  waiting.line = "the line";
  waiting.change_id = memory::change_id_of(waiting.line);
  waiting.kind = kind;
  waiting.record_type = "decision";
  return waiting;
}

nats::Message message(nats::Headers headers = {}) {
  return {.subject = subject, .payload = "the line", .headers = std::move(headers)};
}

}  // namespace

TEST_CASE("a line that was sent here is not read again, once") {
  memory::SentHere sent;
  sent.note(waiting(), subject);
  const auto back = memory::read_message(message(), sent);
  CHECK(back.sent_as == memory::ChangeKind::written);
  CHECK(back.defect.empty());
  CHECK(back.change_id == memory::change_id_of("the line"));
  CHECK_FALSE(memory::read_message(message(), sent).sent_as);
}

TEST_CASE("a line on another subject than the one it was sent on is read") {
  memory::SentHere sent;
  sent.note(waiting(), "memory.shop-0.decision.infrabot.id");
  CHECK_FALSE(memory::read_message(message(), sent).defect.empty());
}

TEST_CASE("another line on a subject that was sent on is read") {
  memory::SentHere sent;
  sent.note(waiting(), subject);
  auto forged = message();
  forged.payload = "another line";
  CHECK_FALSE(memory::read_message(forged, sent).defect.empty());
}

TEST_CASE("an answer that the server was made to store is read whatever it holds") {
  memory::SentHere sent;
  sent.note(waiting(), subject);
  const auto stored = memory::read_message(message({{"Nats-Stream", "MEMORY"}}), sent);
  CHECK_THAT(stored.defect, Catch::Contains("answer of the server"));
  const auto of_later = memory::read_message(message({{"Memory-Version", "2"}}), sent);
  CHECK_THAT(of_later.defect, Catch::Contains("does not know"));
}

TEST_CASE("changes of which the last counts are read when they come back") {
  for (const char* kind : {"linked", "unlinked", "confirmed", "purged"}) {
    memory::SentHere sent;
    sent.note(waiting(kind), subject);
    CHECK_FALSE(sent.take(memory::change_id_of("the line"), subject));
  }
}

TEST_CASE("what never comes back is forgotten") {
  memory::SentHere sent;
  sent.note(waiting(), subject);
  for (int number = 0; number < 5000; ++number) {
    auto other = waiting();
    other.change_id = std::to_string(number);
    sent.note(other, subject);
  }
  CHECK_FALSE(sent.take(memory::change_id_of("the line"), subject));
}
