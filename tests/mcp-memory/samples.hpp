#pragma once
// Arguments of write_record as JSON text, one valid sample of each type, and ways to bend them.

#include <string>
#include <string_view>

#include "json/document.hpp"
#include "json/writer.hpp"
#include "support/catch.hpp"

namespace sample {

inline json::Document parsed(std::string_view json) {
  auto document = json::parse(json);
  INFO(json.substr(0, 2000));
  INFO((document ? "" : document.error().message));
  REQUIRE(document);
  return std::move(document).value();
}

/// The object with that member set; without it if `value_json` is empty.
inline std::string with(std::string_view object,
                        std::string_view name,
                        std::string_view value_json) {
  const json::Document document = parsed(object);
  json::Writer out;
  out.begin_object();
  for (std::size_t at = 0; at < document.root().size(); ++at) {
    if (document.root().member_name(at) == name) continue;
    out.key(document.root().member_name(at)).raw(document.root().member_value(at).dump());
  }
  if (!value_json.empty()) out.key(name).raw(value_json);
  return out.end_object().take();
}

inline std::string without(std::string_view object, std::string_view name) {
  return with(object, name, "");
}

/// `unit` so many times.
inline std::string times(std::size_t count, std::string_view unit) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at)
    text += unit;
  return text;
}

inline std::string text_json(std::size_t characters, std::string_view unit = "x") {
  return json::quoted(times(characters, unit));
}

/// A list of so many times the same entry.
inline std::string list_json(std::size_t entries, std::string_view entry_json) {
  std::string list = "[";
  for (std::size_t at = 0; at < entries; ++at)
    list.append(at == 0 ? "" : ",").append(entry_json);
  return list + "]";
}

inline std::string common(const std::string& type, const std::string& title) {
  return R"({"type":")" + type + R"(","title":)" + json::quoted(title) +
         R"(,"summary":"What a reader has to know of it.")";
}

inline std::string decision(const std::string& title = "Orders are stored in PostgreSQL") {
  return common("decision", title) +
         R"(,"context":"Orders change together.","decision":"Use PostgreSQL.","rationale":"Transactions."})";
}

inline std::string incident(const std::string& title = "Checkout failed") {
  return common("incident", title) +
         R"(,"severity":"sev2","impact":"12% of checkouts failed.","started_at":"2026-11-22T20:27:00Z"})";
}

inline std::string pattern(const std::string& title = "Retry with jitter") {
  return common("pattern", title) +
         R"(,"problem":"Calls fail.","solution":"Retry three times.","when_to_use":"Idempotent calls."})";
}

inline std::string runbook(const std::string& title = "Free the disk") {
  return common("runbook", title) +
         R"(,"triggers":["alert DiskFull"],"steps":[{"action":"Look"}],"verification":["Below 70%"],"risk":"read_only"})";
}

}  // namespace sample
