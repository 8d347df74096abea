#pragma once
// Whether the crew shares its state through NATS, where, and with which credentials: from the
// command line, the environment and nats.yaml in the state directory.
//
//   urls: [nats://one.example.com:4222, nats://two.example.com:4222]
//   credentials:                        # one of the three
//     password_file: devbot.password    # the password on one line; the user is the agent
//     credentials_file: devbot.creds    # JWT and seed, as nsc writes them
//     nkey: U...                        # the public key, with
//     nkey_seed_file: devbot.nk         # the file of its seed
//   tls:                                # if it is there, TLS is required
//     ca: ca.pem                        # else the certificates of the system
//     certificate: devbot.pem           # of this client, with
//     key: devbot-key.pem               # its key
//   streams:                            # what the operator's commands make
//     replicas: 3                       # 1 to 5; 1 if unsaid
//     cluster: east                     # placement
//     tags: [ssd]                       # placement
//     memory_max_bytes: 10GiB           # a number, or with KiB, MiB, GiB or TiB
//     events_max_bytes: 2GiB
//     events_max_age: 14d               # a number with s, m, h, d or w
//     duplicate_window: 10m
//
// Every key may be left out. Relative paths begin at the directory of nats.yaml. Unknown keys are
// refused. No password ever gets into a message.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "nats/options.hpp"

namespace crew {

/// What the operator wants the streams to be; agents have no use for it.
struct StreamSettings {
  int replicas = 1;
  std::string cluster = {};
  std::vector<std::string> tags = {};
  std::uint64_t memory_bytes_max = std::uint64_t{10} << 30U;
  std::uint64_t events_bytes_max = std::uint64_t{2} << 30U;
  std::chrono::milliseconds events_age_max = std::chrono::days(14);
  std::chrono::milliseconds duplicate_window = std::chrono::minutes(10);
};

struct BusSettings {
  nats::Options options;  ///< these have been checked
  StreamSettings streams = {};
};

/// Where the settings are, all of them optional. What stands further up counts.
struct BusPlaces {
  std::string option = {};       ///< --nats: URLs with commas between them
  std::string environment = {};  ///< AGENT_SMITH_NATS: the same
  std::string password = {};     ///< AGENT_SMITH_NATS_PASSWORD, instead of the file's credentials
  std::filesystem::path home = {};  ///< where nats.yaml may be
};

/// Nothing if no place names a server. `user` is an agent, the operator or the run log: the user of
/// a password, the name that the server shows, and the inbox (_INBOX.<user>). invalid: what a place
/// says is wrong; of the file with file:line. unavailable: a file cannot be read.
base::Result<std::optional<BusSettings>> find_bus(const BusPlaces& places, const std::string& user);

}  // namespace crew
