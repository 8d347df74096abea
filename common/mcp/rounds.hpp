#pragma once
// Rounds: a handler that needs something of the client's user or model asks, and is run again with
// the answers (modern era; specification 2026-07-28, multi round-trip requests). Nothing is kept on
// the server between two rounds: what a handler wants to know again travels with the client,
// signed.
//
//   const json::View name = call.rounds().answer_to("user_name");
//   if (!name.is(json::Kind::object)) {
//     call.rounds().ask("user_name", "elicitation/create", R"({"mode":"form",...})");
//     return Reply{};  // not sent
//   }
//
// Belongs to one call, used by the thread of its handler only.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "json/document.hpp"
#include "mcp/request_state.hpp"
#include "rpc/message.hpp"

namespace mcp {

class Rounds {
 public:
  Rounds() = default;

  /// `answers`: the request's inputResponses, an object or absent; `state`: what remember() was
  /// given in the round before, verified.
  Rounds(json::View answers, std::string state) : answers_(answers), state_(std::move(state)) {}

  /// The client's answer to a question of the round before; absent if it gave none.
  json::View answer_to(std::string_view key) const { return answers_.find(key); }

  /// Empty in the first round.
  const std::string& state() const { return state_; }

  struct Question {
    std::string key;
    std::string method;  ///< elicitation/create, sampling/createMessage or roots/list
    std::string params_json;
  };

  /// Ends this round: instead of what the handler returns, its questions are sent.
  void ask(std::string key, std::string method, std::string params_json) {
    questions_.push_back({std::move(key), std::move(method), std::move(params_json)});
  }

  /// What state() shall be in the next round. The client can read it, but not change it.
  void remember(std::string state) { next_state_ = std::move(state); }

  // For the dispatcher.

  bool goes_on() const { return !questions_.empty() || !next_state_.empty(); }

  const std::vector<Question>& questions() const { return questions_; }

  const std::string& next_state() const { return next_state_; }

 private:
  json::View answers_;
  std::string state_;
  std::vector<Question> questions_;
  std::string next_state_;
};

// For the dispatcher.

/// The rounds so far, as a request's params tell them; an error if they are malformed or were
/// changed on the way.
std::variant<Rounds, rpc::Error> read_rounds(json::View params,
                                             const RequestStates& states,
                                             const Binding& binding);

/// The features that the questions need and the client does not declare; empty if it has all.
std::vector<std::string> undeclared_features(const Rounds& rounds, json::View client_features);

/// The members of an input_required result.
std::string questions_members(const Rounds& rounds,
                              const RequestStates& states,
                              const Binding& binding);

}  // namespace mcp
