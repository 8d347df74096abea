#include "crew/run.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

namespace crew {
namespace {

/// More than W3C Baggage asks for (8192): longer is not honest.
constexpr std::size_t baggage_bytes_max = 16384;

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  while (!text.empty()) {
    unsigned char byte = 0;
    const bool is_escape = text.front() == '%' && text.size() >= 3;
    if (is_escape && std::from_chars(&text[1], &text[1] + 2, byte, 16).ptr == &text[1] + 2) {
      decoded += static_cast<char>(byte);
      text.remove_prefix(3);
    } else {
      decoded += text.front();
      text.remove_prefix(1);
    }
  }
  return decoded;
}

std::string uuid_or_nothing(std::string_view text) {
  return base::is_uuid(text) ? base::lower(text) : std::string();
}

/// "key = value ; property, key = value": the first well-formed run_id.
std::string run_id_in(std::string_view baggage) {
  if (baggage.size() > baggage_bytes_max) return {};
  for (const std::string_view member : base::split(baggage, ',')) {
    const std::string_view pair = member.substr(0, member.find(';'));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || base::trimmed(pair.substr(0, equals)) != "run_id")
      continue;
    std::string id = uuid_or_nothing(percent_decoded(base::trimmed(pair.substr(equals + 1))));
    if (!id.empty()) return id;
  }
  return {};
}

bool is_hex_of_size(std::string_view text, std::size_t size) {
  return text.size() == size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_id(std::string_view text, std::size_t size) {
  return is_hex_of_size(text, size) && text.find_first_not_of('0') != std::string_view::npos;
}

/// version-traceid-parentid-flags. Later versions may append fields (W3C Trace Context, 3.2.4).
std::string trace_id_in(std::string_view traceparent) {
  const std::vector<std::string_view> fields = base::split(base::trimmed(traceparent), '-');
  if (fields.size() < 4 || !is_hex_of_size(fields[0], 2) || fields[0] == "ff") return {};
  if (fields[0] == "00" && fields.size() != 4) return {};
  if (!is_id(fields[1], 32) || !is_id(fields[2], 16) || !is_hex_of_size(fields[3], 2)) return {};
  return std::string(fields[1]);
}

}  // namespace

RunContext run_context(std::string_view baggage,
                       std::string_view traceparent,
                       std::string_view env_run_id) {
  RunContext context{run_id_in(baggage), trace_id_in(traceparent)};
  if (context.run_id.empty() && base::is_uuid_v7_hex(context.trace_id)) {
    context.run_id = base::uuid_from_hex(context.trace_id);
  }
  if (context.run_id.empty()) context.run_id = uuid_or_nothing(env_run_id);
  return context;
}

std::string traceparent_of(std::string_view run_id) {
  constexpr std::size_t span_digits = 16;
  std::string trace_id = base::lower(run_id);
  std::erase(trace_id, '-');
  return "00-" + trace_id + "-" + base::sha256_hex(run_id).substr(0, span_digits) + "-01";
}

}  // namespace crew
