#include "base/format.hpp"
#include "tests/sample_server/sample.hpp"

namespace sample {
namespace {

using Messages = base::Result<std::vector<mcp::PromptMessage>>;

Messages said(std::string_view text) {
  return std::vector<mcp::PromptMessage>{{mcp::PromptMessage::Role::user, mcp::text_content(text)}};
}

mcp::Prompt plain(std::string name, std::string text) {
  return {name, name, "Takes no arguments.", {}, [text](const mcp::Values&, mcp::Call&) {
            return said(text);
          }};
}

base::Result<std::vector<std::string>> complete_tone(std::string_view typed,
                                                     const mcp::Values& others,
                                                     mcp::Call&) {
  if (others.contains("file") && others.find("file")->second == "many") {
    return std::vector<std::string>(150, "tone");
  }
  std::vector<std::string> tones;
  for (const std::string_view tone : {"friendly", "frank", "strict"}) {
    if (tone.starts_with(typed)) tones.emplace_back(tone);
  }
  return tones;
}

mcp::Prompt review() {
  return {"review",
          "Review",
          "Asks for a review.",
          {{"file", "What to review.", true, {}}, {"tone", "How.", false, complete_tone}},
          [](const mcp::Values& values, mcp::Call&) {
            const auto tone = values.find("tone");
            return said(base::format("Review {} in a {} tone.",
                                     values.at("file"),
                                     tone == values.end() ? "friendly" : tone->second));
          }};
}

mcp::Prompt broken() {
  return {"broken", "Broken", "Cannot be had.", {}, [](const mcp::Values&, mcp::Call&) -> Messages {
            return base::unavailable("the prompts are on holiday");
          }};
}

}  // namespace

std::vector<mcp::Prompt> prompts() {
  return {plain("greeting", "Hello!"), review(), broken(), plain("farewell", "Good bye!")};
}

}  // namespace sample
