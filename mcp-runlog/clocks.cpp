#include "mcp-runlog/clocks.hpp"

#include <algorithm>
#include <queue>
#include <tuple>

#include "mcp-runlog/call_events.hpp"

namespace runlog {
namespace {

using std::chrono::milliseconds;

/// What the fastest message is taken to need at most.
constexpr milliseconds delivery_max{20};

/// Clocks of machines that work differ by less, and a message that needed longer has waited
/// somewhere: beyond it a message tells nothing about clocks.
constexpr milliseconds believed_max{60'000};

using Pair = std::pair<std::string, std::string>;  ///< of clocks

/// What is known of the offset of the second clock less that of the first.
struct Bounds {
  std::optional<milliseconds> least = {};
  std::optional<milliseconds> most = {};

  void at_least(milliseconds value) { least = least ? std::max(*least, value) : value; }

  void at_most(milliseconds value) { most = most ? std::min(*most, value) : value; }
};

struct Link {
  milliseconds difference;  ///< to add on the way from the first clock to the second
  milliseconds within;
};

/// By the clocks at its two ends, both ways.
using Links = std::map<Pair, Link>;

void put_link(Links& links, const Pair& pair, const Link& link) {
  const auto put = [&](const Pair& between, milliseconds difference) {
    const auto [place, is_new] = links.try_emplace(between, Link{difference, link.within});
    if (!is_new && link.within < place->second.within) place->second = {difference, link.within};
  };
  put(pair, link.difference);
  put({pair.second, pair.first}, -link.difference);
}

/// Messages: from the publisher's clock to the server's.
void link_by_messages(const std::vector<Event>& events, Links& links) {
  std::map<std::string, milliseconds> fastest;
  for (const Event& event : events) {
    if (!event.received_at || event.clock == bus_clock) continue;
    const milliseconds needed = *event.received_at - event.at;
    if (std::chrono::abs(needed) > believed_max) continue;
    const auto place = fastest.try_emplace(event.clock, needed).first;
    place->second = std::min(place->second, needed);
  }
  for (const auto& [clock, needed] : fastest)
    put_link(links, {std::string(bus_clock), clock}, {needed, delivery_max});
}

/// Calls: what happened within one was not before its start and not after its end.
void link_by_calls(const std::vector<Event>& events, Links& links) {
  std::map<Pair, Bounds> all;
  for (const CallEvents& call : call_events_of(pointers_to(events))) {
    if (!call.start || !call.end) continue;
    const Event& start = events[*call.start];
    const Event& end = events[*call.end];
    if (start.clock != end.clock) continue;
    for (const std::size_t at : call.within) {
      if (events[at].clock == start.clock) continue;
      Bounds& bounds = all[{start.clock, events[at].clock}];
      bounds.at_least(start.at - events[at].at);
      bounds.at_most(end.at - events[at].at);
    }
  }
  for (const auto& [pair, bounds] : all) {
    const milliseconds half = (*bounds.most - *bounds.least) / 2;
    put_link(links, pair, {*bounds.least + half, std::chrono::abs(half)});
  }
}

/// Named causes tell something only where an effect seems to come first.
void link_by_causes(const std::vector<Event>& events, Links& links) {
  std::map<std::string_view, const Event*> by_id;
  for (const Event& event : events)
    by_id.emplace(event.id, &event);
  std::map<Pair, Bounds> all;
  for (const Event& event : events) {
    const auto cause = by_id.find(event.cause_id);
    if (cause == by_id.end() || cause->second->clock == event.clock) continue;
    all[{cause->second->clock, event.clock}].at_least(cause->second->at - event.at);
  }
  for (const auto& [pair, bounds] : all)
    if (bounds.least->count() > 0) put_link(links, pair, {*bounds.least, *bounds.least});
}

std::string reference_of(const std::vector<Event>& events) {
  std::map<std::string, std::pair<std::size_t, std::size_t>> counts;  ///< hook events, all
  for (const Event& event : events) {
    auto& count = counts[event.clock];
    if (event.source == Source::hook) ++count.first;
    ++count.second;
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      });
  return most == counts.end() ? std::string() : most->first;
}

/// The surest way from the reference to each clock (Dijkstra).
std::map<std::string, Link> reached_from(const std::string& reference, const Links& links) {
  using Candidate = std::tuple<milliseconds, std::string, milliseconds>;  // within, clock, offset
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
  candidates.emplace(0, reference, 0);
  std::map<std::string, Link> reached;
  while (!candidates.empty()) {
    const auto [within, clock, offset] = candidates.top();
    candidates.pop();
    if (!reached.try_emplace(clock, Link{offset, within}).second) continue;
    for (auto link = links.lower_bound({clock, ""}); link != links.end(); ++link) {
      if (link->first.first != clock) break;
      candidates.emplace(
          within + link->second.within, link->first.second, offset + link->second.difference);
    }
  }
  return reached;
}

}  // namespace

Clocks::Clocks(std::string reference, std::map<std::string, ClockOffset> known)
    : reference_(std::move(reference)), known_(std::move(known)) {}

milliseconds Clocks::offset_of(const std::string& clock) const {
  const auto found = known_.find(clock);
  return found == known_.end() ? milliseconds(0) : found->second.offset;
}

std::optional<milliseconds> Clocks::uncertainty_between(const std::string& a,
                                                        const std::string& b) const {
  milliseconds sum{0};
  if (a == b) return sum;
  for (const std::string* clock : {&a, &b}) {
    const auto found = known_.find(*clock);
    if (found == known_.end()) continue;
    if (!found->second.within) return std::nullopt;
    sum += *found->second.within;
  }
  return sum;
}

std::vector<ClockOffset> Clocks::offsets() const {
  std::vector<ClockOffset> offsets;
  for (const auto& [clock, offset] : known_)
    offsets.push_back(offset);
  return offsets;
}

Clocks clocks_of(const std::vector<Event>& events) {
  Links links;
  link_by_messages(events, links);
  link_by_calls(events, links);
  link_by_causes(events, links);
  std::string reference = reference_of(events);
  const auto reached = reached_from(reference, links);
  std::map<std::string, ClockOffset> known;
  for (const Event& event : events) {
    if (event.clock == reference) continue;
    const auto found = reached.find(event.clock);
    ClockOffset offset{.clock = event.clock};
    if (found != reached.end()) {
      offset.offset = found->second.difference;
      offset.within = found->second.within;
    }
    known.emplace(event.clock, offset);
  }
  return {std::move(reference), std::move(known)};
}

}  // namespace runlog
