#pragma once
// NATS with JetStream: streams that several machines write to and read from. Plain C++; the client
// library lives in the module agent-smith-nats, because what it links (OpenSSL) costs more start-up
// time than a stdio server takes altogether. The only client library that this room knows is
// nats.c, and of it only the connection: JetStream is JSON over subjects, spoken here, so that each
// request has a deadline, can be stopped, and hears of a refused permission at once.
//
// Threads: one connects, one sends; the client library adds three for each connection and three for
// all. With TLS the process must ignore SIGPIPE.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "nats/consumer.hpp"
#include "nats/message.hpp"
#include "nats/options.hpp"
#include "nats/patience.hpp"
#include "nats/publication.hpp"
#include "nats/reader.hpp"
#include "nats/stream.hpp"

namespace nats {

/// How it stands with the connection.
struct Standing {
  bool connected = false;
  base::Instant since = {};         ///< of `connected`
  std::string address = {};         ///< host:port of the server; of the last one if not connected
  std::string server_version = {};  ///< empty if it did not say
  std::uint64_t payload_bytes_max = 0;  ///< headers and payload of one message; 0: not known yet
  /// The last thing that went wrong, in plain words: nobody answers, the server refuses these
  /// credentials or a subject, the connection was lost. Empty if nothing did since the connection
  /// was made.
  std::string trouble = {};
  base::Instant trouble_at = {};
};

/// Publications that are under way. Must not outlive the bus.
class Publishing {
 public:
  virtual ~Publishing() = default;

  /// One Published for each, in their order; to be called once.
  virtual std::vector<Published> wait() = 0;
};

/// A connection that is made anew whenever it is lost, after 0.1 s at first and 2 s in the end
/// (10 s where the credentials are refused). Nothing is kept for later while there is none.
/// Thread-safe. No call goes on beyond the deadline, whatever the server does. Must not be
/// destroyed during a call; its end takes 0.1 s at most.
class Bus {
 public:
  virtual ~Bus() = default;

  virtual Standing standing() const = 0;

  /// True as soon as there is a connection.
  virtual bool wait_connected(const Patience& patience) = 0;

  /// Sends all without waiting in between. They are stored in their order, but one may fail and the
  /// next be stored. The patience is that of wait().
  virtual std::unique_ptr<Publishing> begin(std::span<const Publication> publications,
                                            const Patience& patience) = 0;

  /// The same to its end: one Published for each.
  std::vector<Published> publish(std::span<const Publication> publications,
                                 const Patience& patience) {
    return begin(publications, patience)->wait();
  }

  /// The same without an answer: nobody knows what becomes of them, or whether there is a
  /// connection. A stream that has stored what is published next has dealt with all of these.
  virtual void tell(std::span<const Publication> publications) = 0;

  // What follows fails as not_found (no such stream), unavailable (no connection, no answer, not
  // permitted, JetStream off), busy (the cluster elects a leader) or stopped.

  virtual base::Result<std::unique_ptr<Reader>> read(const ReadFrom& from,
                                                     const Patience& patience) = 0;

  /// Makes the durable consumer if the stream has none of that name; it begins with the oldest
  /// message. conflict: there is one that is configured otherwise; the message names each
  /// difference, and nothing is changed. invalid: `from` cannot be.
  virtual base::Result<std::unique_ptr<Consumer>> consume(const ConsumeFrom& from,
                                                          const Patience& patience) = 0;

  /// Nothing if the stream has no durable consumer of that name.
  virtual base::Result<std::optional<ConsumerStanding>> consumer(const std::string& stream,
                                                                 const std::string& durable,
                                                                 const Patience& patience) = 0;

  /// The last message of a subject. Replicas may answer: what was stored just now may be missing.
  virtual base::Result<std::optional<Message>> last_of(const std::string& stream,
                                                       const std::string& subject,
                                                       const Patience& patience) = 0;

  /// The message of that sequence; nothing if it was erased, dropped or never there.
  virtual base::Result<std::optional<Message>> at(const std::string& stream,
                                                  std::uint64_t sequence,
                                                  const Patience& patience) = 0;

  // For the operator. Agents need not be permitted more than stream().

  /// Nothing if there is none of that name.
  virtual base::Result<std::optional<StreamInfo>> stream(const std::string& name,
                                                         const Patience& patience) = 0;

  /// Nothing happens if there is one like it. conflict: one of that name is different, or another
  /// one has one of its subjects.
  virtual base::Result<StreamInfo> add(const Stream& stream, const Patience& patience) = 0;

  /// Everything that Stream does not say goes back to the server's default.
  virtual base::Result<StreamInfo> update(const Stream& stream, const Patience& patience) = 0;

  /// Overwrites a message for good. not_found: there is none of that sequence.
  virtual base::Result<void> erase(const std::string& stream,
                                   std::uint64_t sequence,
                                   const Patience& patience) = 0;
};

/// Loads the module and returns at once, whether or not a server is there.
/// invalid: the options contradict each other. unavailable: the module is missing.
base::Result<std::unique_ptr<Bus>> open(const Options& options,
                                        const base::Clock& clock = base::system_clock());

}  // namespace nats
