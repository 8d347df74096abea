#pragma once
// HTTP requests and replies as a handler sees them, without sockets: an endpoint can be tested by
// calling it.

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http_server {

/// Header fields in the order they came. Names compare without regard to case (RFC 9110, 5.1).
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;

  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value);

  /// The value of the first field of this name.
  std::optional<std::string_view> find(std::string_view name) const;

  /// The values of all fields of this name.
  std::vector<std::string_view> all(std::string_view name) const;

  std::size_t count(std::string_view name) const;

  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

struct Request {
  std::string method;  ///< upper case, as sent
  std::string path;    ///< without the query
  Headers headers;
  std::string body = {};
  std::string peer = {};  ///< address of the other side, for the log
  std::stop_token gone =
      {};  ///< stopped as soon as the other side has hung up, from another thread
};

/// A body that comes piece by piece while the reply is already on its way.
class Stream {
 public:
  virtual ~Stream() = default;

  /// Waits for the next piece; nothing at the end. Called by one thread. It must return soon once
  /// the request's `gone` is stopped or close() was called.
  virtual std::optional<std::string> next() = 0;

  /// The server is being stopped, or the reply cannot be written any more. From any thread; may
  /// come more than once.
  virtual void close() = 0;
};

struct Reply {
  int status = 200;
  Headers headers = {};
  std::string body = {};
  std::shared_ptr<Stream> stream = {};  ///< instead of `body`
};

/// What a server is started with. Called by many threads at once.
class Handler {
 public:
  virtual ~Handler() = default;

  /// Looks at a request before its body is read, so that nobody without a right to it makes the
  /// server read four megabytes. A reply refuses the request, and the connection is closed.
  virtual std::optional<Reply> refuse(const Request& head) = 0;

  virtual Reply answer(const Request& request) = 0;

  /// The reply to what never became a request (bytes that are no HTTP, a head or a body over its
  /// limit or its time), for the status that HTTP has for it.
  virtual Reply unreadable(int status) = 0;
};

}  // namespace http_server
