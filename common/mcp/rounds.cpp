#include "mcp/rounds.hpp"

#include "base/format.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"

namespace mcp {
namespace {

/// The client feature that a question needs: "elicitation" for elicitation/create.
std::string feature_of(const Rounds::Question& question) {
  return question.method.substr(0, question.method.find('/'));
}

}  // namespace

std::variant<Rounds, rpc::Error> read_rounds(json::View params,
                                             const RequestStates& states,
                                             const Binding& binding) {
  const json::View answers = params.find("inputResponses");
  if (!answers.is(json::Kind::absent) && !answers.is(json::Kind::object))
    return invalid_params("params.inputResponses must be an object of results by key");
  const json::View sealed = params.find("requestState");
  if (sealed.is(json::Kind::absent)) return Rounds(answers, {});
  if (!sealed.is(json::Kind::text))
    return invalid_params("params.requestState must be the text that the server sent");
  auto state = states.open(sealed.text(), binding);
  if (!state) return to_rpc(state.error());
  return Rounds(answers, std::move(state).value());
}

std::vector<std::string> undeclared_features(const Rounds& rounds, json::View client_features) {
  std::vector<std::string> undeclared;
  for (const Rounds::Question& question : rounds.questions()) {
    std::string feature = feature_of(question);
    if (client_features.find(feature).is(json::Kind::absent))
      undeclared.push_back(std::move(feature));
  }
  return undeclared;
}

std::string questions_members(const Rounds& rounds,
                              const RequestStates& states,
                              const Binding& binding) {
  return members([&](json::Writer& out) {
    if (!rounds.questions().empty()) {
      out.key("inputRequests").begin_object();
      for (const Rounds::Question& question : rounds.questions()) {
        out.key(question.key).begin_object().member("method", question.method);
        out.key("params").raw(question.params_json).end_object();
      }
      out.end_object();
    }
    if (!rounds.next_state().empty())
      out.member("requestState", states.seal(rounds.next_state(), binding));
  });
}

}  // namespace mcp
