#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp/request_headers.hpp"

namespace mcp {
namespace {

constexpr std::string_view annotation_name = "x-mcp-header";

std::string_view text_of(json::View value) {
  return value.is(json::Kind::text) ? value.text() : std::string_view();
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // RFC 9110, 5.6.2
  const auto allowed = [&](char c) {
    return marks.find(c) != std::string_view::npos || std::isalnum(static_cast<unsigned char>(c));
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), allowed);
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Keywords whose values are data, not schemas.
constexpr std::array<std::string_view, 4> data_keywords = {"const", "default", "enum", "examples"};

/// Keywords whose members are schemas under names that anybody may choose.
constexpr std::array<std::string_view, 5> map_keywords = {
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"};

constexpr std::array<std::string_view, 3> repeatable_types = {"string", "integer", "boolean"};

/// Walks through a whole schema. Its depth is bounded by what json::parse takes.
class Annotations {
 public:
  /// `reachable`: nothing but `properties` leads here.
  base::Result<void> look(json::View schema, bool reachable) {
    if (schema.is(json::Kind::list)) {
      for (std::size_t at = 0; at < schema.size(); ++at)
        TRY(look(schema.item(at), false));
    }
    if (!schema.is(json::Kind::object)) return {};
    TRY(take(schema, reachable));
    for (std::size_t at = 0; at < schema.size(); ++at)
      TRY(look_into(schema.member_name(at), schema.member_value(at), reachable));
    return {};
  }

  std::vector<ParameterHeader> found;

 private:
  base::Result<void> look_into(std::string_view keyword, json::View value, bool reachable) {
    if (is_one_of(data_keywords, keyword)) return {};
    const bool is_map = is_one_of(map_keywords, keyword) && value.is(json::Kind::object);
    if (!is_map) return look(value, false);
    for (std::size_t at = 0; at < value.size(); ++at) {
      path_.emplace_back(value.member_name(at));
      TRY(look(value.member_value(at), reachable && keyword == "properties"));
      path_.pop_back();
    }
    return {};
  }

  base::Result<void> take(json::View schema, bool reachable) {
    const json::View annotation = schema.find(annotation_name);
    if (annotation.is(json::Kind::absent)) return {};
    const std::string_view name = text_of(annotation);
    if (!is_token(name)) {
      return wrong("must be the name of a header: letters, digits and !#$%&'*+-.^_`|~");
    }
    if (!reachable || path_.empty()) {
      return wrong("belongs only to a property that is reached through \"properties\" alone");
    }
    if (!is_one_of(repeatable_types, text_of(schema.find("type")))) {
      return wrong("needs a \"type\" of string, integer or boolean beside it");
    }
    if (!names_.insert(base::lower(name)).second) {
      return wrong(base::format("\"{}\" appears twice; names differ by more than case", name));
    }
    found.push_back({base::format("Mcp-Param-{}", name), path_});
    return {};
  }

  base::Error wrong(std::string_view rule) const {
    return base::invalid(base::format(
        "input schema: {} at \"{}\" {}", annotation_name, base::join(path_, "."), rule));
  }

  std::vector<std::string> path_;
  std::set<std::string> names_;
};

}  // namespace

base::Result<std::vector<ParameterHeader>> parameter_headers(std::string_view input_schema_json) {
  const json::Document schema = TRY(json::parse(input_schema_json));
  Annotations annotations;
  TRY(annotations.look(schema.root(), true));
  return std::move(annotations.found);
}

}  // namespace mcp
