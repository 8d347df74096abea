#include "nats/connection.hpp"

#include <nats/nats.h>

#include <array>
#include <bit>
#include <cstdint>
#include <exception>

#include "base/format.hpp"
#include "base/text.hpp"
#include "nats/library_options.hpp"
#include "nats/listeners.hpp"
#include "nats/received.hpp"
#include "nats/tls_calls.hpp"

namespace nats {
namespace {

using LibraryMessage = std::unique_ptr<natsMsg, decltype(&natsMsg_Destroy)>;

constexpr std::size_t address_bytes_max = 1024;

void* closure_of(std::uint64_t number) {
  return std::bit_cast<void*>(static_cast<std::uintptr_t>(number));
}

std::uint64_t number_of(void* closure) {
  return std::bit_cast<std::uintptr_t>(closure);
}

/// What the library said last on this thread, or about this status in general.
std::string words_for(natsStatus status) {
  const char* words = nats_GetLastError(nullptr);
  return words == nullptr || *words == '\0' ? natsStatus_GetText(status) : words;
}

std::string last_words_of(natsConnection* connection) {
  const char* words = nullptr;
  const natsStatus status = natsConnection_GetLastError(connection, &words);
  return status == NATS_OK || words == nullptr ? "the connection was closed" : words;
}

/// Runs a callback for whoever listens still. Nothing may be thrown into the library: a message
/// that there is no memory for is lost, as if the network had lost it.
template <class Call>
void tell(void* closure, const Call& call) {
  try {
    if (const auto listener = listeners().find(number_of(closure))) call(*listener);
  } catch (const std::exception&) {
  }
}

void on_message(natsConnection*, natsSubscription*, natsMsg* message, void* closure) {
  const LibraryMessage owned(message, natsMsg_Destroy);
  tell(closure, [&](Listener& listener) { listener.received(received_from(message)); });
}

void on_error(natsConnection*, natsSubscription*, natsStatus status, void* closure) {
  tell(closure, [&](Listener& listener) { listener.refused(words_for(status)); });
}

void on_closed(natsConnection* connection, void* closure) {
  tell(closure,
       [&](Listener& listener) { listener.closed(number_of(closure), last_words_of(connection)); });
}

bool is_about_tls(natsStatus status) {
  return status == NATS_SSL_ERROR || status == NATS_TIMEOUT;
}

base::Error connect_error(natsStatus status, const Options& options) {
  const std::string servers = spelled_servers(options);
  switch (status) {
    case NATS_CONNECTION_AUTH_FAILED:
      return base::invalid(
          base::format("NATS at {} refuses these credentials: {}", servers, words_for(status)));
    case NATS_SSL_ERROR:
    case NATS_SECURE_CONNECTION_REQUIRED:
    case NATS_SECURE_CONNECTION_WANTED:
      return base::invalid(base::format("no TLS with NATS at {}: {}", servers, words_for(status)));
    case NATS_NO_SERVER:
    case NATS_TIMEOUT:
    case NATS_IO_ERROR:
    case NATS_CONNECTION_CLOSED:
      return base::unavailable(base::format("NATS does not answer at {}", servers));
    default:
      return base::unavailable(
          base::format("cannot connect to NATS at {}: {}", servers, words_for(status)));
  }
}

LibraryMessage library_message(const Outgoing& message) {
  natsMsg* made = nullptr;
  const char* reply = message.reply.empty() ? nullptr : message.reply.c_str();
  const natsStatus status = natsMsg_Create(&made,
                                           message.subject.c_str(),
                                           reply,
                                           message.payload.data(),
                                           static_cast<int>(message.payload.size()));
  LibraryMessage owned(made, natsMsg_Destroy);
  if (status != NATS_OK) return LibraryMessage(nullptr, natsMsg_Destroy);
  for (const Header& header : message.headers) {
    if (natsMsgHeader_Add(made, header.name.c_str(), header.value.c_str()) != NATS_OK) {
      return LibraryMessage(nullptr, natsMsg_Destroy);
    }
  }
  return owned;
}

Sending sending_of(natsStatus status) {
  switch (status) {
    case NATS_OK:
      return Sending::sent;
    case NATS_MAX_PAYLOAD:
      return Sending::too_large;
    case NATS_CONNECTION_CLOSED:
    case NATS_INVALID_ARG:
    case NATS_INVALID_SUBJECT:
    case NATS_NO_SERVER_SUPPORT:
    case NATS_INSUFFICIENT_BUFFER:
      return Sending::not_sent;
    default:
      return Sending::uncertain;  // a part of it may have left
  }
}

class LibraryConnection final : public Connection {
 public:
  LibraryConnection(std::uint64_t number, natsConnection* connection)
      : number_(number), connection_(connection) {
    std::array<char, address_bytes_max> url{};
    if (natsConnection_GetConnectedUrl(connection, url.data(), url.size()) == NATS_OK) {
      address_ = host_and_port(url.data());
    }
    const auto bytes = natsConnection_GetMaxPayload(connection);
    payload_bytes_max_ = bytes > 0 ? static_cast<std::uint64_t>(bytes) : 0;
  }

