#pragma once
// Message: what a person, the model or a tool said, in the form of the model's API. Transcripts and
// stream-json wrap the same messages in different frames.

#include <string>

#include "json/document.hpp"
#include "mcp-runlog/sources/reading.hpp"

namespace runlog {

/// A message in its frame.
struct Framed {
  json::View message;      ///< {"role", "content", ...}
  json::View tool_result;  ///< the structured result beside it; absent if there is none
  std::string native;      ///< native id of the frame
  std::string request_id;  ///< of the call of the model; empty if not told
  std::string directory;   ///< where the agent works
  bool is_aside = false;   ///< put in by the program, not said by the person
  bool is_failure = false;
  Event common;  ///< with what all events of the frame have in common
};

/// A person's or a program's: prompts, results of tools, edits of files.
void read_user_message(const Framed& framed, Read& read);

/// The model's: what it said, the calls that it wants, what it used.
void read_assistant_message(const Framed& framed, Read& read);

/// The native ids of what is told of one tool call. They name no frame, so that a call is known
/// again in whatever frame or copy of it.
std::string native_of_call(Kind kind, std::string_view tool_use_id);

}  // namespace runlog
