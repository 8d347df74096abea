#include "transcripts/http_exchange.hpp"

#include <stdexcept>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"

namespace transcripts {
namespace {

/// True for the answer to the request with this id.
bool answers(const std::string& message, const std::string& id) {
  const auto parsed = json::parse(message);
  if (!parsed || !parsed->root().find("method").is(json::Kind::absent)) return false;
  return parsed->root().find("id").dump() == id;
}

}  // namespace

HttpExchange::HttpExchange(int port, std::string_view request, std::string id, bool stands)
    : id_(std::move(id)), stands_(stands), client_(port) {
  client_.send(request);
}

const support::HttpReply& HttpExchange::head() {
  if (head_.status != 0) return head_;
  head_ = client_.read_head();
  over_ = head_.status == 204;
  return head_;
}

std::vector<std::string> HttpExchange::read() {
  if (head_.status == 0) head();
  if (over_) return {};
  const std::string type = head_.header("content-type");
  return type == "text/event-stream" ? read_events() : read_json();
}

void HttpExchange::hang_up() {
  client_.close();
  over_ = true;
}

std::vector<std::string> HttpExchange::read_json() {
  std::string body = client_.read_body(head_);
  over_ = true;
  if (head_.status == 202) {
    if (body.empty()) return {};
    throw std::runtime_error("a 202 with a body: " + body);
  }
  if (head_.header("content-type") != "application/json")
    throw std::runtime_error(base::format("a {} that is no JSON: {}", head_.status, body));
  if (body.empty()) throw std::runtime_error("a JSON reply without a message");
  return {std::move(body)};
}

std::vector<std::string> HttpExchange::read_events() {
  if (head_.status != 200) throw std::runtime_error("a stream whose status is not 200");
  const auto piece = client_.read_piece();
  if (!piece) {
    over_ = true;
    if (!events_.empty()) throw std::runtime_error("a stream ends within an event: " + events_);
    return {};
  }
  events_ += *piece;
  std::vector<std::string> messages;
  constexpr std::string_view blank_line = "\n\n";
  for (std::size_t end; (end = events_.find(blank_line)) != std::string::npos;) {
    take_event(std::string_view(events_).substr(0, end), messages);
    events_.erase(0, end + blank_line.size());
  }
  return messages;
}

/// One without data has an id at most (WHATWG HTML, 9.2.6).
void HttpExchange::take_event(std::string_view event, std::vector<std::string>& messages) {
  std::string data;
  for (const std::string_view line : base::split(event, '\n')) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    const std::string_view value = line.substr(colon + 2);
    if (line.starts_with("data: ")) data += value;
    if (line.starts_with("id: ")) last_event_id_ = value;
  }
  if (data.empty()) return;
  answered_ = answered_ || answers(data, id_);
  messages.push_back(std::move(data));
}

}  // namespace transcripts
