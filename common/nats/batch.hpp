#pragma once
// Requests that are sent together and waited for together. Post owns the state; a batch has no lock
// of its own and is touched under Post's.

#include <cstddef>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "nats/connection.hpp"

namespace nats {

/// What became of one request.
struct Answer {
  enum class Kind {
    none,           ///< still waiting
    reply,          ///< see message
    not_sent,       ///< certainly
    unanswered,     ///< sent, or a part of it
    forbidden,      ///< the server refused the subject
    no_responders,  ///< nobody listens to the subject
    too_large       ///< not sent
  };

  Kind kind = Kind::none;
  Incoming message = {};
  std::string detail = {};
};

struct Batch {
  explicit Batch(std::vector<Outgoing> all) : messages(std::move(all)), answers(messages.size()) {
    open = messages.size();
  }

  bool all_begun() const { return next == messages.size(); }

  std::vector<Outgoing> messages;
  std::vector<Answer> answers;
  std::size_t next = 0;  ///< the first that is not begun
  std::size_t open = 0;  ///< without an answer
  std::size_t in_flight = 0;
  std::size_t bytes_in_flight = 0;
  bool queued = false;
  bool told = false;  ///< nobody waits for an answer
  base::Condition answered;
};

}  // namespace nats
