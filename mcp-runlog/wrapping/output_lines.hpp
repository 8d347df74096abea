#pragma once
// OutputLines: what a command writes, cut into lines, in bounded memory.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace runlog {

struct OutputLine {
  std::string text;
  std::int64_t bytes = 0;  ///< of the whole line; more than the text has if that was cut
};

class OutputLines {
 public:
  /// The lines that end in this piece, without their line feeds.
  std::vector<OutputLine> take(std::string_view piece);

  /// What was begun and never ended; nothing if there is none.
  std::vector<OutputLine> take_rest();

 private:
  void add(std::string_view part);
  OutputLine cut();

  OutputLine line_;
};

}  // namespace runlog
