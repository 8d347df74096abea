#include "mcp/rounds.hpp"

#include "base/limits.hpp"
#include "mcp/error_map.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using mcp::Binding;
using mcp::RequestStates;
using mcp::Rounds;

namespace {

const Binding binding{"devbot", "tools/call", "greet"};

/// A clock that the test moves.
struct States {
  std::shared_ptr<base::Instant> now = std::make_shared<base::Instant>();
  RequestStates states{[now = now] { return *now; }};

  std::variant<Rounds, rpc::Error> read(const std::string& params,
                                        const Binding& whose = binding) const {
    document = json::parse(params).value();
    return mcp::read_rounds(document.root(), states, whose);
  }

  std::string params_with(const std::string& state) const {
    return R"({"inputResponses":{"name":"Ada"},"requestState":")" + state + "\"}";
  }

  mutable json::Document document;
};

std::string error_of(const std::variant<Rounds, rpc::Error>& rounds) {
  REQUIRE(std::holds_alternative<rpc::Error>(rounds));
  CHECK(std::get<rpc::Error>(rounds).code == rpc::ErrorCode::invalid_params);
  return std::get<rpc::Error>(rounds).message;
}

}  // namespace

TEST_CASE("the first round has neither answers nor a state") {
  const States states;
  const auto read = states.read(R"({"name":"greet"})");
  REQUIRE(std::holds_alternative<Rounds>(read));
  const auto& rounds = std::get<Rounds>(read);
  CHECK(rounds.answer_to("name").is(json::Kind::absent));
  CHECK(rounds.state().empty());
  CHECK_FALSE(rounds.goes_on());
}

TEST_CASE("a later round has the answers and what was remembered") {
  const States states;
  const auto read = states.read(states.params_with(states.states.seal("step 1", binding)));
  REQUIRE(std::holds_alternative<Rounds>(read));
  CHECK(std::get<Rounds>(read).answer_to("name").text() == "Ada");
  CHECK(std::get<Rounds>(read).answer_to("other").is(json::Kind::absent));
  CHECK(std::get<Rounds>(read).state() == "step 1");
}

TEST_CASE("answers that are no object and a state that is no text are refused") {
  const States states;
  for (const std::string answers : {"null", "[]", "7", "\"name\""}) {
    CHECK_THAT(error_of(states.read("{\"inputResponses\":" + answers + "}")),
               Contains("inputResponses"));
  }
  for (const std::string state : {"null", "7", "{}"})
    CHECK_THAT(error_of(states.read("{\"requestState\":" + state + "}")), Contains("requestState"));
}

TEST_CASE("a state that was changed, is of another server or of nobody is refused") {
  const States states;
  const States other;
  const std::string sealed = states.states.seal("step 1", binding);
  for (const std::string& state :
       {sealed + "-TAMPERED", sealed.substr(1), std::string(), other.states.seal("1", binding)})
    CHECK_THAT(error_of(states.read(states.params_with(state))), Contains("not one"));
}

TEST_CASE("a state holds for its caller, method and arguments only") {
  const States states;
  const std::string params = states.params_with(states.states.seal("step 1", binding));
  CHECK(std::holds_alternative<Rounds>(states.read(params)));
  for (const Binding& whose : {Binding{"infrabot", "tools/call", "greet"},
                               Binding{"devbot", "prompts/get", "greet"},
                               Binding{"devbot", "tools/call", "delete"}})
    CHECK_THAT(error_of(states.read(params, whose)), Contains("not one"));
}

TEST_CASE("a state expires") {
  const States states;
  const std::string params = states.params_with(states.states.seal("step 1", binding));
  *states.now += base::limits::request_state_age_max - std::chrono::seconds(1);
  CHECK(std::holds_alternative<Rounds>(states.read(params)));
  *states.now += std::chrono::seconds(1);
  CHECK_THAT(error_of(states.read(params)), Contains("expired"));
}

TEST_CASE("a round goes on if it asks or remembers") {
  Rounds asks;
  asks.ask("name", "elicitation/create", "{}");
  CHECK(asks.goes_on());
  Rounds remembers;
  remembers.remember("step 2");
  CHECK(remembers.goes_on());
}

TEST_CASE("questions need the features that they are named after") {
  Rounds rounds;
  rounds.ask("a", "elicitation/create", "{}");
  rounds.ask("b", "sampling/createMessage", "{}");
  rounds.ask("c", "roots/list", "{}");
  const auto missing = [&](const std::string& features) {
    const auto document = json::parse(features).value();
    return mcp::undeclared_features(rounds, document.root());
  };
  CHECK(missing(R"({"elicitation":{},"sampling":{},"roots":{"listChanged":true}})").empty());
  CHECK(missing(R"({"sampling":{}})") == std::vector<std::string>{"elicitation", "roots"});
  CHECK(missing("{}").size() == 3);
}

TEST_CASE("the members of a result that asks are the questions by key, and the sealed state") {
  const States states;
  Rounds rounds;
  rounds.ask("na\"me", "elicitation/create", R"({"mode":"form"})");
  CHECK("{" + mcp::questions_members(rounds, states.states, binding) + "}" ==
        R"({"inputRequests":{"na\"me":{"method":"elicitation/create","params":{"mode":"form"}}}})");
  Rounds remembers;
  remembers.remember("step 2");
  const auto document =
      json::parse("{" + mcp::questions_members(remembers, states.states, binding) + "}").value();
  CHECK(document.root().size() == 1);
  const std::string state(document.root().find("requestState").text());
  CHECK(states.states.open(state, binding).value() == "step 2");
}
