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

/// The text before the mark, and what is behind it if there is one.
std::pair<std::string, std::optional<std::string>> halves(const std::string& text,
                                                          std::string_view mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + mark.size())};
}

constexpr const char* only_http = "this line is for HTTP alone";

class Player {
 public:
  explicit Player(Connection& connection) : connection_(connection) {}

  /// Empty, or what went wrong.
  std::string take(const Line& line) {
    switch (line.kind) {
      case Line::Kind::client:
        connection_.send(with_state(line.text));
        return {};
      case Line::Kind::end:
        end();
        return {};
      case Line::Kind::server:
        return line.status ? expect_status(line) : expect(line);
      default:
        return connection_.http() != nullptr ? do_http(line, *connection_.http()) : only_http;
    }
  }

  std::string finish() {
    if (!ended_) end();
    return waiting_.empty() ? std::string() : "not expected: " + waiting_.front().text;
  }

 private:
  /// With what the server wants to have back.
  std::string with_state(std::string text) const {
    constexpr std::string_view word = "$state";
    const std::size_t at = text.find(word);
    return at == std::string::npos ? text : text.replace(at, word.size(), state_);
  }

  std::string do_http(const Line& line, HttpSide& http) {
    if (line.kind == Line::Kind::hang_up)
      return http.hang_up(line.text) ? "" : "nothing waits for that answer";
    if (line.kind == Line::Kind::field) {
      const auto [name, value] = halves(line.text, ": ");
      http.change_field(name, value);
    } else {
      const auto [method, path] = halves(line.text, " ");
      http.request(method, path.value_or("/mcp"));
    }
    return {};
  }

  std::string expect_status(const Line& line) {
    if (connection_.http() == nullptr) return only_http;
    const int status = connection_.http()->status();
    if (status != *line.status) return base::format("the status is {}", status);
    return line.text.empty() ? std::string() : expect(line);
  }

  void end() {
    ended_ = true;
    for (std::string& text : connection_.finish())
      take_in(std::move(text));
  }

  std::string expect(const Line& line) {
    const auto pattern = json::parse(line.text);
    if (!pattern) return "the pattern is not JSON: " + pattern.error().message;
    const json::View id = pattern->root().find("id");
    const auto message = take(id);
    if (!message) return "no such message came: " + line.text;
    // Answers may overtake each other, but not the notifications that belong before them.
    if (id.is(json::Kind::absent)) last_notification_ = message->number;
    if (message->number < last_notification_) return "came before its notification: " + line.text;
    const json::View state = message->document.root().find("result").find("requestState");
    if (state.is(json::Kind::text)) state_ = state.text();
    return difference(pattern->root(), message->document.root());
  }

  /// The first message with this id, or without one, that was not yet taken.
  std::optional<Message> take(json::View id) {
    const auto belongs = [&](const Message& message) {
      return message.document.root().find("id") == id;
    };
    auto found = std::find_if(waiting_.begin(), waiting_.end(), belongs);
    while (found == waiting_.end()) {
      auto text = ended_ ? std::nullopt : connection_.receive();
      if (!text) return std::nullopt;
      take_in(*std::move(text));
      found = std::find_if(waiting_.begin(), waiting_.end(), belongs);
    }
    Message message = std::move(*found);
    waiting_.erase(found);
    return message;
  }

  void take_in(std::string text) {
    auto document = json::parse(text);
    waiting_.push_back(
        {std::move(text), document ? std::move(document).value() : json::Document(), ++arrived_});
  }

  Connection& connection_;
  std::vector<Message> waiting_;
  std::string state_;
  bool ended_ = false;
  int arrived_ = 0;
  int last_notification_ = 0;
};

}  // namespace

std::string play(const Transcript& transcript, Connection& connection) {
  Player player(connection);
  for (const Line& line : transcript.lines) {
    const std::string wrong = player.take(line);
    if (!wrong.empty()) return base::format("{}.txt:{}: {}", transcript.name, line.number, wrong);
  }
  const std::string rest = player.finish();
  return rest.empty() ? std::string() : base::format("{}.txt: {}", transcript.name, rest);
}

}  // namespace transcripts
