#include <algorithm>
#include <array>
#include <map>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/html_parts.hpp"
#include "mcp-runlog/export/words.hpp"

namespace runlog {
namespace {

constexpr std::size_t bins_max = 180;
constexpr std::size_t lanes_max = 24;
constexpr double bin_percent = 100.0 / bins_max;

struct Bin {
  std::size_t events = 0;
  const Moment* first = nullptr;
  const Moment* loudest = nullptr;  ///< gives the colour
};

struct Lane {
  std::size_t events = 0;
  std::array<Bin, bins_max> bins = {};
};

using Lanes = std::map<std::pair<std::string, std::string>, Lane>;

Lanes lanes_of(const Story& story, const Scale& scale) {
  Lanes lanes;
  for (const Moment& moment : story.timeline.moments) {
    const Event& event = moment.event;
    std::pair name{who_words(event), std::string(name_of(event.source))};
    if (lanes.size() >= lanes_max && lanes.find(name) == lanes.end()) name = {"others", ""};
    Lane& lane = lanes[name];
    ++lane.events;
    const double at = scale.percent(scale.offset_of(moment)) / bin_percent;
    Bin& bin = lane.bins[std::min(bins_max - 1, static_cast<std::size_t>(at))];
    ++bin.events;
    if (bin.first == nullptr) bin.first = &moment;
    if (bin.loudest == nullptr || (is_error(event) && !is_error(bin.loudest->event)))
      bin.loudest = &moment;
  }
  return lanes;
}

/// More events, a higher mark: 1 is 8 of 22, from about 16 on it is all.
double height_of(std::size_t events) {
  double height = 8;
  for (std::size_t left = events; left > 1 && height < 22; left /= 2)
    height += 3.5;
  return std::min(height, 22.0);
}

void add_bin(Html& out, const Bin& bin, std::size_t at, const Scale& scale) {
  if (bin.events == 0) return;
  const double height = height_of(bin.events);
  const Event& first = bin.first->event;
  out.open("a",
           {{"href", "#" + anchor_of(first)},
            {"tabindex", "-1"},
            {"class", "c-" + std::string(colour_of(bin.loudest->event))}});
  out.leaf("title",
           base::format("{} {}{}",
                        offset_words(scale.offset_of(*bin.first)),
                        base::one_line(first.title, 120),
                        bin.events > 1 ? base::format(" and {} more", bin.events - 1) : ""));
  out.empty("rect",
            {{"x", percent_words(static_cast<double>(at) * bin_percent)},
             {"y", base::format("{:.1f}", (24 - height) / 2)},
             {"width", percent_words(bin_percent * 0.8)},
             {"height", base::format("{:.1f}", height)},
             {"rx", "1"}});
  out.close();
}

}  // namespace

void add_lanes(Html& out, const Story& story, const Scale& scale) {
  if (story.timeline.moments.empty()) return;
  out.open("section", {{"id", "lanes"}, {"aria-labelledby", "lanes-h"}}).new_line();
  out.leaf("h2", {{"id", "lanes-h"}}, "Lanes");
  out.leaf("p", {{"class", "hint"}}, "Who did something when. A mark leads to its event.")
      .new_line();
  out.open("div", {{"class", "chart"}}).new_line();
  add_axis(out, scale);
  out.open("ul", {{"class", "rows"}}).new_line();
  for (const auto& [name, lane] : lanes_of(story, scale)) {
    out.open("li").open("span", {{"class", "name"}});
    out.leaf("b", name.first).text(" ").leaf("small", name.second).close();
    out.open("svg", {{"class", "track lane"}, {"aria-hidden", "true"}});
    for (std::size_t at = 0; at < bins_max; ++at)
      add_bin(out, lane.bins[at], at, scale);
    out.close().leaf(
        "span", {{"class", "amount"}}, number_words(static_cast<std::int64_t>(lane.events)));
    out.close().new_line();
  }
  out.close().close().close().new_line();
}

}  // namespace runlog
