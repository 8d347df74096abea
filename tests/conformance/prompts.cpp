#include <array>

#include "base/format.hpp"
#include "tests/conformance/conformance.hpp"
#include "tests/conformance/questions.hpp"

namespace conformance {
namespace {

using Messages = base::Result<std::vector<mcp::PromptMessage>>;

mcp::PromptMessage from_user(mcp::Content content) {
  return {mcp::PromptMessage::Role::user, std::move(content)};
}

Messages one_text(std::string_view text) {
  return std::vector<mcp::PromptMessage>{from_user(mcp::text_content(text))};
}

mcp::Prompt simple() {
  return {"test_simple_prompt",
          "Simple",
          "A prompt without arguments.",
          {},
          [](const mcp::Values&, mcp::Call&) {
            return one_text("This is a simple prompt for testing.");
          }};
}

base::Result<std::vector<std::string>> complete_place(std::string_view typed,
                                                      const mcp::Values&,
                                                      mcp::Call&) {
  constexpr std::array<std::string_view, 4> places = {"paris", "park", "party", "test"};
  std::vector<std::string> matching;
  for (const std::string_view place : places) {
    if (place.starts_with(typed)) matching.emplace_back(place);
  }
  return matching;
}

mcp::Prompt with_arguments() {
  return {
      "test_prompt_with_arguments",
      "Arguments",
      "A prompt with two arguments.",
      {{"arg1", "First test argument.", true, complete_place},
       {"arg2", "Second test argument.", true}},
      [](const mcp::Values& values, mcp::Call&) {
        return one_text(base::format(
            "Prompt with arguments: arg1='{}', arg2='{}'", values.at("arg1"), values.at("arg2")));
      }};
}

mcp::Prompt with_resource() {
  return {
      "test_prompt_with_embedded_resource",
      "Embedded resource",
      "A prompt with a resource in it.",
      {{"resourceUri", "URI of the resource to embed.", true}},
      [](const mcp::Values& values, mcp::Call&) {
        return std::vector<mcp::PromptMessage>{
            from_user(mcp::embedded_text(
                values.at("resourceUri"), "text/plain", "Embedded resource content for testing.")),
            from_user(mcp::text_content("Please process the embedded resource above."))};
      }};
}

mcp::Prompt with_image() {
  return {"test_prompt_with_image",
          "Image",
          "A prompt with an image in it.",
          {},
          [](const mcp::Values&, mcp::Call&) {
            return std::vector<mcp::PromptMessage>{
                from_user(mcp::image_content(red_pixel, "image/png")),
                from_user(mcp::text_content("Please analyze the image above."))};
          }};
}

mcp::Prompt asking() {
  return {"test_input_required_result_prompt",
          "Input required",
          "A prompt that asks for its context.",
          {},
          [](const mcp::Values&, mcp::Call& call) {
            constexpr std::string_view key = "user_context";
            const json::View answer = call.rounds().answer_to(key);
            const json::View context = accepted(answer, "context");
            if (context.is(json::Kind::text)) return one_text(context.text());
            if (is_refused(answer)) return one_text("No context was given.");
            call.rounds().ask(
                std::string(key),
                std::string(elicitation),
                form_with("What context should the prompt use?", "context", "string"));
            return one_text("");
          }};
}

}  // namespace

std::vector<mcp::Prompt> prompts() {
  return {simple(), with_arguments(), with_resource(), with_image(), asking()};
}

}  // namespace conformance
