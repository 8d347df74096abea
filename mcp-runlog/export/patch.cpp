#include "mcp-runlog/export/patch.hpp"

#include <charconv>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::int64_t line_number_max = 1'000'000'000;

PatchLine::Kind kind_of(char sign) {
  switch (sign) {
    case '+':
      return PatchLine::Kind::added;
    case '-':
      return PatchLine::Kind::removed;
    case '\\':
      return PatchLine::Kind::note;
    default:
      return PatchLine::Kind::context;
  }
}

char sign_of(PatchLine::Kind kind) {
  constexpr std::string_view signs = " +-\\";
  return signs[static_cast<std::size_t>(kind)];
}

struct Range {
  std::int64_t start = 0;
  std::int64_t lines = 1;
};

std::int64_t taken_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return error == std::errc() && number >= 0 && number <= line_number_max ? number : 0;
}

/// Reads "-12,5" or "+12" from the front.
std::optional<Range> taken_range(std::string_view& text, char sign) {
  if (text.empty() || text.front() != sign) return std::nullopt;
  text.remove_prefix(1);
  Range range;
  range.start = taken_number(text);
  if (text.starts_with(',')) {
    text.remove_prefix(1);
    range.lines = taken_number(text);
  }
  return range;
}

/// Puts hunks together line by line.
class Reader {
 public:
  void begin(std::string heading, std::int64_t old_start, std::int64_t new_start) {
    patch_.hunks.push_back({std::move(heading)});
    old_next_ = old_start;
    new_next_ = new_start;
  }

  /// With its sign.
  PatchLine::Kind take(std::string_view line) {
    const PatchLine::Kind kind = line.empty() ? PatchLine::Kind::context : kind_of(line.front());
    PatchLine numbered{kind};
    if (kind == PatchLine::Kind::context || kind == PatchLine::Kind::removed)
      numbered.old_number = old_next_++;
    if (kind == PatchLine::Kind::context || kind == PatchLine::Kind::added)
      numbered.new_number = new_next_++;
    patch_.added += kind == PatchLine::Kind::added ? 1 : 0;
    patch_.removed += kind == PatchLine::Kind::removed ? 1 : 0;
    if (++lines_ > patch_lines_max) {
      ++patch_.left_out;
      return kind;
    }
    if (!line.empty()) line.remove_prefix(1);
    numbered.text = base::without_hidden_characters(line);
    patch_.hunks.back().lines.push_back(std::move(numbered));
    return kind;
  }

  std::optional<Patch> finish() {
    if (patch_.hunks.empty()) return std::nullopt;
    return std::move(patch_);
  }

 private:
  Patch patch_;
  std::int64_t old_next_ = 0;
  std::int64_t new_next_ = 0;
  std::size_t lines_ = 0;
};

std::int64_t number_in(json::View hunk, std::string_view name) {
  const json::View member = hunk.find(name);
  if (!member.is(json::Kind::integer)) return 0;
  const std::int64_t number = member.integer();
  return number >= 0 && number <= line_number_max ? number : 0;
}

bool is_hunk(json::View value) {
  return value.find("oldStart").is(json::Kind::integer) && value.find("lines").is(json::Kind::list);
}

std::optional<Patch> structured(json::View hunks) {
  Reader reader;
  for (std::size_t at = 0; at < hunks.size(); ++at) {
    const json::View hunk = hunks.item(at);
    if (!is_hunk(hunk)) return std::nullopt;
    const std::int64_t old_start = number_in(hunk, "oldStart");
    const std::int64_t new_start = number_in(hunk, "newStart");
    reader.begin(base::format("@@ -{},{} +{},{} @@",
                              old_start,
                              number_in(hunk, "oldLines"),
                              new_start,
                              number_in(hunk, "newLines")),
                 old_start,
                 new_start);
    const json::View lines = hunk.find("lines");
    for (std::size_t line = 0; line < lines.size(); ++line) {
      if (lines.item(line).is(json::Kind::text)) reader.take(lines.item(line).text());
    }
  }
  return reader.finish();
}

bool looks_like_diff(std::string_view text) {
  return text.starts_with("@@ -") || text.starts_with("diff --git ") ||
         (text.starts_with("--- ") && text.find("\n+++ ") != std::string_view::npos);
}

/// Lines of a hunk are told by its counts, so that a removed line "-- x" is no file name.
std::optional<Patch> unified_text(std::string_view text) {
  Reader reader;
  std::int64_t old_left = 0;
  std::int64_t new_left = 0;
  std::string file;
  for (const std::string_view line : base::split(text, '\n')) {
    if (old_left > 0 || new_left > 0 || (line.starts_with('\\') && !file.empty())) {
      const PatchLine::Kind kind = reader.take(line);
      if (kind == PatchLine::Kind::context || kind == PatchLine::Kind::removed) --old_left;
      if (kind == PatchLine::Kind::context || kind == PatchLine::Kind::added) --new_left;
      continue;
    }
    if (line.starts_with("+++ ")) file = std::string(line.substr(4)) + " ";
    if (!line.starts_with("@@ ")) continue;
    std::string_view ranges = line.substr(3);
    const auto old_range = taken_range(ranges, '-');
    if (!old_range || !ranges.starts_with(' ')) continue;
    ranges.remove_prefix(1);
    const auto new_range = taken_range(ranges, '+');
    if (!new_range) continue;
    reader.begin(base::one_line(file + std::string(line), 200), old_range->start, new_range->start);
    old_left = old_range->lines;
    new_left = new_range->lines;
  }
  return reader.finish();
}

}  // namespace

std::optional<Patch> patch_of(json::View value) {
  if (value.is(json::Kind::list)) return structured(value);
  if (value.is(json::Kind::text) && looks_like_diff(value.text()))
    return unified_text(value.text());
  return std::nullopt;
}

std::string unified(const Patch& patch) {
  std::string text;
  for (const Hunk& hunk : patch.hunks) {
    text += hunk.heading + "\n";
    for (const PatchLine& line : hunk.lines) {
      text += sign_of(line.kind);
      text += line.text + "\n";
    }
  }
  if (patch.left_out > 0) text += base::format("\\ {} further lines\n", patch.left_out);
  return text;
}

std::string patch_words(const Patch& patch) {
  return base::format("+{} -{}", patch.added, patch.removed);
}

}  // namespace runlog
