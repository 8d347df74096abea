#include "app/findings.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/commands.hpp"

namespace runlog {
namespace {

std::string shown_age(std::chrono::milliseconds age) {
  if (age.count() == 0) return "for ever";
  constexpr std::chrono::hours day{24};
  if (age % day == std::chrono::milliseconds(0)) return base::format("{} d", age / day);
  return base::format("{} min", age / std::chrono::minutes(1));
}

void report_settings(app::Findings& findings, const Setting& setting) {
  const auto settings = setting.run_log->settings();
  if (!settings) return findings.fact(false, "settings", settings.error().message);
  const Retention& kept = (*settings)->retention;
  findings.fact(true,
                "kept",
                base::format("bodies {}, logs {}, events {}; a run silent for {} counts as over",
                             shown_age(kept.bodies),
                             shown_age(kept.logs),
                             shown_age(kept.events),
                             shown_age(kept.silent_run)));
}

void report_spool(app::Findings& findings, const Setting& setting) {
  const auto bytes = setting.run_log->spooled_bytes();
  if (!bytes) return findings.fact(false, "spool", bytes.error().message);
  findings.fact(*bytes == 0,
                "spool",
                *bytes == 0
                    ? "empty: everything that was told is stored"
                    : base::format("{} bytes wait and could not be stored just now", *bytes));
}

void report_feed(app::Findings& findings, const FeedStanding& feed) {
  std::string text = base::format("{} {}: {} events, last at {}",
                                  name_of(feed.feed.source),
                                  base::one_line(feed.feed.name, 200),
                                  feed.events,
                                  base::to_iso(feed.last_at));
  if (feed.unreadable > 0) text += base::format(", {} could not be read", feed.unreadable);
  if (!feed.trouble.empty()) text += ": " + base::one_line(feed.trouble, 300);
  findings.fact(feed.trouble.empty(), "source", text);
}

void report_feeds(app::Findings& findings, RunStore& store) {
  const auto feeds = store.feeds({});
  if (!feeds) return findings.fact(false, "sources", feeds.error().message);
  if (feeds->empty())
    findings.fact(true, "sources", "nothing was ever delivered here: are the hooks wired?");
  for (const FeedStanding& feed : *feeds)
    report_feed(findings, feed);
}

int examine(const Setting& setting) {
  app::Findings findings;
  app::report_identity(findings, *setting.workplace);
  report_settings(findings, setting);
  const auto store = setting.run_log->ready({});
  const auto health = store ? (*store)->check() : base::Result<sqlite::Health>(store.error());
  if (!health) {
    findings.fact(false, "store", health.error().message);
    return findings.exit_code();
  }
  app::report_store(findings, *health);
  report_spool(findings, setting);
  const auto words = (*store)->check_words();
  findings.fact(words && *words == "ok",
                "search",
                !words           ? words.error().message
                : *words == "ok" ? "the full-text index fits the events"
                                 : *words + "; mcp-runlog doctor --repair makes it anew");
  report_feeds(findings, **store);
  return findings.exit_code();
}

base::Result<std::string> repair(const Setting& setting) {
  RunStore* const store = TRY(setting.run_log->ready({}));
  const auto events = TRY(store->repair_words({}));
  return base::format("the full-text index was made anew from {} events\n", events);
}

}  // namespace

app::Command doctor_command(const Setting& setting) {
  return {.name = "doctor",
          .help = "Check this installation and say what is wrong",
          .options = {{.name = "repair",
                       .help = "Make the full-text index anew from the events",
                       .is_flag = true}},
          .run = [setting](const app::Words& words) {
            return words.has("repair") ? report(repair(setting)) : examine(setting);
          }};
}

}  // namespace runlog
