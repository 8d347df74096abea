#include "crew/bus_file.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <utility>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "config/fields.hpp"
#include "config/yaml.hpp"

namespace crew {
namespace {

namespace fs = std::filesystem;
using config::Kind;
using config::Node;

constexpr std::size_t password_bytes_max = 1024;

const Node* present(const Node& map, std::string_view key) {
  const Node* value = map.find(key);
  return value == nullptr || value->kind() == Kind::nothing ? nullptr : value;
}

/// Not empty. Relative ones begin where nats.yaml lies.
base::Result<std::string> path_in(const Node& map, std::string_view key, const fs::path& file) {
  const auto path = TRY(config::optional_text(map, key));
  if (!path) return std::string();
  if (path->empty()) return map.find(key)->error(base::format("{} must be a path", key));
  return (file.parent_path() / *path).string();
}

base::Result<std::vector<std::string>> texts_in(const Node& map, std::string_view key) {
  std::vector<std::string> texts;
  if (present(map, key) == nullptr) return texts;
  const Node* list = TRY(config::required_list(map, key));
  for (const Node& item : list->items()) {
    TRY(config::must_be(item, Kind::text, base::format("each of {}", key)));
    if (item.text().empty()) return item.error(base::format("one of {} is empty", key));
    texts.push_back(item.text());
  }
  return texts;
}

base::Result<void> read_urls(const Node& root, nats::Options& options) {
  options.urls = TRY(texts_in(root, "urls"));
  const Node* list = present(root, "urls");
  if (list == nullptr) return {};
  if (options.urls.empty()) return list->error("urls is empty; name a server or leave it out");
  for (std::size_t at = 0; at < options.urls.size(); ++at) {
    const std::string reason = reason_against_url(options.urls[at]);
    if (!reason.empty()) return list->items()[at].error(reason);
  }
  return {};
}

base::Result<std::string> read_password(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(password_bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.gcount() == 0)
    return base::unavailable(base::format("{}: holds no password, or cannot be read", file));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  std::string password(base::trimmed(text));
  const bool is_one_line = password.find('\n') == std::string::npos;
  if (password.empty() || !is_one_line || text.size() > password_bytes_max) {
    return base::invalid(base::format(
        "{}: must hold the password on one line, of at most {} bytes", file, password_bytes_max));
  }
  return password;
}

base::Result<void> only_one_kind(const Node& map) {
  int kinds = 0;
  for (const std::string_view key : {"password_file", "credentials_file", "nkey_seed_file"})
    kinds += present(map, key) != nullptr ? 1 : 0;
  if (kinds > 1) {
    return map.error(
        "credentials: give one of password_file, credentials_file, or nkey with nkey_seed_file");
  }
  if ((present(map, "nkey") == nullptr) != (present(map, "nkey_seed_file") == nullptr))
    return map.error("credentials: nkey and nkey_seed_file come together");
  return {};
}

base::Result<void> read_credentials(const Node& root,
                                    const fs::path& file,
                                    const BusUser& user,
                                    nats::Options& options) {
  const Node* map = present(root, "credentials");
  if (map == nullptr) return {};
  TRY(config::must_be(*map, Kind::map, "credentials"));
  TRY(config::only_keys(*map, {"password_file", "credentials_file", "nkey", "nkey_seed_file"}));
  TRY(only_one_kind(*map));
  options.credentials_file = TRY(path_in(*map, "credentials_file", file));
  options.nkey = TRY(config::optional_text(*map, "nkey")).value_or("");
  options.nkey_seed_file = TRY(path_in(*map, "nkey_seed_file", file));
  const std::string password_file = TRY(path_in(*map, "password_file", file));
  if (password_file.empty() || !user.needs_password) return {};
  options.password = TRY(read_password(password_file));
  options.user = user.name;
  return {};
}

base::Result<void> read_tls(const Node& root, const fs::path& file, nats::Tls& tls) {
  const Node* map = present(root, "tls");
  if (map == nullptr) return {};
  TRY(config::must_be(*map, Kind::map, "tls"));
  TRY(config::only_keys(*map, {"ca", "certificate", "key"}));
  tls.required = true;
  tls.ca_file = TRY(path_in(*map, "ca", file));
  tls.certificate_file = TRY(path_in(*map, "certificate", file));
  tls.key_file = TRY(path_in(*map, "key", file));
  if (tls.certificate_file.empty() != tls.key_file.empty())
    return map->error("tls: certificate and key come together");
  return {};
}

/// What a whole number ends with; nothing for what is none.
std::optional<std::uint64_t> bytes_of(std::string_view text) {
  constexpr std::pair<std::string_view, unsigned> units[] = {
      {"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}};
  constexpr std::uint64_t bytes_max = std::numeric_limits<std::int64_t>::max();
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, count);
  if (failure != std::errc() || count == 0) return std::nullopt;
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  for (const auto& [name, shift] : units) {
    if (base::trimmed(unit) == name && count <= bytes_max >> shift) return count << shift;
  }
  return std::nullopt;
}

base::Result<void> read_bytes(const Node& map, std::string_view key, std::uint64_t& bytes) {
  const auto text = TRY(config::optional_text(map, key));
  if (!text) return {};
  const auto read = bytes_of(*text);
  if (!read) {
    return map.find(key)->error(
        base::format("{} must be a number of bytes above 0, or such as 512MiB, 10GiB or 1TiB; it "
                     "is \"{}\"",
                     key,
                     config::shown(*text)));
  }
  bytes = *read;
  return {};
}

base::Result<void> read_span(const Node& map,
                             std::string_view key,
                             std::chrono::milliseconds& span) {
  constexpr std::chrono::milliseconds span_max = std::chrono::days(3650);
  const auto text = TRY(config::optional_text(map, key));
  if (!text) return {};
  const auto read = base::parse_span(*text);
  if (!read || read->count() == 0 || *read > span_max) {
    return map.find(key)->error(
        base::format("{} must be a span such as 2s, 10m, 36h or 14d, up to 3650d; it is \"{}\"",
                     key,
                     config::shown(*text)));
  }
  span = *read;
  return {};
}

base::Result<void> read_replicas(const Node& map, int& replicas) {
  const auto text = TRY(config::optional_text(map, "replicas"));
  if (!text) return {};
  const bool is_digit = text->size() == 1 && text->front() >= '1' && text->front() <= '5';
  if (!is_digit) return map.find("replicas")->error("replicas must be 1 to 5");
  replicas = text->front() - '0';
  return {};
}

base::Result<void> read_streams(const Node& root, StreamSettings& streams) {
  const Node* map = present(root, "streams");
  if (map == nullptr) return {};
  TRY(config::must_be(*map, Kind::map, "streams"));
  TRY(config::only_keys(*map,
                        {"replicas",
                         "cluster",
                         "tags",
                         "memory_max_bytes",
                         "events_max_bytes",
                         "events_max_age",
                         "duplicate_window"}));
  TRY(read_replicas(*map, streams.replicas));
  streams.cluster = TRY(config::optional_text(*map, "cluster")).value_or("");
  streams.tags = TRY(texts_in(*map, "tags"));
  TRY(read_bytes(*map, "memory_max_bytes", streams.memory_bytes_max));
  TRY(read_bytes(*map, "events_max_bytes", streams.events_bytes_max));
  TRY(read_span(*map, "events_max_age", streams.events_age_max));
  TRY(read_span(*map, "duplicate_window", streams.duplicate_window));
  if (streams.duplicate_window <= streams.events_age_max) return {};
  return map->error("duplicate_window cannot be longer than events_max_age");
}

}  // namespace

base::Result<void> read_bus_file(const fs::path& file, const BusUser& user, BusSettings& settings) {
  const auto root = config::parse_file(file);
  if (!root && root.error().kind == base::ErrorKind::not_found) return {};
  if (!root) return root.error();
  TRY(config::must_be(*root, Kind::map, "nats.yaml"));
  TRY(config::only_keys(*root, {"urls", "credentials", "tls", "streams"}));
  TRY(read_urls(*root, settings.options));
  TRY(read_credentials(*root, file, user, settings.options));
  TRY(read_tls(*root, file, settings.options.tls));
  return read_streams(*root, settings.streams);
}

std::string reason_against_url(std::string_view url) {
  const std::string server = nats::host_and_port(url);
  if (server.empty()) return "a NATS server is named as nats://host:port or tls://host:port";
  if (url.find('@') == std::string_view::npos) return {};
  return base::format(
      "the URL of {} holds credentials, which do not belong there: the user is the agent, and the "
      "password comes from AGENT_SMITH_NATS_PASSWORD or from credentials in nats.yaml",
      base::one_line(server, 100));
}

}  // namespace crew
