#include "mcp-runlog/export/body_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"
#include "json/document.hpp"

namespace runlog {
namespace {

constexpr std::size_t value_bytes_max = 100;
constexpr std::size_t label_bytes_max = 60;

/// Objects deeper than that are shown as JSON.
constexpr std::size_t depth_max = 2;

Part text_part(std::string label, std::string_view text) {
  std::string shown = base::without_hidden_characters(text);
  const bool is_short = shown.size() <= value_bytes_max && shown.find('\n') == std::string::npos;
  return {std::move(label), is_short ? Part::Form::value : Part::Form::text, std::move(shown)};
}

Part json_part(std::string label, json::View value) {
  return {std::move(label),
          Part::Form::json,
          base::without_hidden_characters(json::pretty(value.dump()))};
}

bool is_text_block(json::View value) {
  const json::View type = value.find("type");
  return type.is(json::Kind::text) && type.text() == "text" &&
         value.find("text").is(json::Kind::text);
}

/// The texts of a list of content blocks, as MCP tools and models give them; nothing if there is
/// anything else among them.
std::optional<std::string> texts_of_blocks(json::View list) {
  std::string texts;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (!list.is(json::Kind::list) || !is_text_block(list.item(at))) return std::nullopt;
    if (at > 0) texts += "\n";
    texts += list.item(at).find("text").text();
  }
  if (list.size() == 0) return std::nullopt;
  return texts;
}

Part part_of(std::string label, json::View value) {
  if (auto patch = patch_of(value)) {
    std::string text = unified(*patch);
    return {std::move(label), Part::Form::patch, std::move(text), *std::move(patch)};
  }
  if (value.is(json::Kind::text)) return text_part(std::move(label), value.text());
  if (const auto texts = texts_of_blocks(value)) return text_part(std::move(label), *texts);
  if (value.is(json::Kind::object) || value.is(json::Kind::list))
    return json_part(std::move(label), value);
  return {std::move(label), Part::Form::value, value.dump()};
}

std::string label_of(std::string_view owner, std::string_view name) {
  std::string label = base::one_line(name, label_bytes_max);
  return owner.empty() ? label : std::string(owner) + "." + label;
}

void add_members(std::vector<Part>& parts,
                 std::string_view owner,
                 json::View object,
                 std::size_t depth = 0) {
  for (std::size_t at = 0; at < object.size(); ++at) {
    if (parts.size() == body_parts_max) {
      parts.push_back(json_part(label_of(owner, "(all of it)"), object));
      return;
    }
    const json::View value = object.member_value(at);
    const std::string label = label_of(owner, object.member_name(at));
    if (depth < depth_max && value.is(json::Kind::object) && value.size() > 0)
      add_members(parts, label, value, depth + 1);
    else if (!value.is(json::Kind::null))
      parts.push_back(part_of(label, value));
  }
}

bool is_input(const Part& part) {
  return part.label == "input" || part.label.starts_with("input.");
}

bool speaks(Kind kind) {
  return kind == Kind::message_in || kind == Kind::message_out || kind == Kind::prompt ||
         kind == Kind::assistant;
}

}  // namespace

std::vector<Part> parts_of(const Event& event) {
  std::vector<Part> parts;
  if (event.body_json.empty()) return parts;
  const auto document = json::parse(event.body_json);
  if (!document || !document->root().is(json::Kind::object)) {
    parts.push_back({"body", Part::Form::text, base::without_hidden_characters(event.body_json)});
    return parts;
  }
  add_members(parts, {}, document->root());
  return parts;
}

bool is_speech(const Event& event, const Part& part) {
  constexpr std::array<std::string_view, 6> names = {
      "text", "prompt", "message", "content", "body", "last_assistant_message"};
  const bool is_words = part.form == Part::Form::text || part.form == Part::Form::value;
  return speaks(event.kind) && is_words &&
         std::find(names.begin(), names.end(), part.label) != names.end();
}

std::vector<Part> result_parts_of(const Event& event) {
  std::vector<Part> parts = parts_of(event);
  std::erase_if(parts, is_input);
  return parts;
}

std::string speech_of(const Event& event, const std::vector<Part>& parts) {
  const auto said = std::find_if(
      parts.begin(), parts.end(), [&](const Part& part) { return is_speech(event, part); });
  return said == parts.end() ? std::string() : said->text;
}

}  // namespace runlog
