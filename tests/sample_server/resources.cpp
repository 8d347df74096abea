#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "tests/sample_server/sample.hpp"

namespace sample {
namespace {

constexpr std::array<std::string_view, 4> notes = {"first", "second", "a/b", "d\u00e9j\u00e0 vu"};

mcp::Resource text_resource(std::string name, std::string text) {
  const std::string uri = "sample://" + name;
  return {uri, name, name, "A text.", "text/plain", [uri, text = std::move(text)](mcp::Call&) {
            return mcp::Contents{uri, "text/plain", text};
          }};
}

base::Result<mcp::Contents> read_note(const std::string& uri,
                                      const mcp::Values& variables,
                                      mcp::Call&) {
  const std::string& name = variables.at("name");
  if (std::find(notes.begin(), notes.end(), name) == notes.end())
    return base::not_found("no such note");
  return mcp::Contents{uri, "text/plain", base::format("the note {}", name)};
}

base::Result<std::vector<std::string>> complete_note(std::string_view typed,
                                                     const mcp::Values&,
                                                     mcp::Call&) {
  std::vector<std::string> names;
  for (const std::string_view name : notes) {
    if (name.starts_with(typed)) names.emplace_back(name);
  }
  return names;
}

}  // namespace

std::vector<mcp::Resource> resources() {
  return {
      text_resource("text", "Some text,\non two lines.\n"),
      text_resource("empty", ""),
      {"sample://binary",
       "binary",
       "binary",
       "Four bytes.",
       "application/octet-stream",
       [](mcp::Call&) {
         return mcp::Contents{"sample://binary", "application/octet-stream", {}, "AAEC/w=="};
       }},
      {"sample://broken",
       "broken",
       "broken",
       "Cannot be read.",
       "text/plain",
       [](mcp::Call&) -> base::Result<mcp::Contents> {
         return base::unavailable("the disk is on fire");
       }},
  };
}

std::vector<mcp::ResourceTemplate> resource_templates() {
  return {
      {"sample://notes/{name}",
       "note",
       "Note",
       "A note by name.",
       "text/plain",
       read_note,
       {{"name", complete_note}}},
      {"sample://notes/{name}/lines/{line}",
       "note-line",
       "Line",
       "A line of it.",
       "text/plain",
       [](const std::string& uri, const mcp::Values& variables, mcp::Call&) {
         return mcp::Contents{
             uri,
             "text/plain",
             base::format("line {} of {}", variables.at("line"), variables.at("name"))};
       }},
  };
}

}  // namespace sample
