#pragma once
// CallNames: which call a tool's result is of. Transcripts and stream-json name tool and file where
// a call begins, and at its end its id alone; but only who knows the file can tell that it holds
// credentials. One for each file or stream, whose lines come in their order.

#include <map>
#include <string>

#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

class CallNames {
 public:
  /// Remembers the calls that begin here, and completes what is told of those that began before:
  /// tool, file and title.
  void name(Read& read);

 private:
  struct Call {
    std::string tool;
    std::string file_path;
    std::string title;
  };

  void remember(const Event& start);

  std::map<std::string, Call> calls_ = {};  ///< by tool_use_id
};

}  // namespace runlog
