#include "mcp-runlog/completeness.hpp"

#include <algorithm>
#include <map>

#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::size_t gaps_shown_max = 20;
constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t trouble_bytes_shown_max = 300;
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

bool has_feed(const Expectations& expectations, Source source) {
  return std::any_of(expectations.feeds.begin(),
                     expectations.feeds.end(),
                     [&](const FeedStanding& feed) { return feed.feed.source == source; });
}

/// Why each source should have told of the run; those that need not are left out.
std::map<Source, std::string> expected_of(const Run& run,
                                          const std::vector<ToolCall>& calls,
                                          const Expectations& expectations) {
  std::map<Source, std::string> expected;
  if (!run.session_ids.empty()) expected[Source::hook] = "the run has a session";
  if (calls_suite(calls)) {
    expected[Source::mcp] = "it calls tools of the memory";
    if (has_feed(expectations, Source::nats))
      expected[Source::nats] = "it calls tools of the memory, and the bus is taken in";
  }
  for (const Source source : expectations.always)
    expected[source] = "runlog.yaml expects it of every run";
  return expected;
}

/// A time during the run in which a feed of this source could not deliver.
std::string outage_of(Source source, const Expectations& expectations) {
  for (const Outage& outage : expectations.outages) {
    if (outage.feed.source != source) continue;
    return base::format("{} could not deliver from {}{}: {}",
                        base::one_line(outage.feed.name, name_bytes_max),
                        base::to_iso(outage.from),
                        outage.until ? " to " + base::to_iso(*outage.until) : " on",
                        base::one_line(outage.trouble, trouble_bytes_shown_max));
  }
  return {};
}

void judge(SourceReport& report, const std::string& why_expected, const std::string& outage) {
  report.expected = !why_expected.empty();
  report.reason = why_expected;
  if (!outage.empty() && (report.expected || report.events > 0)) {
    report.presence = Presence::failing;
    report.reason = outage;
  } else if (report.events == 0) {
    report.presence = Presence::silent;
    report.reason += ", but nothing came";
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
          outage_of(source, expectations));
    completeness.sources.push_back(std::move(report));
  }
  completeness.gaps = gaps_of(run, timeline, calls);
  return completeness;
}

}  // namespace runlog
