#include "mcp-runlog/completeness.hpp"

#include <algorithm>
#include <map>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::size_t gaps_shown_max = 20;
constexpr std::string_view suite_tool = "mcp__memory__";

struct Seen {
  std::int64_t events = 0;
  base::Instant first_at = {};
  base::Instant last_at = {};
};

std::map<Source, Seen> seen_in(const Timeline& timeline) {
  std::map<Source, Seen> all;
  for (const Moment& moment : timeline.moments) {
    const auto [place, is_new] = all.try_emplace(moment.event.source);
    Seen& seen = place->second;
    ++seen.events;
    if (is_new || moment.event.at < seen.first_at) seen.first_at = moment.event.at;
    if (is_new || moment.event.at > seen.last_at) seen.last_at = moment.event.at;
  }
  return all;
}

bool calls_suite(const std::vector<ToolCall>& calls) {
  return std::any_of(calls.begin(), calls.end(), [](const ToolCall& call) {
    return call.tool.starts_with(suite_tool);
  });
}

/// Why each source should have told of the run; those that need not are left out.
std::map<Source, std::string> expected_of(const Run& run,
                                          const std::vector<ToolCall>& calls,
                                          const Expectations& expectations) {
  std::map<Source, std::string> expected;
  if (!run.session_ids.empty()) expected[Source::hook] = "the run has a session";
  if (calls_suite(calls)) expected[Source::mcp] = "it calls tools of the memory";
  for (const FeedStanding& feed : expectations.feeds) {
    const bool is_followed = feed.feed.source == Source::nats;
    if (is_followed) expected[feed.feed.source] = base::format("{} is followed", feed.feed.name);
  }
  for (const Source source : expectations.always)
    expected[source] = "runlog.yaml expects it of every run";
  return expected;
}

/// The trouble of a feed of this source that began before the run was over.
std::string trouble_of(Source source, const Run& run, std::span<const FeedStanding> feeds) {
  for (const FeedStanding& feed : feeds) {
    if (feed.feed.source != source || feed.trouble.empty() || !feed.trouble_at) continue;
    if (run.finished_at && *feed.trouble_at > *run.finished_at) continue;
    return base::format(
        "{} since {}: {}", feed.feed.name, base::to_iso(*feed.trouble_at), feed.trouble);
  }
  return {};
}

/// Its last sign of life, where it has any.
std::string silence_of(Source source, std::span<const FeedStanding> feeds) {
  const FeedStanding* latest = nullptr;
  for (const FeedStanding& feed : feeds) {
    if (feed.feed.source != source) continue;
    if (latest == nullptr || feed.last_at > latest->last_at) latest = &feed;
  }
  if (latest == nullptr) return "it has never delivered anything here";
  return base::format("{} last delivered at {}", latest->feed.name, base::to_iso(latest->last_at));
}

void judge(SourceReport& report,
           const std::string& why_expected,
           const std::string& trouble,
           const std::string& silence) {
  report.expected = !why_expected.empty();
  if (!trouble.empty()) {
    report.presence = Presence::failing;
    report.reason = trouble;
  } else if (report.events == 0) {
    report.presence = Presence::silent;
    report.reason = base::format("{}, but nothing came; {}", why_expected, silence);
  } else {
    report.reason = why_expected;
  }
}

std::vector<std::string> gaps_of(const Run& run,
                                 const Timeline& timeline,
                                 const std::vector<ToolCall>& calls) {
  std::vector<std::string> gaps;
  for (const ToolCall& call : calls) {
    if (!call.start)
      gaps.push_back(
          base::format("the start of {} {} was never told", call.tool, call.tool_use_id));
    if (!call.end && run.finished_at)
      gaps.push_back(base::format("the end of {} {} was never told", call.tool, call.tool_use_id));
  }
  if (run.status == Status::orphaned) gaps.emplace_back("nobody said how this run began");
  if (run.status == Status::timeout) gaps.emplace_back("nobody said how this run ended");
  if (timeline.contradictory)
    gaps.emplace_back("sources contradict each other about what caused what");
  const auto raw =
      std::count_if(timeline.moments.begin(), timeline.moments.end(), [](const Moment& moment) {
        return moment.event.kind == Kind::raw;
      });
  if (raw > 0) gaps.push_back(base::format("{} events could not be read and are kept raw", raw));
  if (gaps.size() > gaps_shown_max) {
    const std::size_t more = gaps.size() - gaps_shown_max;
    gaps.resize(gaps_shown_max);
    gaps.push_back(base::format("and {} more", more));
  }
  return gaps;
}

}  // namespace

std::string_view name_of(Presence presence) {
  return presence_names[static_cast<std::size_t>(presence)];
}

bool Completeness::complete() const {
  return gaps.empty() &&
         std::all_of(sources.begin(), sources.end(), [](const SourceReport& report) {
           return report.presence == Presence::seen;
         });
}

Completeness completeness_of(const Run& run,
                             const Timeline& timeline,
                             const std::vector<ToolCall>& calls,
                             const Expectations& expectations) {
  const auto& feeds = expectations.feeds;
  const auto seen = seen_in(timeline);
  const auto expected = expected_of(run, calls, expectations);
  Completeness completeness;
  for (std::size_t at = 0; at < source_names.size(); ++at) {
    const auto source = static_cast<Source>(at);
    const auto events = seen.find(source);
    const auto why = expected.find(source);
    if (source == Source::runlog || (events == seen.end() && why == expected.end())) continue;
    SourceReport report{.source = source};
    if (events != seen.end()) {
      report.events = events->second.events;
      report.first_at = events->second.first_at;
      report.last_at = events->second.last_at;
    }
    judge(report,
          why == expected.end() ? std::string() : why->second,
          trouble_of(source, run, feeds),
          silence_of(source, feeds));
    completeness.sources.push_back(std::move(report));
  }
  completeness.gaps = gaps_of(run, timeline, calls);
  return completeness;
}

}  // namespace runlog
