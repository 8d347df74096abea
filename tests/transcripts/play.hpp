#pragma once
// Plays a transcript over a connection.

#include <string>

#include "transcripts/connection.hpp"
#include "transcripts/transcript.hpp"

namespace transcripts {

/// Empty if the server said what the transcript says, and nothing else; else what went wrong.
std::string play(const Transcript& transcript, Connection& connection);

}  // namespace transcripts
