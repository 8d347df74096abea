#include "mcp-runlog/export/html_scale.hpp"

#include <algorithm>
#include <array>

#include "base/format.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t ticks_max = 6;

/// The smallest round step that gives few enough ticks.
milliseconds step_for(milliseconds span) {
  constexpr std::array<std::int64_t, 24> steps = {
      1,       2,       5,       10,      20,        50,        100,       200,
      500,     1000,    2000,    5000,    10'000,    15'000,    30'000,    60'000,
      120'000, 300'000, 600'000, 900'000, 1'800'000, 3'600'000, 7'200'000, 21'600'000};
  for (const std::int64_t step : steps) {
    if (span.count() / step <= ticks_max) return milliseconds(step);
  }
  constexpr std::int64_t day = 86'400'000;
  return milliseconds((span.count() / ticks_max / day + 1) * day);
}

/// Without the parts that are zero at every tick of that step.
std::string tick_words(milliseconds offset, milliseconds step) {
  std::string words = offset_words(offset);
  if (words.starts_with('+')) words.erase(0, 1);
  if (step >= std::chrono::seconds(1)) words.resize(words.size() - 4);
  return words;
}

}  // namespace

Scale::Scale(const Story& story) : origin_(origin_of(story)) {
  for (const Moment& moment : story.timeline.moments) {
    first_ = std::min(first_, offset_of(moment));
    last_ = std::max(last_, offset_of(moment));
  }
  for (const ToolCall& call : story.calls) {
    if (!call.start || !call.duration_ms) continue;
    const Moment& start = story.timeline.moments[*call.start];
    // What a source claims may be any number.
    const milliseconds claimed(std::clamp<std::int64_t>(*call.duration_ms, 0, 86'400'000));
    last_ = std::max(last_, offset_of(start) + claimed);
  }
  last_ = std::max(last_, first_ + milliseconds(1));
}

double Scale::percent(milliseconds offset) const {
  const auto span = static_cast<double>((last_ - first_).count());
  return std::clamp(static_cast<double>((offset - first_).count()) / span, 0.0, 1.0) * 100;
}

std::vector<milliseconds> Scale::ticks() const {
  const milliseconds step = step_for(last_ - first_);
  std::vector<milliseconds> ticks;
  milliseconds tick = first_ - first_ % step;
  if (tick < first_) tick += step;
  for (; tick <= last_; tick += step)
    ticks.push_back(tick);
  return ticks;
}

std::string percent_words(double percent) {
  return base::format("{:.2f}%", percent);
}

void add_axis(Html& out, const Scale& scale) {
  const milliseconds step = step_for(scale.last() - scale.first());
  out.open("div", {{"class", "axis"}, {"aria-hidden", "true"}}).open("svg", {});
  for (const milliseconds tick : scale.ticks()) {
    const double at = scale.percent(tick);
    // The last words would be cut at the edge.
    const char* const anchor = at > 94 ? "end" : at < 3 ? "start" : "middle";
    out.leaf("text",
             {{"x", percent_words(at)}, {"y", "13"}, {"text-anchor", anchor}},
             tick_words(tick, step));
  }
  out.close().close().new_line();
  out.open("svg", {{"class", "grid"}, {"aria-hidden", "true"}});
  for (const milliseconds tick : scale.ticks()) {
    const std::string x = percent_words(scale.percent(tick));
    out.empty("line", {{"x1", x}, {"x2", x}, {"y1", "0"}, {"y2", "100%"}});
  }
  out.close().new_line();
}

}  // namespace runlog
