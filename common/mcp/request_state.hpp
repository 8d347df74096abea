#pragma once
// The requestState of multi round-trip requests (specification 2026-07-28): what a server wants to
// know again when the client repeats a request with the answers it was asked for. The client keeps
// it, so the server needs no memory of rounds, and trusts only what it signed itself.
//
// Signed, not encrypted: the client can read the payload. Never put a secret into it. A state holds
// for the caller and the request that it was made for, and for request_state_age_max; within that
// time it can be presented again, so what must happen once needs a record of its own.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace mcp {

/// What a state is bound to.
struct Binding {
  std::string_view principal;  ///< who asks
  std::string_view method;
  std::string_view arguments;  ///< what was asked for, in one spelling: canonical JSON
};

/// Thread-safe. Every instance has a key of its own, so a state does not outlive the process.
class RequestStates {
 public:
  explicit RequestStates(base::Clock clock);

  /// With a key that several instances share, or that a test knows: 32 bytes nobody can guess.
  RequestStates(base::Clock clock, std::string key);

  /// Characters of the url-safe base64 alphabet and one dot. A payload of more than
  /// request_state_bytes_max is sealed too, but open() refuses the result.
  std::string seal(std::string_view payload, const Binding& binding) const;

  /// The payload. invalid: the token is not ours, was changed, belongs to another caller or request
  /// (it does not say which), or is too old.
  base::Result<std::string> open(std::string_view token, const Binding& binding) const;

 private:
  std::string signature(std::string_view body, const Binding& binding) const;

  base::Clock clock_;
  std::string key_;
};

}  // namespace mcp
