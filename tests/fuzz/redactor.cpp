// Any bytes as a body, as a text and as the fields of an event: what comes out fits into a line,
// has one form, and a second pass leaves it as it is; a known secret between two parts of the input
// is nowhere.

#include "mcp-runlog/redaction/redactor.hpp"

#include <filesystem>

#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/redaction/limits.hpp"

namespace {

const runlog::Redactor& redactor() {
  static const runlog::Redactor opened = [] {
    std::string name =
        (std::filesystem::temp_directory_path() / "agent-smith-fuzz-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    auto made = runlog::Redactor::open(name);
    std::filesystem::remove_all(name);
    CHECK(made);
    return *std::move(made);
  }();
  return opened;
}

void check(runlog::Event event) {
  const runlog::Event once = redactor().redacted(std::move(event));
  CHECK(once.body_json.size() <= runlog::limits::body_bytes_max);
  CHECK(redactor().redacted(once) == once);
  const auto read = runlog::read_event_line(runlog::event_line(once));
  CHECK(read && *read == once);
  if (once.body_json.empty()) return;
  const auto body = json::parse(once.body_json);
  CHECK(body && body->root().dump() == once.body_json);
}

runlog::Event event(std::string body, const std::string& field) {
  runlog::Event made;
  made.id = runlog::event_id(runlog::Source::hook, "fuzz");
  made.body_json = std::move(body);
  made.title = field;
  made.stream = field;
  made.tool = field;
  made.file_path = field;
  return made;
}

}  // namespace

FUZZ_TARGET(input) {
  const std::string text(input);
  const std::size_t half = text.size() / 2;
  check(event(text, text.substr(half)));
  json::Writer out;
  out.begin_object().member("output", text).member(text.substr(0, half), text.substr(half));
  check(event(out.end_object().take(), text.substr(0, half)));
  const std::string once = redactor().redacted(std::string_view(text));
  CHECK(redactor().redacted(std::string_view(once)) == once);
  // In two parts, so that this file holds none. Within a longer word it is no token.
  static const std::string secret = std::string("ghp_") + "9xKq2LmZ7PwR4tVb8NcY6dFg1HjS3aQeUo5i";
  if (text.find(secret) != std::string::npos) return;
  const std::string around = text.substr(0, half) + "\n" + secret + "\n" + text.substr(half);
  CHECK(redactor().redacted(std::string_view(around)).find(secret) == std::string::npos);
}
