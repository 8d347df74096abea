#include "transcripts/http_fields.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace transcripts {
namespace {

constexpr std::string_view metadata_prefix = "io.modelcontextprotocol/";
constexpr std::string_view modern_version = "2026-07-28";

std::string text_or_json(json::View value) {
  return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
}

/// As it is where a field can hold it, else in base64.
std::string as_field_value(const std::string& text) {
  const bool is_printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  const bool is_literal =
      is_printable && base::trimmed(text) == text && !text.starts_with("=?base64?");
  return is_literal ? text : "=?base64?" + base::base64(text) + "?=";
}

std::vector<Field> modern_fields(json::View message) {
  const json::View params = message.find("params");
  const json::View version =
      params.find("_meta").find(std::string(metadata_prefix) + "protocolVersion");
  const bool has_version = !version.is(json::Kind::absent);
  const std::string method = text_or_json(message.find("method"));
  std::vector<Field> fields{
      {"MCP-Protocol-Version", has_version ? text_or_json(version) : std::string(modern_version)},
      {"Mcp-Method", as_field_value(method)}};
  const bool by_name = method == "tools/call" || method == "prompts/get";
  if (!by_name && method != "resources/read") return fields;
  const json::View name = params.find(by_name ? "name" : "uri");
  if (name.is(json::Kind::text))
    fields.emplace_back("Mcp-Name", as_field_value(std::string(name.text())));
  return fields;
}

}  // namespace

bool is_modern(json::View message) {
  const json::View method = message.find("method");
  if (method.is(json::Kind::text) && method.text() == "server/discover") return true;
  const json::View meta = message.find("params").find("_meta");
  for (std::size_t at = 0; meta.is(json::Kind::object) && at < meta.size(); ++at) {
    if (meta.member_name(at).starts_with(metadata_prefix)) return true;
  }
  return false;
}

bool is_request(json::View message) {
  return !message.find("id").is(json::Kind::absent) &&
         !message.find("method").is(json::Kind::absent);
}

std::vector<Field> session_fields(const std::optional<LegacySession>& session) {
  if (!session) return {};
  return {{"Mcp-Session-Id", session->id}, {"MCP-Protocol-Version", session->version}};
}

std::vector<Field> fields_of(json::View message, const std::optional<LegacySession>& session) {
  std::vector<Field> fields{{"Content-Type", "application/json"},
                            {"Accept", "application/json, text/event-stream"}};
  const json::View method = message.find("method");
  const bool begins = method.is(json::Kind::text) && method.text() == "initialize";
  std::vector<Field> more;
  if (is_modern(message)) {
    more = modern_fields(message);
  } else if (!begins) {
    more = session_fields(session);
  }
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

void change(std::vector<Field>& fields,
            const std::string& name,
            const std::optional<std::string>& value) {
  std::erase_if(fields,
                [&](const Field& field) { return base::lower(field.first) == base::lower(name); });
  if (value) fields.emplace_back(name, *value);
}

}  // namespace transcripts
