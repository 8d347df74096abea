#pragma once
// The style of the page. Its hash stands in the policy of the page, so it is one text, always the
// same.

#include <string_view>

namespace runlog {

extern const std::string_view html_style;

}  // namespace runlog
