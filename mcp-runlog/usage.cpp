#include "mcp-runlog/usage.hpp"

#include <map>

#include "base/format.hpp"

namespace runlog {
namespace {

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& value) {
  if (value) sum = sum.value_or(0) + *value;
}

}  // namespace

Usage usage_of(const Timeline& timeline) {
  Usage usage;
  std::map<std::string_view, double> totals;  ///< by session, of what says totals
  double single = 0;
  for (const Moment& moment : timeline.moments) {
    const Event& event = moment.event;
    if (event.kind == Kind::api) {
      add(usage.tokens_in, event.tokens_in);
      add(usage.tokens_out, event.tokens_out);
    }
    if (!event.cost_usd) continue;
    usage.cost_by = event.source;
    if (event.kind == Kind::api)
      single += *event.cost_usd;
    else
      totals[event.session_id] = *event.cost_usd;
  }
  double sum = 0;
  for (const auto& [session, total] : totals)
    sum += total;
  if (usage.cost_by) usage.cost_usd = totals.empty() ? single : sum;
  return usage;
}

std::string usage_text(const Usage& usage) {
  std::string text;
  if (usage.cost_usd)
    text +=
        base::format("Cost: {:.4f} USD, as {} says.\n", *usage.cost_usd, name_of(*usage.cost_by));
  if (usage.tokens_in || usage.tokens_out)
    text += base::format(
        "Tokens: {} in, {} out.\n", usage.tokens_in.value_or(0), usage.tokens_out.value_or(0));
  return text;
}

}  // namespace runlog
