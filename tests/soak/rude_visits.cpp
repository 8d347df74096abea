// Clients that send too much or too little, or hang up whenever it is least expected.

#include "base/random.hpp"
#include "soak/visits.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace soak {
namespace {

using support::HttpClient;

void send_too_much(Visitor& visitor) {
  HttpClient client = visitor.connect();
  const std::string fields = visitor.authorization() + support::modern_fields("tools/list") +
                             "Content-Type: application/json\r\n"
                             "Accept: application/json, text/event-stream\r\n";
  const bool says_so = visitor.roll(2) == 0;
  client.send(support::http_request(
      "POST",
      "/mcp",
      "",
      fields + (says_so ? "Content-Length: 5000000\r\n" : "Transfer-Encoding: chunked\r\n")));
  const std::string piece =
      says_so ? std::string(65'536, ' ') : "10000\r\n" + std::string(65'536, ' ') + "\r\n";
  for (int pieces = says_so ? 4 : 80; pieces > 0; --pieces)
    client.send(piece);
  const int status = client.read_reply().status;
  if (status != 413) throw WrongReply("too much is taken: " + std::to_string(status));
}

void send_half_a_head(Visitor& visitor) {
  const std::string whole = call("brief", "{}", visitor.authorization());
  HttpClient client = visitor.connect();
  client.send(whole.substr(0, 1 + visitor.roll(whole.find("\r\n\r\n"))));
  visitor.leave(std::move(client));
}

void send_half_a_body(Visitor& visitor) {
  const std::string whole = call("brief", "{}", visitor.authorization());
  const std::size_t body = whole.find("\r\n\r\n") + 4;
  HttpClient client = visitor.connect();
  client.send(whole.substr(0, body + visitor.roll(whole.size() - body)));
  visitor.leave(std::move(client));
}

/// Whether it was written nobody knows; twice it must not be.
void leave_within_a_write(Visitor& visitor) {
  const auto title = visitor.ledger.new_title();
  if (!title) return;
  HttpClient client = visitor.connect();
  client.send(call("write_record", record(*title), visitor.authorization()));
}

void leave_within_a_reading(Visitor& visitor) {
  HttpClient client = visitor.connect();
  client.send(call("brief", "{}", visitor.authorization()));
  if (visitor.roll(2) == 0) client.finish();
}

void leave_within_a_stream(Visitor& visitor) {
  HttpClient client = visitor.connect();
  client.send(call_with_progress(visitor.authorization()));
  if (visitor.roll(2) == 0) return;
  client.read_head();
  visitor.leave(std::move(client));
}

void speak_no_http(Visitor& visitor) {
  HttpClient client = visitor.connect();
  const bool hello = visitor.roll(2) == 0;
  client.send(hello ? std::string("\x16\x03\x01\x02\x00\x01\x00", 7) : base::random_bytes(100));
  visitor.leave(std::move(client));
}

void say_nothing(Visitor& visitor) {
  visitor.leave(visitor.connect());
}

}  // namespace

std::vector<Kind> rude_kinds() {
  return {{"send too much", 4, true, send_too_much},
          {"send half a head", 10, true, send_half_a_head},
          {"send half a body", 10, true, send_half_a_body},
          {"leave within a write", 5, true, leave_within_a_write},
          {"leave within a reading", 10, true, leave_within_a_reading},
          {"leave within a stream", 10, true, leave_within_a_stream},
          {"speak no HTTP", 5, true, speak_no_http},
          {"say nothing", 5, true, say_nothing}};
}

}  // namespace soak
