#include <cstdio>

#include "base/format.hpp"
#include "mcp-runlog/commands.hpp"
#include "mcp-runlog/commands/belonging.hpp"
#include "mcp-runlog/importing/import.hpp"

namespace runlog {
namespace {

std::optional<ImportFormat> import_format_named(const std::string& name) {
  for (std::size_t at = 0; at < import_format_names.size(); ++at)
    if (import_format_names[at] == name) return static_cast<ImportFormat>(at);
  return std::nullopt;
}

std::string import_line(const std::string& file, const Imported& done) {
  std::string line = base::format("{}: {} lines, {} events added", file, done.lines, done.added);
  if (done.known > 0) line += base::format(", {} were there before", done.known);
  if (done.deleted > 0) line += base::format(", {} of deleted runs left out", done.deleted);
  if (done.unreadable > 0) line += base::format(", {} could not be read", done.unreadable);
  return line + "\n";
}

int import_all(const Setting& setting, const app::Words& words) {
  const auto surroundings = surroundings_said(words);
  if (!surroundings) {
    std::fprintf(stderr, "mcp-runlog: %s\n", surroundings.error().message.c_str());
    return 1;
  }
  const Take take = [&](Delivery delivery) {
    return setting.run_log->take({}, std::move(delivery));
  };
  int exit_code = 0;
  for (const std::string& file : words.all("file")) {
    const auto done =
        import_file(file, import_format_named(words.at("format")), *surroundings, take);
    if (done) {
      std::fputs(import_line(file, *done).c_str(), stdout);
    } else {
      std::fprintf(stderr, "mcp-runlog: %s\n", done.error().message.c_str());
      exit_code = 1;
    }
  }
  return exit_code;
}

}  // namespace

app::Command import_command(const Setting& setting) {
  return {.name = "import",
          .help = "Take in exported runs, transcripts, stream-json output or recorded hooks",
          .options = {{.name = "file",
                       .help = "Files; reading one again adds nothing",
                       .positional = true,
                       .required = true,
                       .repeatable = true,
                       .is_path = true},
                      {.name = "format",
                       .help = "What they are, if they do not show it",
                       .choices = {import_format_names.begin(), import_format_names.end()}},
                      {.name = "run", .help = "The run that they belong to, where they name none"},
                      {.name = "agent", .help = "Whose they are, where they do not say"}},
          .run = [setting](const app::Words& words) { return import_all(setting, words); }};
}

}  // namespace runlog
