#include "mcp-runlog/timeline.hpp"

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>
#include <utility>

#include "mcp-runlog/causes.hpp"
#include "mcp-runlog/clocks.hpp"

namespace runlog {
namespace {

/// Beginnings before what they begin, ends after it, where the time says nothing.
int rank_of(Kind kind) {
  switch (kind) {
    case Kind::message_in:
      return 0;
    case Kind::run_start:
      return 1;
    case Kind::prompt:
    case Kind::tool_start:
    case Kind::subagent_start:
      return 2;
    case Kind::tool_end:
    case Kind::tool_error:
    case Kind::tool_denied:
    case Kind::subagent_stop:
      return 4;
    case Kind::run_finish:
      return 5;
    case Kind::message_out:
      return 6;
    default:
      return 3;
  }
}

/// Takes events one by one: of those whose causes have all been taken, always the one with the
/// smallest (time, rank, source, stream, sequence, id). An event that stands before its cause by
/// its time is moved to the time of the cause.
class Ordering {
 public:
  Ordering(const std::vector<Event>& events, const Clocks& clocks)
      : events_(events), causes_(causes_of(events, clocks)), waiting_for_(events.size(), 0) {
    for (const Event& event : events)
      effective_.push_back(event.at + clocks.offset_of(event.clock));
    for (const auto& effects : causes_)
      for (const std::size_t effect : effects)
        ++waiting_for_[effect];
    for (std::size_t at = 0; at < events.size(); ++at)
      if (waiting_for_[at] == 0) ready_.push(key_of(at));
  }

  /// Indices of all events. `contradictory` if causes go round in a circle, which is then cut at
  /// its smallest event.
  std::vector<std::size_t> take_all(bool& contradictory) {
    std::vector<std::size_t> order;
    while (order.size() < events_.size()) {
      if (ready_.empty()) {
        contradictory = true;
        cut_circle();
      }
      const std::size_t at = std::get<Index>(ready_.top());
      ready_.pop();
      if (taken(at)) continue;
      waiting_for_[at] = was_taken;
      order.push_back(at);
      for (const std::size_t effect : causes_[at])
        release(effect, at);
    }
    return order;
  }

  base::Instant effective_at(std::size_t at) const { return effective_[at]; }

 private:
  using Index = std::size_t;
  using Key = std::
      tuple<base::Instant, int, Source, std::string_view, std::int64_t, std::string_view, Index>;

  static constexpr std::size_t was_taken = static_cast<std::size_t>(-1);

  bool taken(std::size_t at) const { return waiting_for_[at] == was_taken; }

  Key key_of(std::size_t at) const {
    const Event& event = events_[at];
    return {effective_[at],
            rank_of(event.kind),
            event.source,
            event.stream,
            event.sequence,
            event.id,
            at};
  }

  void release(std::size_t effect, std::size_t cause) {
    if (taken(effect)) return;
    effective_[effect] = std::max(effective_[effect], effective_[cause]);
    if (waiting_for_[effect] > 0 && --waiting_for_[effect] == 0) ready_.push(key_of(effect));
  }

  void cut_circle() {
    if (by_time_.empty()) {
      for (std::size_t at = 0; at < events_.size(); ++at)
        by_time_.push_back(key_of(at));
      std::sort(by_time_.begin(), by_time_.end(), std::greater<>());
    }
    while (taken(std::get<Index>(by_time_.back())))
      by_time_.pop_back();
    ready_.push(by_time_.back());
    by_time_.pop_back();
  }

  const std::vector<Event>& events_;
  const std::vector<std::vector<std::size_t>> causes_;  ///< effects of each event
  std::vector<std::size_t> waiting_for_;
  std::vector<base::Instant> effective_;
  std::priority_queue<Key, std::vector<Key>, std::greater<>> ready_;
  std::vector<Key> by_time_ = {};  ///< smallest last; made when the first circle is cut
};

/// What clocks that nothing links are taken to differ by at most: machines usually keep time.
constexpr std::chrono::seconds unlinked_clocks_within{5};

/// Two neighbours of different clocks whose distance is within what is unknown of their clocks.
bool is_undecided(const Moment& a, const Moment& b, const Clocks& clocks) {
  if (a.event.clock == b.event.clock) return false;
  const auto unknown = clocks.uncertainty_between(a.event.clock, b.event.clock);
  return b.effective_at - a.effective_at <= unknown.value_or(unlinked_clocks_within);
}

void mark_undecided(std::vector<Moment>& moments, const Clocks& clocks) {
  for (std::size_t at = 0; at + 1 < moments.size(); ++at) {
    if (!is_undecided(moments[at], moments[at + 1], clocks)) continue;
    moments[at].approximate = true;
    moments[at + 1].approximate = true;
  }
}

void mark_late(std::vector<Moment>& moments) {
  const auto finish = std::find_if(moments.rbegin(), moments.rend(), [](const Moment& moment) {
    return is_known_finish(moment.event);
  });
  if (finish == moments.rend()) return;
  for (auto moment = finish.base(); moment != moments.end(); ++moment)
    moment->late = moment->event.kind != Kind::message_out;
}

}  // namespace

Timeline timeline_of(std::vector<Event> events) {
  // Whatever order they came in: from here on nothing may depend on it.
  std::sort(
      events.begin(), events.end(), [](const Event& a, const Event& b) { return a.id < b.id; });
  const Clocks clocks = clocks_of(events);
  Timeline timeline{
      .moments = {}, .reference_clock = clocks.reference(), .offsets = clocks.offsets()};
  Ordering ordering(events, clocks);
  const std::vector<std::size_t> order = ordering.take_all(timeline.contradictory);
  timeline.moments.reserve(order.size());
  for (const std::size_t at : order)
    timeline.moments.push_back({events[at], ordering.effective_at(at)});
  mark_undecided(timeline.moments, clocks);
  mark_late(timeline.moments);
  return timeline;
}

}  // namespace runlog
