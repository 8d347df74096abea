#include "nats/publication.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "nats/subject.hpp"

namespace nats {
namespace {

bool is_header_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && c != ':';
  });
}

/// A line break would begin another header; blanks at the ends are not kept.
bool is_header_value(std::string_view text) {
  return std::none_of(text.begin(),
                      text.end(),
                      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }) &&
         base::trimmed(text) == text;
}

}  // namespace

base::Result<void> check(const Publication& publication) {
  if (!is_subject(publication.subject)) {
    return base::invalid(
        base::format("{} is no subject to publish to", base::one_line(publication.subject, 100)));
  }
  for (const Header& header : publication.headers) {
    if (is_header_name(header.name) && is_header_value(header.value)) continue;
    return base::invalid(
        base::format("the header {} cannot be sent", base::one_line(header.name, 100)));
  }
  if (!is_header_value(publication.message_id) || !is_header_value(publication.stream)) {
    return base::invalid("message id and stream cannot hold line breaks or blanks at their ends");
  }
  return {};
}

std::string_view spelled(Verdict verdict) {
  switch (verdict) {
    case Verdict::stored:
      return "stored";
    case Verdict::stored_before:
      return "stored before";
    case Verdict::not_sent:
      return "not sent";
    case Verdict::unanswered:
      return "unanswered";
    case Verdict::forbidden:
      return "forbidden";
    case Verdict::no_stream:
      return "no stream";
    case Verdict::other_stream:
      return "other stream";
    case Verdict::not_last:
      return "not last";
    case Verdict::too_large:
      return "too large";
    case Verdict::full:
      return "full";
    case Verdict::failed:
      break;
  }
  return "failed";
}

}  // namespace nats
