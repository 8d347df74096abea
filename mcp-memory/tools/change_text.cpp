#include "mcp-memory/tools/change_text.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-memory/since.hpp"

namespace memory {
namespace {

constexpr std::size_t detail_bytes_max = 300;

std::string text_of(json::View value) {
  if (value.is(json::Kind::text)) return std::string(value.text());
  std::string text;
  for (std::size_t at = 0; at < value.size(); ++at)
    text.append(at == 0 ? "" : ", ").append(text_of(value.item(at)));
  return text;
}

/// "by 0193..., reason Load outgrew it"
std::string detail_text(const std::string& detail) {
  const auto document = json::parse(detail);
  if (!document) return {};
  const json::View root = document->root();
  std::string text;
  for (std::size_t at = 0; at < root.size(); ++at) {
    text += base::format(
        "{}{} {}", at == 0 ? ": " : ", ", root.member_name(at), text_of(root.member_value(at)));
  }
  return base::one_line(text, detail_bytes_max);
}

/// {"reason":"Load outgrew it"} with the texts that people wrote, and lists, cut to so many bytes.
std::string shortened_detail(const std::string& detail, std::size_t bytes_max) {
  const auto document = json::parse(detail);
  if (!document) return "{}";
  const json::View root = document->root();
  json::Writer out;
  out.begin_object();
  for (std::size_t at = 0; at < root.size(); ++at) {
    const std::string_view name = root.member_name(at);
    const json::View value = root.member_value(at);
    out.key(name);
    const bool is_prose = name == "reason" || name == "note" || name == "evidence";
    if (value.is(json::Kind::list) && value.dump().size() > bytes_max) {
      out.begin_list().text(base::shortened(text_of(value), bytes_max)).end_list();
    } else if (is_prose && value.is(json::Kind::text)) {
      out.text(base::shortened(value.text(), bytes_max));
    } else {
      out.raw(value.dump());
    }
  }
  return out.end_object().take();
}

}  // namespace

Change change_within(Change change, std::size_t bytes_max) {
  for (const std::size_t texts : {1000U, 300U, 100U, 40U, 10U}) {
    if (change_json(change).size() <= bytes_max) break;
    change.title = base::shortened(change.title, texts);
    change.detail = shortened_detail(change.detail, texts);
  }
  return change;
}

std::string change_text(const Change& change) {
  return base::format("{} by {}, {}, revision {}{}",
                      change.kind,
                      change.agent,
                      base::to_iso(change.at),
                      change.revision,
                      detail_text(change.detail));
}

std::string change_json(const Change& change) {
  json::Writer out;
  out.begin_object().member("position", cursor_after(change.position));
  out.member("change", change.kind).member("at", base::to_iso(change.at));
  out.member("agent", change.agent).member("revision", change.revision);
  if (!change.run_id.empty()) out.member("run_id", change.run_id);
  if (!change.record_id.empty()) {
    out.member("record", change.record_id).member("type", name_of(change.type));
    out.member("title", change.title);
  }
  if (change.detail.size() > 2) out.key("detail").raw(change.detail);
  return out.end_object().take();
}

json::Rule change_rule() {
  return json::open_object_rule({
      json::required_member("position", json::text_rule()),
      json::required_member("change", json::text_rule()),
      json::required_member("at", json::text_rule()),
      json::required_member("agent", json::text_rule()),
      json::required_member("revision", json::integer_rule(1)),
  });
}

}  // namespace memory
