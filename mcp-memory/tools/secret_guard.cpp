#include "mcp-memory/tools/secret_guard.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "secrets/scanner.hpp"

namespace memory {
namespace {

constexpr std::size_t places_max = 20;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void look_at_text(std::string_view text,
                  const std::string& pointer,
                  std::vector<std::string>& places) {
  const std::string shown = base::without_hidden_characters(text);
  for (const secrets::Finding& finding : secrets::scan(shown)) {
    if (places.size() == places_max) return;
    const std::string_view before(shown.data(), finding.begin);
    const std::string_view found(shown.data() + finding.begin, finding.end - finding.begin);
    const std::size_t first = characters(before) + 1;
    places.push_back(base::format("{}, characters {} to {}: {}",
                                  pointer,
                                  first,
                                  first + characters(found) - 1,
                                  finding.kind));
  }
}

void look_at(json::View value, const std::string& pointer, std::vector<std::string>& places) {
  if (value.is(json::Kind::text)) return look_at_text(value.text(), pointer, places);
  const bool is_object = value.is(json::Kind::object);
  if (!is_object && !value.is(json::Kind::list)) return;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (!is_object) {
      look_at(value.item(at), base::format("{}/{}", pointer, at), places);
      continue;
    }
    const std::string name(value.member_name(at));
    const bool is_secret = !secrets::scan(name).empty();
    if (places.size() == places_max) return;
    if (is_secret) places.push_back(base::format("{}, name of member {}", pointer, at + 1));
    look_at(
        value.member_value(at), pointer + "/" + (is_secret ? std::to_string(at) : name), places);
  }
}

}  // namespace

std::vector<std::string> secrets_in(json::View value) {
  std::vector<std::string> places;
  look_at(value, "", places);
  return places;
}

std::string secrets_refused(const std::vector<std::string>& places) {
  return "nothing was stored, because this looks like a secret; say where it is kept instead (for "
         "instance \"vault:orders/db\"), and revoke it if it is real:\n" +
         base::join(places, "\n");
}

mcp::Tool without_secrets(mcp::Tool tool) {
  tool.run = [run = std::move(tool.run)](json::View arguments, mcp::Call& call) -> mcp::Reply {
    const auto places = secrets_in(arguments);
    if (!places.empty()) return mcp::error_reply(secrets_refused(places));
    return run(arguments, call);
  };
  return tool;
}

}  // namespace memory
