#include "endpoint/media_type.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace endpoint {
namespace {

/// What stands before the parameters, in lower case.
std::string essence(std::string_view value) {
  return base::lower(base::trimmed(value.substr(0, value.find(';'))));
}

bool has_no_weight(std::string_view range) {
  for (const std::string_view parameter : base::split(range, ';')) {
    const std::string weight = base::lower(base::trimmed(parameter));
    if (weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string::npos)
      return true;
  }
  return false;
}

}  // namespace

bool is_json(std::optional<std::string_view> content_type) {
  return content_type && essence(*content_type) == "application/json";
}

bool accepts(const std::vector<std::string_view>& accept, std::string_view type) {
  if (accept.empty()) return true;
  const std::string any_of_kind = std::string(type.substr(0, type.find('/'))) + "/*";
  const auto allows = [&](std::string_view range) {
    const std::string name = essence(range);
    const bool matches = name == type || name == any_of_kind || name == "*/*";
    return matches && !has_no_weight(range);
  };
  return std::any_of(accept.begin(), accept.end(), [&](std::string_view field) {
    const auto ranges = base::split(field, ',');
    return std::any_of(ranges.begin(), ranges.end(), allows);
  });
}

}  // namespace endpoint
