#pragma once
// Ways to talk to a server. A transcript does not know which one it is played over.

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace transcripts {

class Connection {
 public:
  virtual ~Connection() = default;

  virtual void send(const std::string& line) = 0;

  /// The next message of the server; nothing if none comes.
  virtual std::optional<std::string> receive() = 0;

  /// Says that nothing more will be sent. Gives what the server still says, then its complaint if
  /// it did not end as it should.
  virtual std::vector<std::string> finish() = 0;
};

/// The dispatcher in this process, with threads for its jobs. `server` is the name of a binary.
std::unique_ptr<Connection> connect_in_memory(const std::string& server);

/// The real binary through its pipes. What both sides say is added to TRAFFIC_DIR/<name>.jsonl if
/// that variable is set.
std::unique_ptr<Connection> connect_by_stdio(const std::string& server, const std::string& name);

}  // namespace transcripts
