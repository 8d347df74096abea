#include "base/format.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/tools/listing.hpp"

namespace memory {
namespace {

base::Result<std::string> matches_of(const Setting& setting, const app::Words& words) {
  const Filter filter{.project = TRY(setting.workplace->project()),
                      .superseded = words.has("superseded")};
  catch_up(setting);
  RecordStore* records = TRY(setting.memory->records());
  const base::Instant now = setting.memory->now();
  const auto limit = static_cast<std::size_t>(words.number("limit"));
  const Matches found =
      TRY(records->search({}, words.at("question"), filter, now, {.count = limit}));
  if (found.matches.empty())
    return base::format("Nothing in project {} matches.\n", filter.project);
  const std::size_t bytes_max = budget_bytes(budget_tokens_max);
  const std::string note = found.good ? "" : "No good match; the nearest:\n";
  return note + list_within(found.matches, now, {bytes_max, bytes_max}).text;
}

}  // namespace

app::Command find_command(const Setting& setting) {
  return {
      .name = "find",
      .help = "Search the records of this project",
      .options = {{.name = "question", .help = "Any words", .positional = true, .required = true},
                  {.name = "limit",
                   .help = "At most so many records",
                   .fallback = "10",
                   .range = {{1, 50}}},
                  {.name = "superseded", .help = "Also what no longer holds", .is_flag = true}},
      .run = [setting](const app::Words& words) { return report(matches_of(setting, words)); }};
}

}  // namespace memory
