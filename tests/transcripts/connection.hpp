#pragma once
// Ways to talk to a server. A transcript does not know which one it is played over.

#include <memory>
#include <optional>
#include <string>
#include <vector>
#include "support/places.hpp"

namespace transcripts {

/// What HTTP has beside messages.
class HttpSide {
 public:
  virtual ~HttpSide() = default;

  /// The next request has this field; without a value, it lacks that which a client would send.
  virtual void change_field(const std::string& name, std::optional<std::string> value) = 0;

  /// A request without a body. The session goes with it.
  virtual void request(const std::string& method, const std::string& path) = 0;

  /// Closes the connection that waits for the answer with this id (JSON text). False if none does.
  virtual bool hang_up(const std::string& id) = 0;

  /// Of the reply to what was sent last; waits for it.
  virtual int status() = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;

  virtual void send(const std::string& line) = 0;

  /// The next message of the server; nothing if none comes.
  virtual std::optional<std::string> receive() = 0;

  /// Says that nothing more will be sent. Gives what the server still says, then its complaint if
  /// it did not end as it should.
  virtual std::vector<std::string> finish() = 0;

  /// Null where there is no HTTP.
  virtual HttpSide* http() { return nullptr; }
};

/// The path of the binary of that name.
inline std::string binary_of(const std::string& server) {
  return std::string(support::build_directory) + "/bin/" + server;
}

/// The dispatcher in this process, with threads for its jobs. `server` is the name of a binary.
std::unique_ptr<Connection> connect_in_memory(const std::string& server);

/// The real binary through its pipes. What both sides say is added to TRAFFIC_DIR/<name>.jsonl if
/// that variable is set.
std::unique_ptr<Connection> connect_by_stdio(const std::string& server, const std::string& name);

/// The real binary as a shared server. Each line is a POST with a connection of its own, and with
/// the header fields that a client makes from it. Traffic as above, as <name>.http.jsonl.
std::unique_ptr<Connection> connect_by_http(const std::string& server, const std::string& name);

}  // namespace transcripts
