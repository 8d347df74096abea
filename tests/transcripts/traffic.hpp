#pragma once
// Traffic: what both sides say, for those who check it against schemas.

#include <fstream>
#include <string>

namespace transcripts {

class Traffic {
 public:
  /// Adds to TRAFFIC_DIR/<name>.jsonl; records nothing if that variable is not set.
  explicit Traffic(const std::string& name);

  void client_said(const std::string& line) { record("client", line); }

  void server_said(const std::string& line) { record("server", line); }

 private:
  void record(const char* direction, const std::string& line);

  std::ofstream file_;
};

}  // namespace transcripts
