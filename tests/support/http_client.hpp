#pragma once
// A client that sends exactly the bytes it is given, so that a test can be as wrong or as slow as
// it likes. Connects to 127.0.0.1. Everything throws std::runtime_error with a reason, at the
// latest after 30 seconds.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fd.hpp"
#include "support/tls_peer.hpp"

namespace support {

struct HttpReply {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};  ///< names in lower case
  std::string body = {};

  /// Of the first field of that name (in lower case), empty if there is none.
  std::string header(std::string_view name) const;
  bool has_header(std::string_view name) const;
};

class HttpClient {
 public:
  enum class Encryption { none, tls };

  /// With TLS any certificate will do.
  explicit HttpClient(int port, Encryption encryption = Encryption::none);

  void send(std::string_view bytes);

  /// Status and header fields; the body follows through read_piece().
  HttpReply read_head();

  /// What follows a head: by its length, its chunks, or up to the end of the connection.
  std::string read_body(const HttpReply& head);

  /// One chunk of a chunked body; nothing at its end.
  std::optional<std::string> read_piece();

  /// Head and body. Replies to HEAD and those of status 1xx, 204 and 304 have no body.
  HttpReply read_reply(bool to_head_request = false);

  /// For poll(); it says nothing about bytes that were read already.
  int socket() const { return socket_.number(); }

  bool has_input() const { return !input_.empty(); }

  /// Waits for the end of the connection; true if no further byte came.
  bool is_closed();

  /// Hangs up. Later calls fail.
  void close();

  /// No more bytes will be sent, but some may be read.
  void finish();

 private:
  std::string read_line();
  std::string read_bytes(std::size_t count);
  bool read_more();

  base::Fd socket_;
  std::unique_ptr<TlsPeer> tls_;
  std::string input_;
};

/// A whole request with Host and, if there is a body, Content-Length.
std::string http_request(std::string_view method,
                         std::string_view path,
                         std::string_view body = {},
                         std::string_view more_fields = {});

}  // namespace support
