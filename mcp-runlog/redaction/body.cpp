// JSON: members whose names promise a secret, contents of credential files, and every other text.

#include <algorithm>
#include <set>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/redaction/caps.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/pass.hpp"
#include "secrets/mark.hpp"

namespace runlog {
namespace {

constexpr std::string_view path_names[] = {
    "file_path", "filePath", "path", "notebook_path", "filename", "file", "relative_path"};

/// The arguments of a tool beside its result, and the other way round.
constexpr std::string_view part_names[] = {"input",
                                           "arguments",
                                           "tool_input",
                                           "tool_response",
                                           "tool_result",
                                           "toolUseResult",
                                           "file",
                                           "response",
                                           "result"};

/// What says of which file something is told, by whom and when, and nothing of its content. All
/// else that is told of a credential file may quote it, an error message as well.
constexpr std::string_view describing_names[] = {"file_path",
                                                 "filePath",
                                                 "path",
                                                 "notebook_path",
                                                 "filename",
                                                 "file",
                                                 "type",
                                                 "subtype",
                                                 "kind",
                                                 "id",
                                                 "uuid",
                                                 "parentUuid",
                                                 "name",
                                                 "tool",
                                                 "tool_name",
                                                 "tool_use_id",
                                                 "session_id",
                                                 "sessionId",
                                                 "prompt_id",
                                                 "requestId",
                                                 "agent_id",
                                                 "agent_type",
                                                 "hook_event_name",
                                                 "cwd",
                                                 "timestamp",
                                                 "version",
                                                 "role",
                                                 "model",
                                                 "status",
                                                 "permission_mode",
                                                 "stop_reason",
                                                 "output_mode",
                                                 "transcript_path",
                                                 "relative_path"};

template <class Names>
bool is_any(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool may_be_json(std::string_view text) {
  // Shorter JSON holds nothing to hide.
  constexpr std::size_t bytes_min = 8;
  const std::string_view inside = base::trimmed(text);
  if (inside.size() < bytes_min) return false;
  return (inside.front() == '{' && inside.back() == '}') ||
         (inside.front() == '[' && inside.back() == ']');
}

}  // namespace

/// What is known of a value before it is looked at.
struct Pass::Place {
  MemberSecret secret = {};
  bool of_credential_file = false;
  bool describes = false;  ///< a credential file, and is no content of it
  unsigned embedded = 0;   ///< in so many texts that were JSON
};

std::string Pass::json(json::View root, bool of_credential_file) {
  json::Writer out;
  write(out, root, {.of_credential_file = of_credential_file});
  return out.take();
}

std::optional<std::string> Pass::embedded_json(const std::string& text, unsigned embedded) {
  if (embedded >= limits::embedded_depth_max || !may_be_json(text)) return std::nullopt;
  const auto document = json::parse(text);
  if (!document) return std::nullopt;
  const std::int64_t before = count_;
  json::Writer out;
  write(out, document->root(), {.embedded = embedded + 1});
  // Its blanks and spellings are its author's, as long as there is nothing to take out.
  return count_ == before ? std::nullopt : std::optional(out.take());
}

void Pass::write(json::Writer& out, json::View value, const Place& place) {
  switch (value.kind()) {
    case json::Kind::text:
      return write_text(out, value.text(), place);
    case json::Kind::object:
      return write_object(out, value, place);
    case json::Kind::list:
      out.begin_list();
      for (std::size_t at = 0; at < value.size(); ++at)
        write(out, value.item(at), place);
      out.end_list();
      return;
    case json::Kind::integer:
    case json::Kind::number:
      return write_number(out, value, place);
    default:
      out.raw(value.dump());
  }
}

void Pass::write_text(json::Writer& out, std::string_view text, const Place& place) {
  const bool is_secret = place.secret.secrecy != Secrecy::none;
  const bool is_content = place.of_credential_file && !place.describes;
  if (!is_secret && !is_content) {
    out.text(text_at(text, place.embedded));
    return;
  }
  const std::string shown = base::without_hidden_characters(text);
  out.text(is_content ? whole(base::format("file {} bytes", shown.size()), shown)
                      : whole(place.secret.kind, shown));
}

void Pass::write_number(json::Writer& out, json::View number, const Place& place) {
  // Years, ports and counts have fewer.
  constexpr std::size_t digits_min = 6;
  const std::string digits = number.dump();
  if (place.secret.secrecy == Secrecy::number && digits.size() >= digits_min) {
    out.text(whole(place.secret.kind, digits));
  } else {
    out.raw(digits);
  }
}

void Pass::write_object(json::Writer& out, json::View object, const Place& place) {
  Place inside = place;
  inside.of_credential_file = place.of_credential_file || is_about_credentials(object);
  has_met_credential_file_ = has_met_credential_file_ || inside.of_credential_file;
  const std::vector<std::string> names = names_of(object);
  out.begin_object();
  for (std::size_t at = 0; at < object.size(); ++at) {
    out.key(names[at]);
    write(out, object.member_value(at), place_in(object, at, names[at], inside));
  }
  out.end_object();
}

Pass::Place Pass::place_in(json::View object,
                           std::size_t at,
                           const std::string& name,
                           const Place& around) {
  Place place = around;
  place.describes = is_any(describing_names, name);
  if (around.secret.secrecy != Secrecy::none) return place;
  const std::string_view given = object.member_name(at);
  place.secret = policy_.members.read(object, given);
  if (place.secret.secrecy == Secrecy::none && name != given)
    place.secret = policy_.members.read(object, name);
  return place;
}

/// As they will be stored: redacted, short, and still each once.
std::vector<std::string> Pass::names_of(json::View object) {
  std::vector<std::string> names;
  bool any_changed = false;
  for (std::size_t at = 0; at < object.size(); ++at) {
    names.push_back(line(object.member_name(at), limits::member_name_bytes_max));
    any_changed = any_changed || names.back() != object.member_name(at);
  }
  if (!any_changed) return names;
  std::set<std::string> taken;
  int number = 1;
  for (std::string& name : names) {
    const std::string_view stem =
        cut_before_marks(name, limits::member_name_bytes_max - std::string_view(" (1024)").size());
    std::string unique = name;
    while (!taken.insert(unique).second)
      unique = base::format("{} ({})", stem, ++number);
    name = std::move(unique);
  }
  return names;
}

bool Pass::is_about_credentials(json::View object) const {
  const auto has_path = [&](json::View part) {
    return std::any_of(std::begin(path_names), std::end(path_names), [&](std::string_view name) {
      const json::View path = part.find(name);
      return path.is(json::Kind::text) &&
             policy_.files.has(base::without_hidden_characters(path.text()));
    });
  };
  return has_path(object) ||
         std::any_of(std::begin(part_names), std::end(part_names), [&](std::string_view name) {
           return has_path(object.find(name));
         });
}

}  // namespace runlog
