#include "nats/api.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace nats {
namespace {

constexpr std::string_view api_prefix = "$JS.API.";

base::Result<json::Document> parsed(const std::string& payload) {
  auto document = json::parse(payload);
  if (!document) {
    return base::unavailable("cannot read the answer of NATS: " + document.error().message);
  }
  if (const json::View error = document->root().find("error"); error.is(json::Kind::object)) {
    return api_error(static_cast<std::int64_t>(count_in(error, "err_code")),
                     text_in(error, "description"));
  }
  return document;
}

/// Three digits of a second, whatever there was.
std::string with_milliseconds(std::string_view rfc3339) {
  constexpr std::size_t seconds_end = 19;  // 2026-11-22T20:27:04
  if (rfc3339.size() <= seconds_end) return std::string(rfc3339);
  std::string digits;
  std::size_t at = seconds_end;
  if (rfc3339[at] == '.') {
    while (++at < rfc3339.size() && rfc3339[at] >= '0' && rfc3339[at] <= '9')
      digits += rfc3339[at];
  }
  digits.resize(3, '0');
  return base::format("{}.{}{}", rfc3339.substr(0, seconds_end), digits, rfc3339.substr(at));
}

}  // namespace

Answer ask_one(Post& post, Outgoing message, const Patience& patience) {
  std::vector<Outgoing> messages;
  messages.push_back(std::move(message));
  return std::move(post.ask(std::move(messages), patience).front());
}

base::Result<json::Document> ask_api(Post& post,
                                     const std::string& what,
                                     std::string payload,
                                     const Patience& patience) {
  const std::string subject = std::string(api_prefix) + what;
  const Answer answer =
      ask_one(post, {.subject = subject, .payload = std::move(payload)}, patience);
  if (answer.kind != Answer::Kind::reply) return error_of(answer, subject, patience);
  return parsed(answer.message.payload);
}

base::Error error_of(const Answer& answer, std::string_view subject, const Patience& patience) {
  if (patience.stop.stop_requested()) return base::stopped("stopped while waiting for NATS");
  switch (answer.kind) {
    case Answer::Kind::forbidden:
      return base::unavailable(answer.detail);
    case Answer::Kind::no_responders:
      return base::unavailable(base::format(
          "nobody answers {} on this NATS server: JetStream is off, or there is no such stream",
          subject));
    default:
      return base::unavailable(base::format("no answer from NATS: {}", answer.detail));
  }
}

base::Error api_error(std::int64_t number, std::string_view words) {
  const std::string message = base::format("NATS: {} ({})", base::one_line(words, 300), number);
  switch (number) {
    case code::stream_not_found:
    case code::consumer_not_found:
    case code::no_message:
    case code::sequence_not_found:
      return base::not_found(message);
    case code::delete_failed:
      return words.find("no message found") == std::string_view::npos ? base::unavailable(message)
                                                                      : base::not_found(message);
    case code::name_taken:
    case code::consumer_name_taken:
    case code::consumer_is_other:
    case code::subjects_overlap:
      return base::conflict(message);
    case code::invalid_config:
      return base::invalid(message);
    case code::cluster_not_leader:
    case code::cluster_not_available:
      return base::busy(message);
    default:
      return base::unavailable(message);
  }
}

bool has_code(const base::Error& error, std::int64_t number) {
  return error.message.ends_with(base::format("({})", number));
}

std::string text_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

std::uint64_t count_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  if (!value.is(json::Kind::integer)) return 0;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(value.integer(), 0));
}

bool flag_in(json::View object, std::string_view name) {
  const json::View value = object.find(name);
  return value.is(json::Kind::boolean) && value.boolean();
}

base::Instant instant_in(json::View object, std::string_view name) {
  return instant_of(text_in(object, name));
}

base::Instant instant_of(std::string_view rfc3339) {
  return base::parse_iso(with_milliseconds(rfc3339)).value_or(base::Instant{});
}

}  // namespace nats