  LibraryConnection(const LibraryConnection&) = delete;
  LibraryConnection& operator=(const LibraryConnection&) = delete;

  ~LibraryConnection() override {
    listeners().remove(number_);
    natsSubscription_Destroy(subscription_);
    natsConnection_Destroy(connection_);
  }

  /// Answers come from here on. Waits until the server has taken it in.
  base::Result<void> subscribe(const std::string& inbox, const Options& options) {
    natsStatus status = natsConnection_Subscribe(
        &subscription_, connection_, inbox.c_str(), on_message, closure_of(number_));
    if (status == NATS_OK) {
      status = natsSubscription_SetPendingLimits(subscription_, -1, -1);
    }
    if (status == NATS_OK) {
      status = natsConnection_FlushTimeout(connection_, options.connect_timeout.count());
    }
    if (status != NATS_OK) return connect_error(status, options);
    const char* words = nullptr;
    if (natsConnection_GetLastError(connection_, &words) != NATS_NOT_PERMITTED) return {};
    return base::invalid(
        base::format("NATS at {} does not let this user receive answers: {}", address_, words));
  }

  std::uint64_t number() const override { return number_; }

  std::string address() const override { return address_; }

  std::uint64_t payload_bytes_max() const override { return payload_bytes_max_; }

  Sending send(const Outgoing& message) override {
    const LibraryMessage library = library_message(message);
    if (library == nullptr) return Sending::not_sent;
    return sending_of(natsConnection_PublishMsg(connection_, library.get()));
  }

  void close() override { natsConnection_Close(connection_); }

 private:
  const std::uint64_t number_;
  natsConnection* const connection_;
  natsSubscription* subscription_ = nullptr;
  std::string address_;
  std::uint64_t payload_bytes_max_ = 0;
};

base::Result<void> set_callbacks(natsOptions* options, std::uint64_t number) {
  if (natsOptions_SetErrorHandler(options, on_error, closure_of(number)) != NATS_OK ||
      natsOptions_SetClosedCB(options, on_closed, closure_of(number)) != NATS_OK) {
    return base::unavailable("NATS: no memory for callbacks");
  }
  return {};
}

base::Result<std::shared_ptr<Connection>> connect_as(std::uint64_t number,
                                                     const Options& options,
                                                     const std::string& inbox) {
  const LibraryOptions library = TRY(library_options(options));
  TRY(set_callbacks(library.get(), number));
  const HandshakeLimit handshake(options.connect_timeout);
  natsConnection* made = nullptr;
  const natsStatus status = natsConnection_Connect(&made, library.get());
  if (is_about_tls(status) && handshake.was_reached()) {
    return base::unavailable(
        base::format("NATS does not answer in TLS at {}", spelled_servers(options)));
  }
  if (status != NATS_OK) return connect_error(status, options);
  const auto connection = std::make_shared<LibraryConnection>(number, made);
  if (const auto subscribed = connection->subscribe(inbox, options); !subscribed) {
    connection->close();
    return subscribed.error();
  }
  return std::shared_ptr<Connection>(connection);
}

}  // namespace

base::Result<std::shared_ptr<Connection>> connect(const Options& options,
                                                  const std::string& inbox,
                                                  std::weak_ptr<Listener> listener) {
  const std::uint64_t number = listeners().add(std::move(listener));
  auto connection = connect_as(number, options, inbox);
  if (!connection) listeners().remove(number);
  return connection;
}

}  // namespace nats
