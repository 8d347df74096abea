#include <array>

#include "base/format.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/conformance/questions.hpp"

namespace conformance {
namespace {

using Features = std::vector<std::string>;
using Handler = std::function<mcp::Reply(mcp::Call&)>;

/// What the handler of a round that goes on returns; nobody sees it.
const mcp::Reply not_sent = {};

mcp::Tool round_tool(std::string name,
                     std::string title,
                     std::string description,
                     Features features,
                     Handler handler) {
  return mcp::tool<Nothing>(
      {.name = std::move(name),
       .title = std::move(title),
       .description = std::move(description),
       .effects = {.read_only = true, .open_world = true},
       .client_features = std::move(features)},
      nothing(),
      [handler = std::move(handler)](const Nothing&, mcp::Call& call) { return handler(call); });
}

void ask_form(mcp::Call& call, std::string key, std::string params_json) {
  call.rounds().ask(std::move(key), std::string(elicitation), std::move(params_json));
}

mcp::Reply greet(mcp::Call& call) {
  constexpr std::string_view key = "user_name";
  const json::View answer = call.rounds().answer_to(key);
  const json::View name = accepted(answer, "name");
  if (name.is(json::Kind::text)) return mcp::text_reply(base::format("Hello, {}!", name.text()));
  if (is_refused(answer)) return mcp::text_reply("Hello, whoever you are!");
  ask_form(call, std::string(key), form_with("What is your name?", "name", "string"));
  return not_sent;
}

mcp::Reply ask_model(mcp::Call& call) {
  constexpr std::string_view key = "capital_question";
  const json::View capital = said(call.rounds().answer_to(key));
  if (capital.is(json::Kind::text)) return mcp::text_reply(capital.text());
  call.rounds().ask(
      std::string(key), std::string(sampling), sampling_of("What is the capital of France?", 100));
  return not_sent;
}

mcp::Reply name_roots(mcp::Call& call) {
  constexpr std::string_view key = "client_roots";
  const json::View roots = call.rounds().answer_to(key).find("roots");
  if (roots.is(json::Kind::list)) return mcp::text_reply(roots.dump());
  call.rounds().ask(std::string(key), std::string(list_roots), "{}");
  return not_sent;
}

/// Asks for a confirmation, and completes only together with the state of the round before.
mcp::Reply confirm(mcp::Call& call) {
  constexpr std::string_view key = "confirm";
  constexpr std::string_view state = "asked for confirmation";
  const json::View answer = call.rounds().answer_to(key);
  const bool is_answered = accepted(answer, "ok").is(json::Kind::boolean) || is_refused(answer);
  if (is_answered && call.rounds().state() == state) return mcp::text_reply("state-ok");
  ask_form(call, std::string(key), form_with("Please confirm", "ok", "boolean"));
  call.rounds().remember(std::string(state));
  return not_sent;
}

mcp::Reply ask_everything(mcp::Call& call) {
  const mcp::Rounds& rounds = call.rounds();
  const json::View name = accepted(rounds.answer_to("user_name"), "name");
  const json::View greeting = said(rounds.answer_to("greeting"));
  const json::View roots = rounds.answer_to("client_roots").find("roots");
  const bool is_complete = name.is(json::Kind::text) && greeting.is(json::Kind::text) &&
                           roots.is(json::Kind::list) && !rounds.state().empty();
  if (is_complete) {
    return mcp::text_reply(
        base::format("{} {}, you have {} roots.", greeting.text(), name.text(), roots.size()));
  }
  ask_form(call, "user_name", form_with("What is your name?", "name", "string"));
  call.rounds().ask("greeting", std::string(sampling), sampling_of("Generate a greeting", 50));
  call.rounds().ask("client_roots", std::string(list_roots), "{}");
  call.rounds().remember("asked for everything");
  return not_sent;
}

/// Two questions one after the other; the first answer travels in the state.
mcp::Reply ask_twice(mcp::Call& call) {
  const json::View name = accepted(call.rounds().answer_to("step1"), "name");
  const json::View color = accepted(call.rounds().answer_to("step2"), "color");
  constexpr std::string_view named = "name: ";
  const std::string state = call.rounds().state();
  if (state.starts_with(named) && color.is(json::Kind::text)) {
    return mcp::text_reply(base::format("{} likes {}.", state.substr(named.size()), color.text()));
  }
  if (!state.empty() && name.is(json::Kind::text)) {
    ask_form(call, "step2", form_with("Step 2: What is your favorite color?", "color", "string"));
    call.rounds().remember(base::format("{}{}", named, name.text()));
    return not_sent;
  }
  ask_form(call, "step1", form_with("Step 1: What is your name?", "name", "string"));
  call.rounds().remember("asked for the name");
  return not_sent;
}

/// Asks for nothing that the client does not offer.
mcp::Reply ask_what_it_can(mcp::Call& call) {
  const json::View name = accepted(call.rounds().answer_to("user_name"), "name");
  const json::View greeting = said(call.rounds().answer_to("greeting"));
  const bool is_answered = name.is(json::Kind::text) || greeting.is(json::Kind::text);
  const bool can_sample = call.meta().client_can("sampling");
  const bool can_show_forms = call.meta().client_can("elicitation");
  if (is_answered || (!can_sample && !can_show_forms)) {
    return mcp::text_reply("There is nothing left to ask.");
  }
  if (can_sample) {
    call.rounds().ask("greeting", std::string(sampling), sampling_of("Generate a greeting", 50));
  }
  if (can_show_forms) {
    ask_form(call, "user_name", form_with("What is your name?", "name", "string"));
  }
  return not_sent;
}

mcp::Reply has_capability(mcp::Call&) {
  return mcp::text_reply("The client declares sampling.");
}

}  // namespace

std::vector<mcp::Tool> round_tools() {
  const std::string_view prefix = "test_input_required_result_";
  const auto tool = [&](std::string_view name, std::string title, Features features, Handler run) {
    return round_tool(base::format("{}{}", prefix, name),
                      std::move(title),
                      "Asks for input before it replies.",
                      std::move(features),
                      std::move(run));
  };
  return {
      tool("elicitation", "Elicitation in rounds", {"elicitation"}, greet),
      tool("sampling", "Sampling in rounds", {"sampling"}, ask_model),
      tool("list_roots", "Roots in rounds", {"roots"}, name_roots),
      tool("request_state", "State", {"elicitation"}, confirm),
      tool("multiple_inputs",
           "Several questions",
           {"elicitation", "sampling", "roots"},
           ask_everything),
      tool("multi_round", "Several rounds", {"elicitation"}, ask_twice),
      tool("tampered_state", "Signed state", {"elicitation"}, confirm),
      tool("capabilities", "What the client can", {}, ask_what_it_can),
      round_tool("test_streaming_elicitation",
                 "Elicitation without a request",
                 "Asks for input without sending a request of its own.",
                 {"elicitation"},
                 greet),
      round_tool("test_missing_capability",
                 "Missing capability",
                 "For clients that declare sampling.",
                 {"sampling"},
                 has_capability),
  };
}

}  // namespace conformance
