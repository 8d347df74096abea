#pragma once
// Bytes to and from one peer, in the clear or encrypted. Every wait ends at a deadline. A channel
// is used by one thread; shutdown() of its socket by another ends its waits.

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace http_server {

using Deadline = std::chrono::steady_clock::time_point;

enum class Transfer {
  done,
  ended,  ///< the peer hung up, or broke the rules of the encryption
  late    ///< the deadline passed
};

class Channel {
 public:
  virtual ~Channel() = default;

  /// What both sides have to agree on before the first byte.
  virtual Transfer open(Deadline deadline) = 0;

  /// Appends at least one byte to `buffer`.
  virtual Transfer read(std::string& buffer, Deadline deadline) = 0;

  /// Writes everything.
  virtual Transfer write(std::string_view bytes, Deadline deadline) = 0;

  /// Tells the peer that nothing more will come. What it still sends can be read.
  virtual void finish() = 0;
};

/// `socket` does not block, and outlives the channel.
std::unique_ptr<Channel> plain_channel(int socket);

/// Waits for events of poll(2); errors and hang-ups count as done, the next operation tells.
Transfer wait_for(int socket, short events, Deadline deadline);

}  // namespace http_server
