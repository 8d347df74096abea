#pragma once
// What comes to a shared server: clients that behave, and all the ways not to.

#include <deque>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "soak/ledger.hpp"
#include "soak/site.hpp"
#include "support/http_client.hpp"

namespace soak {

/// The server answered what it must not.
struct WrongReply : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Who visits. Used by one thread.
struct Visitor {
  const Site& site;
  Ledger& ledger;
  std::mt19937 dice;
  std::deque<support::HttpClient> lingering = {};  ///< left standing until there are too many

  /// One of 0..count-1.
  std::size_t roll(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(dice);
  }

  support::HttpClient connect() const { return support::HttpClient(site.port()); }

  /// Header field of either agent.
  std::string authorization() { return site.authorization(roll(agents.size())); }

  /// Leaves without a word, or lets the server wait.
  void leave(support::HttpClient client);
};

/// Throws WrongReply unless the reply has this status.
support::HttpReply expect(support::HttpClient& client, const std::string& request, int status);

/// A whole modern tools/call.
std::string call(const std::string& tool,
                 const std::string& arguments,
                 const std::string& authorization);

/// One whose answer comes as a stream.
std::string call_with_progress(const std::string& authorization);

/// Arguments of write_record.
std::string record(const std::string& title);

struct Kind {
  const char* name;
  int weight;             ///< how often, against the others
  bool may_be_cut_short;  ///< the server may hang up on it
  void (*visit)(Visitor&);
};

std::vector<Kind> polite_kinds();
std::vector<Kind> wrong_kinds();
std::vector<Kind> rude_kinds();

}  // namespace soak
