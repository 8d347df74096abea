#pragma once
// Clocks of one run: by how much each differs from the reference, as far as events tell.
//
// Two events of different clocks that are linked bound the offset between these: an effect is not
// before its cause. Of a message that a server received, the server's time is the effect of the
// publisher's; the fastest such message is taken to have needed no time (RFC 5905 calls that the
// minimum filter). Of what happened within a tool call, start and end bound it from both sides; the
// middle is taken, and half the distance is what stays unknown.

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mcp-runlog/event.hpp"
#include "mcp-runlog/timeline.hpp"

namespace runlog {

class Clocks {
 public:
  Clocks(std::string reference, std::map<std::string, ClockOffset> known);

  const std::string& reference() const { return reference_; }

  /// To add to the times of this clock. 0 if nothing links it to the reference.
  std::chrono::milliseconds offset_of(const std::string& clock) const;

  /// How far the difference between the two clocks may be from what the offsets say; nothing: not
  /// known at all.
  std::optional<std::chrono::milliseconds> uncertainty_between(const std::string& a,
                                                               const std::string& b) const;

  /// By name, without the reference.
  std::vector<ClockOffset> offsets() const;

 private:
  std::string reference_;
  std::map<std::string, ClockOffset> known_;  ///< all others
};

Clocks clocks_of(const std::vector<Event>& events);

}  // namespace runlog
