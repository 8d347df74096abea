#pragma once
// Which texts are subjects. The client library writes them into its protocol as they are: a blank
// or a line break would begin something else. Pure; needs no module.

#include <string_view>

namespace nats {

/// Tokens of visible ASCII with dots between them, none of them empty or a wildcard; 1,000 bytes at
/// most.
bool is_subject(std::string_view text);

/// The same, where a token may be * and the last one >.
bool is_subject_filter(std::string_view text);

}  // namespace nats
