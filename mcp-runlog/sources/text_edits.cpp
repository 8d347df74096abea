#include "mcp-runlog/sources/text_edits.hpp"

#include "mcp-runlog/sources/payload.hpp"

namespace runlog {
namespace {

constexpr std::size_t text_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::size_t edits_max = 200;

struct TextEdit {
  std::string_view replaced;
  std::string_view by;
  bool everywhere;
};

/// Results spell the members in camel case, inputs with underscores.
TextEdit read_edit(json::View view) {
  return {.replaced = first_text_in(view, {"oldString", "old_string"}),
          .by = first_text_in(view, {"newString", "new_string"}),
          .everywhere = flag_in(view, "replaceAll") || flag_in(view, "replace_all")};
}

std::optional<std::string> with_edit(std::string_view text, const TextEdit& edit) {
  if (edit.replaced.empty()) {
    if (!text.empty()) return std::nullopt;
    return std::string(edit.by);
  }
  std::string after;
  std::size_t begin = 0;
  std::size_t found = text.find(edit.replaced);
  if (found == std::string_view::npos) return std::nullopt;
  while (found != std::string_view::npos) {
    after += text.substr(begin, found - begin);
    after += edit.by;
    if (after.size() > text_bytes_max) return std::nullopt;
    begin = found + edit.replaced.size();
    found = edit.everywhere ? text.find(edit.replaced, begin) : std::string_view::npos;
  }
  after += text.substr(begin);
  return after;
}

}  // namespace

std::optional<std::string> edited_text(std::string_view before, json::View result) {
  const json::View edits = result.find("edits");
  if (!edits.is(json::Kind::list)) return with_edit(before, read_edit(result));
  if (edits.size() > edits_max) return std::nullopt;
  std::optional<std::string> text = std::string(before);
  for (std::size_t at = 0; text && at < edits.size(); ++at)
    text = with_edit(*text, read_edit(edits.item(at)));
  return text;
}

}  // namespace runlog
