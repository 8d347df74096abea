#pragma once
// The horizontal axis of lanes and waterfall: time from the start of the run, in percent of what
// is shown. Positions are attributes of SVG, because the policy of the page allows no inline style.

#include <chrono>
#include <string>
#include <vector>

#include "mcp-runlog/export/html_text.hpp"
#include "mcp-runlog/story.hpp"

namespace runlog {

class Scale {
 public:
  /// From the first to the last moment of the story, and from its start at the latest.
  explicit Scale(const Story& story);

  std::chrono::milliseconds offset_of(const Moment& moment) const {
    return moment.effective_at - origin_;
  }

  /// Of a time from the start of the run: 0 to 100.
  double percent(std::chrono::milliseconds offset) const;

  std::chrono::milliseconds first() const { return first_; }

  std::chrono::milliseconds last() const { return last_; }

  /// Round times within what is shown, at most about seven.
  std::vector<std::chrono::milliseconds> ticks() const;

 private:
  base::Instant origin_;
  std::chrono::milliseconds first_{0};
  std::chrono::milliseconds last_{0};
};

/// "12.34%".
std::string percent_words(double percent);

/// The times above a chart, and lines through it.
void add_axis(Html& out, const Scale& scale);

}  // namespace runlog
