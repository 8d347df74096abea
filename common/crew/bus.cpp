#include "crew/bus.hpp"

#include <utility>

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "crew/bus_file.hpp"

namespace crew {
namespace {

base::Result<std::vector<std::string>> urls_in(const std::string& list, std::string_view origin) {
  std::vector<std::string> urls;
  if (base::trimmed(list).empty()) return urls;
  if (base::is_unexpanded(list)) {
    return base::invalid(base::format(
        "{} was not expanded by the launcher; give URLs such as nats://host:4222", origin));
  }
  for (const std::string_view url : base::split(list, ',')) {
    urls.emplace_back(base::trimmed(url));
    if (const auto reason = reason_against_url(urls.back()); !reason.empty())
      return base::invalid(base::format("{}: {}", origin, reason));
  }
  return urls;
}

/// One password instead of whatever the file names.
void use_password(nats::Options& options, const std::string& user, const std::string& password) {
  options.user = user;
  options.password = password;
  options.credentials_file.clear();
  options.nkey.clear();
  options.nkey_seed_file.clear();
}

base::Result<void> set_password(const BusPlaces& places,
                                const std::string& user,
                                nats::Options& options) {
  if (places.password.empty()) return {};
  if (base::is_unexpanded(places.password)) {
    return base::invalid(
        "AGENT_SMITH_NATS_PASSWORD was not expanded by the launcher; set it to the password, or "
        "leave it out");
  }
  use_password(options, user, places.password);
  return {};
}

}  // namespace

base::Result<std::optional<BusSettings>> find_bus(const BusPlaces& places,
                                                  const std::string& user) {
  BusSettings settings;
  const auto by_option = TRY(urls_in(places.option, "--nats"));
  const auto by_variable = TRY(urls_in(places.environment, "AGENT_SMITH_NATS"));
  const bool needs_password = places.password.empty();
  if (!places.home.empty())
    TRY(read_bus_file(places.home / "nats.yaml", {user, needs_password}, settings));
  if (!by_variable.empty()) settings.options.urls = by_variable;
  if (!by_option.empty()) settings.options.urls = by_option;
  if (settings.options.urls.empty()) return std::optional<BusSettings>();
  TRY(set_password(places, user, settings.options));
  settings.options.name = user;
  settings.options.inbox_prefix = "_INBOX." + user;
  TRY(nats::check(settings.options));
  return std::optional(std::move(settings));
}

}  // namespace crew
