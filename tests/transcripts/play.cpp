#include "transcripts/play.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "json/document.hpp"
#include "transcripts/pattern.hpp"

namespace transcripts {
namespace {

struct Message {
  std::string text;
  json::Document document;
  int number;  ///< in the order of arrival
};

class Player {
 public:
  explicit Player(Connection& connection) : connection_(connection) {}

  std::string expect(const Line& line) {
    const auto pattern = json::parse(line.text);
    if (!pattern) return "the pattern is not JSON: " + pattern.error().message;
    const json::View id = pattern->root().find("id");
    const auto message = take(id);
    if (!message) return "no such message came: " + line.text;
    // Answers may overtake each other, but not the notifications that belong before them.
    if (id.is(json::Kind::absent)) last_notification_ = message->number;
    if (message->number < last_notification_) return "came before its notification: " + line.text;
    return difference(pattern->root(), message->document.root());
  }

  std::string finish() {
    for (std::string& text : connection_.finish())
      waiting_.push_back({std::move(text), {}, 0});
    return waiting_.empty() ? std::string() : "not expected: " + waiting_.front().text;
  }

 private:
  /// The first message with this id, or without one, that was not yet taken.
  std::optional<Message> take(json::View id) {
    const auto belongs = [&](const Message& message) {
      return message.document.root().find("id") == id;
    };
    auto found = std::find_if(waiting_.begin(), waiting_.end(), belongs);
    while (found == waiting_.end()) {
      auto text = connection_.receive();
      if (!text) return std::nullopt;
      auto document = json::parse(*text);
      if (!document) return std::nullopt;
      waiting_.push_back({*std::move(text), std::move(document).value(), ++arrived_});
      found = std::find_if(waiting_.begin(), waiting_.end(), belongs);
    }
    Message message = std::move(*found);
    waiting_.erase(found);
    return message;
  }

  Connection& connection_;
  std::vector<Message> waiting_;
  int arrived_ = 0;
  int last_notification_ = 0;
};

}  // namespace

std::string play(const Transcript& transcript, Connection& connection) {
  Player player(connection);
  for (const Line& line : transcript.lines) {
    if (line.kind == Line::Kind::client) {
      connection.send(line.text);
      continue;
    }
    const std::string wrong = player.expect(line);
    if (!wrong.empty()) return base::format("{}.txt:{}: {}", transcript.name, line.number, wrong);
  }
  const std::string rest = player.finish();
  return rest.empty() ? std::string() : base::format("{}.txt: {}", transcript.name, rest);
}

}  // namespace transcripts
