#include "tests/conformance/conformance.hpp"

namespace conformance {
namespace {

/// Eight silent samples as WAV, in base64.
constexpr std::string_view silence =
    "UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==";

mcp::Tool replies_with(std::string name,
                       std::string title,
                       std::string description,
                       std::vector<mcp::Content> content) {
  return mcp::tool<Nothing>(
      {std::move(name), std::move(title), std::move(description), {.read_only = true}},
      nothing(),
      [content = std::move(content)](const Nothing&, mcp::Call&) { return mcp::Reply{content}; });
}

mcp::Tool error_handling() {
  return mcp::tool<Nothing>(
      {"test_error_handling", "Error handling", "Always fails.", {.read_only = true}},
      nothing(),
      [](const Nothing&, mcp::Call&) -> base::Result<mcp::Reply> {
        return base::conflict("This tool intentionally returns an error for testing");
      });
}

}  // namespace

std::vector<mcp::Tool> content_tools() {
  return {
      replies_with("test_simple_text",
                   "Simple text",
                   "Replies with a text.",
                   {mcp::text_content("This is a simple text response for testing.")}),
      replies_with("test_image_content",
                   "Image",
                   "Replies with an image.",
                   {mcp::image_content(red_pixel, "image/png")}),
      replies_with("test_audio_content",
                   "Audio",
                   "Replies with a sound.",
                   {mcp::audio_content(silence, "audio/wav")}),
      replies_with(
          "test_embedded_resource",
          "Embedded resource",
          "Replies with a resource.",
          {mcp::embedded_text(
              "test://embedded-resource", "text/plain", "This is an embedded resource content.")}),
      replies_with("test_multiple_content_types",
                   "Several kinds of content",
                   "Replies with a text, an image and a resource.",
                   {mcp::text_content("Multiple content types test:"),
                    mcp::image_content(red_pixel, "image/png"),
                    mcp::embedded_text("test://mixed-content-resource",
                                       "application/json",
                                       R"({"test":"data","value":123})")}),
      error_handling(),
  };
}

}  // namespace conformance
