#pragma once
// To which servers a bus connects, as whom, and how well protected. What is secret here never
// appears in a message or a log line.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace nats {

struct Tls {
  bool required = false;              ///< also for nats:// URLs
  std::string ca_file = {};           ///< PEM; empty: the system's certificates
  std::string certificate_file = {};  ///< PEM, of this client; with key_file or not at all
  std::string key_file = {};
};

struct Options {
  std::vector<std::string> urls = {};  ///< nats://host:port or tls://host:port; tried in any order
  std::string name = {};               ///< shown by the server's monitoring
  /// Answers come to subjects below: a server may grant each agent only its own. No wildcards.
  std::string inbox_prefix = "_INBOX";

  // One kind of credentials at most: user and password, one of the two files, or within the URLs.
  std::string user = {};
  std::string password = {};
  std::string credentials_file = {};  ///< JWT and seed, as nsc writes them (.creds)
  std::string nkey = {};              ///< the public key (U...) of the seed
  std::string nkey_seed_file = {};    ///< with nkey or not at all

  Tls tls = {};
  /// For one server, up to its welcome; a TLS handshake has as long again.
  std::chrono::milliseconds connect_timeout{2000};
  /// How often the other side shows that it is there while it has nothing to say. A reader fails
  /// after two of silence, a connection after four to six.
  std::chrono::milliseconds heartbeat{5000};
};

/// invalid: no URL, one that is not understood, two kinds of credentials, half a pair. Files are
/// looked at later, when a connection is made.
base::Result<void> check(const Options& options);

/// "host:port" of a URL, without what it may say about credentials. The port is 4222 if unsaid;
/// empty if this is no URL of a NATS server.
std::string host_and_port(std::string_view url);

/// "host:port, host:port": for messages.
std::string spelled_servers(const Options& options);

}  // namespace nats
