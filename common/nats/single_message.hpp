#pragma once
// One message of a stream, by its sequence or as the last of its subject. Thread-safe.

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "nats/bus.hpp"
#include "nats/post.hpp"

namespace nats {

class SingleMessages {
 public:
  using Found = base::Result<std::optional<Message>>;

  explicit SingleMessages(Post& post) : post_(post) {}

  Found last_of(const std::string& stream, const std::string& subject, const Patience& patience);

  Found at(const std::string& stream, std::uint64_t sequence, const Patience& patience);

 private:
  struct Question {
    Outgoing direct;
    std::string to_leader;  ///< JSON
  };

  Found find(const std::string& stream, const Question& question, const Patience& patience);
  Found from_any(const std::string& stream, const Outgoing& question, const Patience& patience);
  Found from_leader(const std::string& stream, const std::string& which, const Patience& patience);

  /// A server may leave a direct question without any answer where it is not allowed, so the stream
  /// is asked once whether it is.
  base::Result<bool> allows_direct(const std::string& stream, const Patience& patience)
      EXCLUDES(mutex_);

  Post& post_;
  base::Mutex mutex_;
  std::map<std::string, bool> allows_direct_ GUARDED_BY(mutex_);  ///< by stream
};

}  // namespace nats
