#include "mcp-memory/commands.hpp"

#include <cstdio>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/digest_text.hpp"
#include "mcp-memory/doctor.hpp"
#include "mcp-memory/tools/listing.hpp"

namespace memory {
namespace {

int report(const base::Result<std::string>& text) {
  if (!text) {
    std::fprintf(stderr, "mcp-memory: %s\n", text.error().message.c_str());
    return 1;
  }
  std::fputs(text->c_str(), stdout);
  return 0;
}

/// Reads what the range of the option let pass: the command line takes 0x10 for 16, too.
int number_of(const std::string& word) {
  constexpr int base_of_prefix = 0;
  return std::stoi(word, nullptr, base_of_prefix);
}

base::Result<std::string> digest_for(const Setting& setting, const app::Words& words) {
  const int budget_tokens = number_of(words.at("budget"));
  const std::string project = TRY(setting.workplace->project());
  const std::string agent = TRY(setting.workplace->agent());
  const Digest digest = TRY(setting.memory->digest({}, project, agent, {}));
  return digest_text(digest, project, agent, budget_bytes(budget_tokens)).text;
}

base::Result<std::string> matches_of(const Setting& setting, const app::Words& words) {
  const auto limit = static_cast<std::size_t>(number_of(words.at("limit")));
  const std::string project = TRY(setting.workplace->project());
  const Found found =
      TRY(setting.memory->search({}, words.at("question"), {.project = project}, 0, limit));
  if (found.entries.empty()) return base::format("Nothing in project {} matches.\n", project);
  const std::size_t bytes_max = budget_bytes(budget_tokens_max);
  return list_within(found.entries, {bytes_max, bytes_max}).text;
}

}  // namespace

std::vector<app::Command> commands(const Setting& setting) {
  return {
      {.name = "brief",
       .help = "Print the digest to read at the start of a session",
       .options = {{.name = "budget",
                    .help = "Size in tokens",
                    .fallback = "1500",
                    .range = {{budget_tokens_min, budget_tokens_max}}}},
       .run = [setting](const app::Words& words) { return report(digest_for(setting, words)); }},
      {.name = "find",
       .help = "Search the records of this project",
       .options = {{.name = "question", .help = "Any words", .positional = true, .required = true},
                   {.name = "limit",
                    .help = "At most so many records",
                    .fallback = "10",
                    .range = {{1, 50}}}},
       .run = [setting](const app::Words& words) { return report(matches_of(setting, words)); }},
      {.name = "doctor",
       .help = "Check this installation and say what is wrong",
       .options = {},
       .run = [setting](const app::Words&) { return doctor(setting); }},
  };
}

}  // namespace memory
