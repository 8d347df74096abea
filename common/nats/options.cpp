#include "nats/options.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "nats/token.hpp"

namespace nats {
namespace {

constexpr std::string_view schemes[] = {"nats://", "tls://"};
constexpr std::string_view port_unsaid = ":4222";

/// What follows the scheme, up to a path; empty for another scheme.
std::string_view authority(std::string_view url) {
  for (const std::string_view scheme : schemes) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    return url.substr(0, url.find('/'));
  }
  return {};
}

bool carries_credentials(std::string_view url) {
  return authority(url).find('@') != std::string_view::npos;
}

bool has_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  return colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
}

std::size_t kinds_of_credentials(const Options& options) {
  const bool in_urls = std::any_of(options.urls.begin(), options.urls.end(), carries_credentials);
  return std::size_t{!options.user.empty() || !options.password.empty()} +
         std::size_t{!options.credentials_file.empty()} +
         std::size_t{!options.nkey_seed_file.empty()} + std::size_t{in_urls};
}

/// The client library puts these between quotes as they are.
bool fits_between_quotes(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= ' ' && c != '"' && c != '\\';
  });
}

bool is_inbox_prefix(std::string_view prefix) {
  const auto tokens = base::split(prefix, '.');
  return std::all_of(tokens.begin(), tokens.end(), is_token);
}

base::Result<void> check_urls(const Options& options) {
  if (options.urls.empty()) return base::invalid("no NATS server is named");
  std::size_t number = 0;
  for (const std::string& url : options.urls) {
    ++number;
    if (host_and_port(url).empty()) {
      return base::invalid(base::format(
          "NATS server {} is not named as nats://host:port or tls://host:port", number));
    }
  }
  return {};
}

}  // namespace

base::Result<void> check(const Options& options) {
  TRY(check_urls(options));
  if (kinds_of_credentials(options) > 1) {
    return base::invalid(
        "NATS: give one kind of credentials only: user and password, a credentials file, a seed "
        "file, or those within the URLs");
  }
  if (options.user.empty() && !options.password.empty()) {
    return base::invalid("NATS: a password without a user");
  }
  if (options.nkey.empty() != options.nkey_seed_file.empty()) {
    return base::invalid("NATS: the public key and the file of its seed come together");
  }
  if (options.tls.certificate_file.empty() != options.tls.key_file.empty()) {
    return base::invalid("NATS: certificate and key file come together");
  }
  if (!fits_between_quotes(options.name) || !fits_between_quotes(options.user) ||
      !fits_between_quotes(options.password)) {
    return base::invalid(
        "NATS: name, user and password cannot hold quotes, backslashes or control characters");
  }
  if (!is_inbox_prefix(options.inbox_prefix)) {
    return base::invalid(
        base::format("NATS: the inbox prefix {} is not made of tokens with dots between them",
                     base::one_line(options.inbox_prefix, 80)));
  }
  return {};
}

std::string host_and_port(std::string_view url) {
  std::string_view host = authority(url);
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) {
    host.remove_prefix(at + 1);
  }
  if (host.empty() || host.front() == ':') return {};
  return std::string(host) + std::string(has_port(host) ? "" : port_unsaid);
}

std::string spelled_servers(const Options& options) {
  std::vector<std::string> servers;
  for (const std::string& url : options.urls)
    servers.push_back(host_and_port(url));
  return base::join(servers, ", ");
}

}  // namespace nats
