#include "mcp-memory/commands.hpp"
#include "mcp-memory/digest_text.hpp"

namespace memory {
namespace {

base::Result<std::string> digest_for(const Setting& setting, const app::Words& words) {
  const DigestWanted wanted{.project = TRY(setting.workplace->project()),
                            .agent = TRY(setting.workplace->agent()),
                            .paths = words.all("path"),
                            .triggers = words.all("trigger")};
  catch_up(setting);
  const Digest digest = TRY(digest_of({}, *setting.memory, wanted));
  return digest_text(digest, wanted, setting.memory->now(), budget_bytes(words.number("budget")))
      .text;
}

}  // namespace

app::Command brief_command(const Setting& setting) {
  return {.name = "brief",
          .help = "Print the digest to read at the start of a session",
          .options = {{.name = "budget",
                       .help = "Size in tokens",
                       .fallback = "1500",
                       .range = {{budget_tokens_min, budget_tokens_max}}},
                      {.name = "path",
                       .help = "What concerns this path or service comes first",
                       .repeatable = true,
                       .is_path = true},
                      {.name = "trigger",
                       .help = "Runbooks for this alert or error come first",
                       .repeatable = true}},
          .run = [setting](const app::Words& words) { return report(digest_for(setting, words)); }};
}

}  // namespace memory
