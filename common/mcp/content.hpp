#pragma once
// Content blocks and replies: what tools, prompts and resources answer with.

#include <string>
#include <string_view>
#include <vector>

namespace mcp {

/// One content block, as JSON text.
using Content = std::string;

Content text_content(std::string_view text);
Content image_content(std::string_view base64, std::string_view mime_type);
Content audio_content(std::string_view base64, std::string_view mime_type);
Content resource_link(std::string_view uri, std::string_view name, std::string_view mime_type);
Content embedded_text(std::string_view uri, std::string_view mime_type, std::string_view text);

/// A tool's answer. With an output schema, `structured` must conform to it; everything that it says
/// is also in the content, because a client may show a model either of the two.
struct Reply {
  std::vector<Content> content;
  std::string structured = {};  ///< JSON text of an object; may be empty
  bool is_error = false;
};

inline Reply text_reply(std::string_view text, std::string structured = {}) {
  return {{text_content(text)}, std::move(structured)};
}

/// Structured JSON as it is, repeated as text (specification, tools: structured content).
Reply json_reply(std::string structured);

/// A failure that the model can do something about.
inline Reply error_reply(std::string_view text) {
  return {{text_content(text)}, {}, true};
}

/// What reading a resource gives.
struct Contents {
  std::string uri;
  std::string mime_type;
  std::string text = {};
  std::string blob_base64 = {};  ///< binary instead of text if not empty
};

/// One message of a prompt.
struct PromptMessage {
  enum class Role { user, assistant } role;
  Content content;
};

}  // namespace mcp
