#include "base/format.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/totals.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

void add_source(Html& out, const SourceReport& source, base::Instant origin) {
  const std::string presence(name_of(source.presence));
  out.open("tr", {{"class", "p-" + presence}});
  out.leaf("th", {{"scope", "row"}}, name_of(source.source));
  out.open("td").leaf("span", {{"class", "presence"}}, presence).close();
  out.leaf("td", {{"class", "number"}}, number_words(source.events));
  out.open("td", {{"class", "number"}});
  if (source.first_at && source.last_at)
    out.text(offset_words(*source.first_at - origin) + " to " +
             offset_words(*source.last_at - origin));
  out.close();
  out.leaf("td", source.reason).close().new_line();
}

void add_sources(Html& out, const Story& story) {
  if (story.completeness.sources.empty()) return;
  out.open("div",
           {{"class", "wide"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", "Sources"}});
  out.open("table", {{"class", "sources"}}).open("thead").open("tr");
  for (const std::string_view name : {"Source", "Is", "Events", "From, to", "Why"})
    out.leaf("th", {{"scope", "col"}}, name);
  out.close().close().open("tbody").new_line();
  for (const SourceReport& source : story.completeness.sources)
    add_source(out, source, origin_of(story));
  out.close().close().close().new_line();
}

void add_gaps(Html& out, const std::vector<std::string>& gaps) {
  constexpr std::size_t shown_max = 100;
  if (gaps.empty()) return;
  out.open("ul", {{"class", "gaps"}});
  for (std::size_t at = 0; at < gaps.size() && at < shown_max; ++at)
    out.leaf("li", gaps[at]);
  if (gaps.size() > shown_max) out.leaf("li", base::format("and {} more", gaps.size() - shown_max));
  out.close().new_line();
}

/// What is to be said, each once; nothing where there is nothing to say.
void add_remarks(Html& out, const Story& story) {
  const Totals totals = totals_of(story);
  const Timeline& timeline = story.timeline;
  out.open("ul", {{"class", "remarks"}});
  if (!timeline.reference_clock.empty())
    out.open("li").text("Times are by the clock ").leaf("code", timeline.reference_clock).close();
  for (const ClockOffset& offset : timeline.offsets)
    out.open("li")
        .text("Clock ")
        .leaf("code", offset.clock)
        .text(": " + clock_words(offset))
        .close();
  if (timeline.contradictory)
    out.leaf("li",
             "What the sources say of cause and order contradicts itself: the order is a "
             "guess");
  if (totals.approximate > 0)
    out.leaf("li",
             "≈ marks " + count_words(totals.approximate, "event") +
                 " so near to one of another clock that either may have been first");
  if (totals.late > 0) out.leaf("li", count_words(totals.late, "event") + " came after the finish");
  if (totals.redactions > 0)
    out.leaf("li", count_words(totals.redactions, "secret") + " taken out before storing");
  if (totals.cut > 0) out.leaf("li", count_words(totals.cut, "long text") + " cut before storing");
  out.close().new_line();
}

}  // namespace

void add_trust(Html& out, const Story& story) {
  const Completeness& completeness = story.completeness;
  out.open("section", {{"id", "trust"}, {"aria-labelledby", "trust-h"}}).new_line();
  out.leaf("h2", {{"id", "trust-h"}}, "Completeness");
  const bool complete = completeness.complete();
  out.leaf("p",
           {{"class", complete ? "verdict complete" : "verdict incomplete"}},
           complete ? "Every source that should have told of this run did, and nothing is open."
                    : "Not everything that happened is known.")
      .new_line();
  add_sources(out, story);
  add_gaps(out, completeness.gaps);
  add_remarks(out, story);
  out.close().new_line();
}

}  // namespace runlog
