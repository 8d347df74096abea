#pragma once
// A run as one HTML file that needs nothing else: no network, no script to be read, nothing that a
// policy of the page itself (default-src 'none') would have to allow but its own style and one
// small script, by their hashes. Text that was stored is text on the page and never markup, link or
// script. Light and dark, narrow and wide, on paper.

#include <string>

#include "mcp-runlog/story.hpp"

namespace runlog {

std::string html_page(const Story& story);

}  // namespace runlog
