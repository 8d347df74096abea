#pragma once
// A stream as the operator wants it, and as the server has it.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace nats {

enum class Discard {
  refuse_new,  ///< a full stream keeps what it has
  drop_old     ///< a full stream forgets its oldest
};

/// Kept on disk, by limits. 0 stands for "no limit" and, of the duplicate window, for the server's
/// default. The server gives ages back in its own spelling of the same value, so that two of these
/// can be compared.
struct Stream {
  std::string name;
  std::vector<std::string> subjects = {};
  std::string description = {};
  std::chrono::milliseconds max_age{0};
  std::uint64_t max_bytes = 0;
  std::uint64_t max_message_bytes = 0;  ///< headers included
  Discard discard = Discard::refuse_new;
  std::chrono::milliseconds duplicate_window{0};
  int replicas = 1;
  std::string cluster = {};            ///< placement
  std::vector<std::string> tags = {};  ///< placement
  bool allow_direct = true;            ///< single messages may be read from any replica
  bool deny_delete = false;            ///< then nothing can ever be erased
  bool deny_purge = false;

  friend bool operator==(const Stream&, const Stream&) = default;
};

struct Replica {
  std::string server;
  bool current = false;  ///< has all that the leader has
  bool offline = false;
  std::uint64_t lag = 0;  ///< operations behind the leader

  friend bool operator==(const Replica&, const Replica&) = default;
};

struct StreamState {
  base::Instant created = {};  ///< another one under the same name is another stream
  std::uint64_t first_sequence = 0;
  std::uint64_t last_sequence = 0;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
  std::string leader = {};             ///< empty where the server does not tell
  std::vector<Replica> replicas = {};  ///< besides the leader
};

/// As the server spells them, the value as JSON.
struct Setting {
  std::string name;
  std::string wanted;
  std::string found;

  friend bool operator==(const Setting&, const Setting&) = default;
};

struct StreamInfo {
  Stream stream;
  StreamState state;
  /// What Stream has no words for and is otherwise than add() wants it: a stream that keeps its
  /// messages in memory, or only the last of each subject.
  std::vector<Setting> unusual = {};
};

}  // namespace nats
