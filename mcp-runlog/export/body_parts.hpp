#pragma once
// The body of an event, cut into parts that can be shown. Sources put into bodies what they have;
// so parts are told by what they are and not by what they are called.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "mcp-runlog/event.hpp"
#include "mcp-runlog/export/patch.hpp"

namespace runlog {

/// Further members of a body are shown together as JSON.
inline constexpr std::size_t body_parts_max = 40;

struct Part {
  enum class Form {
    value,  ///< a number, a yes or no, or one short line
    text,
    json,  ///< indented
    patch
  };

  std::string label;  ///< "input.command"
  Form form = Form::text;
  std::string text = {};  ///< without hidden characters; of a patch a unified diff
  Patch patch = {};
};

/// Members in their order; those of objects within are parts of their own, and texts of content
/// blocks are one text.
std::vector<Part> parts_of(const Event& event);

/// The same of the end of a tool call, without its input, where its beginning has shown that.
std::vector<Part> result_parts_of(const Event& event);

/// What was said, of a message, a prompt or an answer; empty of everything else.
std::string speech_of(const Event& event, const std::vector<Part>& parts);

/// True of the part that speech_of() gives.
bool is_speech(const Event& event, const Part& part);

}  // namespace runlog
