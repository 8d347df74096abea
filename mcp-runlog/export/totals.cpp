#include "mcp-runlog/export/totals.hpp"

#include <algorithm>
#include <array>

namespace runlog {
namespace {

struct Use {
  double cost_usd = 0;
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  bool has_cost = false;
};

using UseBySource = std::array<Use, source_names.size()>;

void add(Use& use, const Event& event) {
  use.has_cost |= event.cost_usd.has_value();
  use.cost_usd += event.cost_usd.value_or(0);
  use.tokens_in += event.tokens_in.value_or(0);
  use.tokens_out += event.tokens_out.value_or(0);
}

void keep_greatest(Use& use, const Event& event) {
  use.has_cost |= event.cost_usd.has_value();
  use.cost_usd = std::max(use.cost_usd, event.cost_usd.value_or(0));
  use.tokens_in = std::max(use.tokens_in, event.tokens_in.value_or(0));
  use.tokens_out = std::max(use.tokens_out, event.tokens_out.value_or(0));
}

bool says_less(const Use& a, const Use& b) {
  if (a.has_cost != b.has_cost) return b.has_cost;
  if (a.cost_usd != b.cost_usd) return a.cost_usd < b.cost_usd;
  return a.tokens_in + a.tokens_out < b.tokens_in + b.tokens_out;
}

void count_use(Totals& totals, const Timeline& timeline) {
  UseBySource calls{};
  UseBySource reports{};
  for (const Moment& moment : timeline.moments) {
    const auto source = static_cast<std::size_t>(moment.event.source);
    if (moment.event.kind == Kind::api)
      add(calls[source], moment.event);
    else
      keep_greatest(reports[source], moment.event);
  }
  const bool has_calls =
      std::any_of(calls.begin(), calls.end(), [](const Use& use) { return says_less(Use{}, use); });
  const UseBySource& uses = has_calls ? calls : reports;
  const auto* const most = std::max_element(uses.begin(), uses.end(), says_less);
  if (most->has_cost) totals.cost_usd = most->cost_usd;
  totals.cost_told_by = static_cast<Source>(most - uses.begin());
  totals.tokens_in = most->tokens_in;
  totals.tokens_out = most->tokens_out;
}

}  // namespace

Totals totals_of(const Story& story) {
  Totals totals;
  totals.duration = story.run.finished_at.value_or(story.run.last_at) - story.run.started_at;
  for (const Moment& moment : story.timeline.moments) {
    totals.redactions += moment.event.redactions;
    totals.cut += moment.event.original_bytes ? 1 : 0;
    totals.approximate += moment.approximate ? 1 : 0;
    totals.late += moment.late ? 1 : 0;
  }
  count_use(totals, story.timeline);
  return totals;
}

}  // namespace runlog
