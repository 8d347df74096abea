#include "base/format.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

std::string number_of(std::int64_t line) {
  return line == 0 ? std::string() : base::format("{}", line);
}

void add_line(Html& out, const PatchLine& line) {
  constexpr std::string_view classes[] = {"same", "added", "removed", "note"};
  constexpr std::string_view signs[] = {" ", "+", "-", "\\"};
  const auto kind = static_cast<std::size_t>(line.kind);
  out.open("tr", {{"class", std::string(classes[kind])}});
  out.leaf("td", {{"class", "n"}}, number_of(line.old_number));
  out.leaf("td", {{"class", "n"}}, number_of(line.new_number));
  out.leaf("td", {{"class", "sign"}}, signs[kind]);
  out.leaf("td", {{"class", "code"}}, line.text).close().new_line();
}

}  // namespace

void add_patch(Html& out, const Patch& patch, std::string_view path) {
  out.open("div",
           {{"class", "wide diff"},
            {"tabindex", "0"},
            {"role", "region"},
            {"aria-label", "Changes in " + std::string(path.empty() ? "a file" : path)}});
  out.open("table").new_line();
  for (const Hunk& hunk : patch.hunks) {
    out.open("tbody").open("tr", {{"class", "hunk"}});
    out.leaf("td", {{"colspan", "4"}}, hunk.heading).close().new_line();
    for (const PatchLine& line : hunk.lines)
      add_line(out, line);
    out.close();
  }
  out.close();
  if (patch.left_out > 0)
    out.leaf("p",
             {{"class", "hint"}},
             count_words(static_cast<std::int64_t>(patch.left_out), "further line") + " left out");
  out.close().new_line();
}

}  // namespace runlog
