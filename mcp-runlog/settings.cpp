#include "mcp-runlog/settings.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "config/fields.hpp"
#include "config/yaml.hpp"
#include "crew/team.hpp"

namespace runlog {
namespace {

namespace fs = std::filesystem;
using config::Node;

/// Each pattern is a search of every text, and each name and glob a comparison.
constexpr std::size_t patterns_max = 64;
constexpr std::size_t names_max = 200;
constexpr std::size_t globs_max = 200;
constexpr std::size_t logs_max = 100;

const Node* present(const Node& map, std::string_view key) {
  const Node* value = map.find(key);
  return value == nullptr || value->kind() == config::Kind::nothing ? nullptr : value;
}

/// No items if there is no such list.
base::Result<std::vector<Node>> items_of(const Node& map, std::string_view key, std::size_t max) {
  if (present(map, key) == nullptr) return std::vector<Node>();
  const Node* list = TRY(config::required_list(map, key));
  if (list->items().size() > max)
    return list->error(
        base::format("{} has {} entries, at most {} are allowed", key, list->items().size(), max));
  return list->items();
}

base::Result<std::vector<Node>> texts_in(const Node& map, std::string_view key, std::size_t max) {
  const std::vector<Node> items = TRY(items_of(map, key, max));
  for (const Node& item : items) {
    TRY(config::must_be(item, config::Kind::text, base::format("each of {}", key)));
    if (item.text().empty()) return item.error(base::format("one of {} is empty", key));
  }
  return items;
}

base::Result<void> read_patterns(const Node& map, RedactionRules& rules) {
  const std::vector<Node> expressions = TRY(texts_in(map, "patterns", patterns_max));
  for (const Node& item : expressions) {
    auto pattern = patterns::compile(item.text());
    if (!pattern && pattern.error().kind != base::ErrorKind::invalid) return pattern.error();
    if (!pattern) {
      return item.error(
          base::format("the pattern {}: {}", config::shown(item.text()), pattern.error().message));
    }
    rules.patterns.push_back(*std::move(pattern));
  }
  return {};
}

base::Result<void> read_redaction(const Node& root, RedactionRules& rules) {
  const Node* map = present(root, "redact");
  if (map == nullptr) return {};
  TRY(config::must_be(*map, config::Kind::map, "redact"));
  TRY(config::only_keys(*map, {"patterns", "names", "paths"}));
  TRY(read_patterns(*map, rules));
  const std::vector<Node> names = TRY(texts_in(*map, "names", names_max));
  for (const Node& name : names)
    rules.names.push_back(base::lower(name.text()));
  const std::vector<Node> globs = TRY(texts_in(*map, "paths", globs_max));
  for (const Node& glob : globs)
    rules.paths.push_back(glob.text());
  return {};
}

base::Result<void> read_span(const Node& map,
                             std::string_view key,
                             std::chrono::milliseconds& span) {
  constexpr std::chrono::milliseconds span_max = std::chrono::days(3650);
  const auto text = TRY(config::optional_text(map, key));
  if (!text) return {};
  const bool is_for_ever = *text == "forever" || *text == "0";
  const auto read = is_for_ever ? std::chrono::milliseconds(0) : base::parse_span(*text);
  if (!read || *read > span_max) {
    return map.find(key)->error(base::format(
        "{} must be a span such as 30m, 24h or 30d, up to 3650d, or forever; it is \"{}\"",
        key,
        config::shown(*text)));
  }
  span = *read;
  return {};
}

base::Result<void> read_retention(const Node& root, Retention& retention) {
  const Node* map = present(root, "retention");
  if (map == nullptr) return {};
  TRY(config::must_be(*map, config::Kind::map, "retention"));
  TRY(config::only_keys(*map, {"silent_run", "bodies", "logs", "events"}));
  TRY(read_span(*map, "silent_run", retention.silent_run));
  TRY(read_span(*map, "bodies", retention.bodies));
  TRY(read_span(*map, "logs", retention.logs));
  return read_span(*map, "events", retention.events);
}

base::Result<void> read_follow(const Node& root, const fs::path& file, Settings& settings) {
  const std::vector<Node> logs = TRY(items_of(root, "follow", logs_max));
  for (const Node& item : logs) {
    TRY(config::must_be(item, config::Kind::map, "each of follow"));
    TRY(config::only_keys(item, {"path", "agent"}));
    const std::string path = TRY(config::required_text(item, "path"));
    const auto agent = TRY(config::optional_text(item, "agent"));
    if (agent && !crew::is_agent_name(*agent))
      return item.find("agent")->error(
          base::format("agent: an agent's name is {}", crew::agent_name_rule));
    settings.follow.push_back({file.parent_path() / path, agent.value_or("")});
  }
  return {};
}

base::Result<void> read_expect(const Node& root, std::vector<Source>& expect) {
  const std::vector<Node> names = TRY(texts_in(root, "expect", source_names.size()));
  for (const Node& item : names) {
    const auto source = source_named(item.text());
    if (!source) {
      return item.error(base::format("{} is no source; allowed: {}",
                                     config::shown(item.text()),
                                     base::join({source_names.begin(), source_names.end()}, ", ")));
    }
    if (std::find(expect.begin(), expect.end(), *source) == expect.end()) expect.push_back(*source);
  }
  return {};
}

}  // namespace

base::Result<Settings> read_settings(const fs::path& home) {
  const fs::path file = home / "runlog.yaml";
  Settings settings;
  const auto root = config::parse_file(file);
  if (!root && root.error().kind == base::ErrorKind::not_found) return settings;
  if (!root) return root.error();
  TRY(config::must_be(*root, config::Kind::map, "runlog.yaml"));
  TRY(config::only_keys(*root, {"redact", "retention", "follow", "expect"}));
  TRY(read_redaction(*root, settings.redaction));
  TRY(read_retention(*root, settings.retention));
  TRY(read_follow(*root, file, settings));
  TRY(read_expect(*root, settings.expect));
  return settings;
}

}  // namespace runlog
