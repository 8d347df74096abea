#include "base/format.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/conformance/questions.hpp"

namespace conformance {
namespace {

struct Prompt {
  std::string prompt;
};

struct Message {
  std::string message;
};

base::Result<json::Document> ask(mcp::Call& call,
                                 std::string_view feature,
                                 std::string_view method,
                                 const std::string& params_json) {
  if (!call.meta().client_can(feature)) {
    return base::invalid(base::format("this client does not declare {}", feature));
  }
  return call.request(method, params_json);
}

/// Shows a form, and replies with what came back after `opening`.
base::Result<mcp::Reply> show(mcp::Call& call,
                              std::string_view opening,
                              const std::string& form_json) {
  const json::Document answer = TRY(ask(call, "elicitation", elicitation, form_json));
  const json::View result = answer.root().find("result");
  const json::View content = result.find("content");
  return mcp::text_reply(base::format("{}: action={}, content={}",
                                      opening,
                                      shown(result.find("action")),
                                      content.is(json::Kind::absent) ? "{}" : content.dump()));
}

mcp::Tool asks_a_model() {
  return mcp::tool<Prompt>(
      {.name = "test_sampling",
       .title = "Sampling",
       .description = "Asks the client's model.",
       .effects = {.read_only = true, .open_world = true},
       .client_features = {"sampling"}},
      json::Shape<Prompt>{{json::field("prompt", &Prompt::prompt, "What to ask.")}},
      [](const Prompt& prompt, mcp::Call& call) -> base::Result<mcp::Reply> {
        const json::Document answer =
            TRY(ask(call, "sampling", sampling, sampling_of(prompt.prompt, 100)));
        return mcp::text_reply(
            base::format("LLM response: {}", shown(said(answer.root().find("result")))));
      });
}

mcp::Tool asks_the_user() {
  return mcp::tool<Message>(
      {.name = "test_elicitation",
       .title = "Elicitation",
       .description = "Asks the user for a name and an address.",
       .effects = {.read_only = true, .open_world = true},
       .client_features = {"elicitation"}},
      json::Shape<Message>{{json::field("message", &Message::message, "What to tell the user.")}},
      [](const Message& message, mcp::Call& call) {
        return show(call,
                    "User response",
                    form(message.message,
                         R"({"username":{"type":"string","description":"User's response"},)"
                         R"("email":{"type":"string","description":"User's email address"}})",
                         R"(["username","email"])"));
      });
}

mcp::Tool shows_form(std::string name, std::string title, std::string_view properties_json) {
  return mcp::tool<Nothing>(
      {.name = std::move(name),
       .title = std::move(title),
       .description = "Shows the user a form.",
       .effects = {.read_only = true, .open_world = true},
       .client_features = {"elicitation"}},
      nothing(),
      [properties = on_one_line(properties_json)](const Nothing&, mcp::Call& call) {
        return show(call, "Elicitation completed", form("Please fill in this form", properties));
      });
}

constexpr std::string_view fields_with_defaults = R"({
  "name": {"type": "string", "default": "John Doe"},
  "age": {"type": "integer", "default": 30},
  "score": {"type": "number", "default": 95.5},
  "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
  "verified": {"type": "boolean", "default": true}
})";

constexpr std::string_view fields_with_choices = R"({
  "untitledSingle": {"type": "string", "enum": ["option1", "option2", "option3"]},
  "titledSingle": {"type": "string", "oneOf": [
    {"const": "value1", "title": "First Option"},
    {"const": "value2", "title": "Second Option"},
    {"const": "value3", "title": "Third Option"}]},
  "legacyEnum": {"type": "string",
    "enum": ["opt1", "opt2", "opt3"],
    "enumNames": ["Option One", "Option Two", "Option Three"]},
  "untitledMulti": {"type": "array", "items": {
    "type": "string", "enum": ["option1", "option2", "option3"]}},
  "titledMulti": {"type": "array", "items": {"anyOf": [
    {"const": "value1", "title": "First Choice"},
    {"const": "value2", "title": "Second Choice"},
    {"const": "value3", "title": "Third Choice"}]}}
})";

}  // namespace

std::vector<mcp::Tool> asking_tools() {
  return {asks_a_model(),
          asks_the_user(),
          shows_form("test_elicitation_sep1034_defaults", "Defaults", fields_with_defaults),
          shows_form("test_elicitation_sep1330_enums", "Choices", fields_with_choices)};
}

}  // namespace conformance
