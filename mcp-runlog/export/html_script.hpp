#pragma once
// The script of the page: finding, filtering and folding in the timeline. The page is whole without
// it. It makes no markup out of text, and its hash stands in the policy of the page.

#include <string_view>

namespace runlog {

extern const std::string_view html_script;

}  // namespace runlog
