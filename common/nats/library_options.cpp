#include "nats/library_options.hpp"

#include <filesystem>
#include <vector>

#include "base/format.hpp"
#include "nats/connection.hpp"
#include "nats/tls_calls.hpp"

namespace nats {
namespace {

constexpr int pings_unanswered_max = 1;

/// Without a deadline the library would make the socket block, under a lock that reading and
/// writing share where there is TLS.
static_assert(send_time_max.count() > 0);

struct Setting {
  natsStatus status;
  std::string what;  ///< for the message if it failed
};

base::Result<void> all_set(const std::vector<Setting>& settings) {
  for (const Setting& setting : settings) {
    if (setting.status == NATS_OK) continue;
    return base::invalid(
        base::format("NATS: cannot use {}: {}", setting.what, natsStatus_GetText(setting.status)));
  }
  return {};
}

/// The library looks at these files when it connects, and then does not say which one is missing.
base::Result<void> check_readable(const std::string& file) {
  std::error_code failure;
  if (file.empty() || std::filesystem::is_regular_file(file, failure)) return {};
  return base::invalid(base::format(
      "NATS: cannot read {}: {}", file, failure ? failure.message() : "this is no file"));
}

base::Result<void> set_servers(natsOptions* to, const Options& options) {
  std::vector<const char*> urls;
  for (const std::string& url : options.urls)
    urls.push_back(url.c_str());
  return all_set({{natsOptions_SetServers(to, urls.data(), static_cast<int>(urls.size())),
                   "the servers " + spelled_servers(options)},
                  {natsOptions_SetName(to, options.name.c_str()), "the name " + options.name}});
}

base::Result<void> set_credentials(natsOptions* to, const Options& options) {
  TRY(check_readable(options.credentials_file));
  TRY(check_readable(options.nkey_seed_file));
  std::vector<Setting> settings;
  if (!options.user.empty()) {
    settings.push_back({natsOptions_SetUserInfo(to, options.user.c_str(), options.password.c_str()),
                        "user and password"});
  }
  if (!options.credentials_file.empty()) {
    settings.push_back(
        {natsOptions_SetUserCredentialsFromFiles(to, options.credentials_file.c_str(), nullptr),
         options.credentials_file});
  }
  if (!options.nkey_seed_file.empty()) {
    settings.push_back(
        {natsOptions_SetNKeyFromSeed(to, options.nkey.c_str(), options.nkey_seed_file.c_str()),
         options.nkey_seed_file});
  }
  return all_set(settings);
}

bool wants_tls(const Options& options) {
  for (const std::string& url : options.urls) {
    if (url.starts_with("tls://")) return true;
  }
  return options.tls.required || !options.tls.ca_file.empty() ||
         !options.tls.certificate_file.empty();
}

base::Result<void> set_tls(natsOptions* to, const Options& options) {
  if (!wants_tls(options)) return {};
  prepare_tls();
  const Tls& tls = options.tls;
  std::vector<Setting> settings{{natsOptions_SetSecure(to, true), "TLS"}};
  if (!tls.ca_file.empty()) {
    settings.push_back(
        {natsOptions_LoadCATrustedCertificates(to, tls.ca_file.c_str()), tls.ca_file});
  }
  if (!tls.certificate_file.empty()) {
    settings.push_back(
        {natsOptions_LoadCertificatesChain(to, tls.certificate_file.c_str(), tls.key_file.c_str()),
         tls.certificate_file + " with " + tls.key_file});
  }
  return all_set(settings);
}

base::Result<void> set_behaviour(natsOptions* to, const Options& options) {
  return all_set(
      {{natsOptions_SetAllowReconnect(to, false), "no reconnection"},
       {natsOptions_SetSendAsap(to, true), "sending at once"},
       {natsOptions_SetTimeout(to, options.connect_timeout.count()), "the connect time-out"},
       {natsOptions_SetWriteDeadline(to, send_time_max.count()), "the write deadline"},
       {natsOptions_SetPingInterval(to, 2 * options.heartbeat.count()), "the ping interval"},
       {natsOptions_SetMaxPingsOut(to, pings_unanswered_max), "the number of pings"}});
}

}  // namespace

base::Result<LibraryOptions> library_options(const Options& options) {
  natsOptions* made = nullptr;
  if (natsOptions_Create(&made) != NATS_OK) return base::unavailable("NATS: no memory for options");
  LibraryOptions library(made, natsOptions_Destroy);
  TRY(set_servers(made, options));
  TRY(set_credentials(made, options));
  TRY(set_tls(made, options));
  TRY(set_behaviour(made, options));
  return library;
}

}  // namespace nats
