// A request line, header fields up to an empty line, then a body, through the guard and the
// endpoint. The client is gone from the start, so that no stream is waited for. Every reply has a
// status that the documents know and no header that could be read as two, and what the guard
// refuses never reaches a method.

#include "endpoint/endpoint.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "support/small_server.hpp"

static std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

static http_server::Request read_request(std::string_view text) {
  http_server::Request request;
  const std::string_view first = take_line(text);
  request.method = first.substr(0, first.find(' '));
  request.path = first.substr(std::min(first.size(), request.method.size() + 1));
  for (std::string_view line = take_line(text); !line.empty(); line = take_line(text)) {
    const std::string_view name = line.substr(0, line.find(':'));
    const std::string_view value = line.substr(std::min(line.size(), name.size() + 1));
    request.headers.add(std::string(name), std::string(base::trimmed(value)));
  }
  request.body = text;
  return request;
}

static void check_reply(const http_server::Reply& reply) {
  static const std::set<int> statuses = {
      200, 202, 204, 400, 401, 403, 404, 405, 406, 415, 429, 503};
  CHECK(statuses.contains(reply.status));
  for (const auto& [name, value] : reply.headers.fields())
    CHECK((name + value).find_first_of("\r\n") == std::string::npos);
  if (reply.stream) {
    while (const auto piece = reply.stream->next())
      CHECK(piece->ends_with("\n\n"));
  }
  const bool is_json = !reply.stream && !reply.body.empty();
  if (is_json) CHECK(json::parse(reply.body));
}

FUZZ_TARGET(input) {
  static const mcp::Server server = support::small_server();
  static const mcp::Dispatcher dispatcher(server);
  static endpoint::Endpoint endpoint(
      dispatcher,
      endpoint::Guard(
          {},
          [](std::optional<std::string_view> token) -> base::Result<std::optional<std::string>> {
            if (token && *token != "secret") return std::optional<std::string>();
            return std::optional<std::string>("fuzzer");
          }));
  http_server::Request request = read_request(input);
  std::stop_source gone;
  gone.request_stop();
  request.gone = gone.get_token();
  if (const auto refusal = endpoint.refuse(request)) {
    CHECK(refusal->status >= 400);
    check_reply(*refusal);
    return;
  }
  check_reply(endpoint.answer(request));
}
