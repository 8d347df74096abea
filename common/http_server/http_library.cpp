#include "http_server/http_library.hpp"

#include <httplib.h>

#include <exception>
#include <functional>
#include <utility>

namespace http_server {
namespace {

/// Handlers of the library are set once for all connections, and each connection has a thread.
thread_local Exchange* current_exchange = nullptr;

class LibraryStream final : public httplib::Stream {
 public:
  explicit LibraryStream(Wire& wire) : wire_(wire) {}

  bool is_readable() const override { return true; }

  bool is_writable() const override { return true; }

  ssize_t read(char* to, std::size_t size) override { return wire_.read(to, size); }

  ssize_t write(const char* from, std::size_t size) override {
    return wire_.write({from, size}) ? static_cast<ssize_t>(size) : -1;
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}

  void get_local_ip_and_port(std::string&, int&) const override {}

  /// Any number below FD_SETSIZE: the library refuses others, and uses none.
  socket_t socket() const override { return 0; }

 private:
  Wire& wire_;
};

/// A piece of a stream is sent before the next one is waited for.
bool write_piece(Exchange& exchange, httplib::DataSink& sink) {
  if (!exchange.flush()) return false;
  const auto piece = exchange.next_piece();
  if (!piece) {
    sink.done();
  } else if (!piece->empty()) {  // an empty one would end the body
    sink.write(piece->data(), piece->size());
  }
  return true;
}

void set_stream(Exchange& exchange, const std::string& content_type, httplib::Response& response) {
  const auto provider = [&exchange](std::size_t, httplib::DataSink& sink) {
    return write_piece(exchange, sink);
  };
  if (exchange.head().http_1_0) {
    response.set_content_provider(content_type, provider);
  } else {
    response.set_chunked_content_provider(content_type, provider);
  }
}

void fill(httplib::Response& response, Exchange& exchange, Reply reply) {
  constexpr const char* content_type = "Content-Type";
  response.status = reply.status;
  response.headers.clear();
  for (const auto& [name, value] : reply.headers.fields())
    response.set_header(name, value);
  response.body = std::move(reply.body);
  if (reply.stream == nullptr) return;
  const std::string type = response.get_header_value(content_type);
  response.headers.erase(content_type);
  set_stream(exchange, type, response);
  exchange.begin_stream(std::move(reply.stream));
}

std::string message_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    return exception.what();
  }
}

/// Takes back what the library says of itself and what is not true of us.
void correct(httplib::Response& response, const Exchange& exchange) {
  constexpr int no_content = 204;
  response.headers.erase("Keep-Alive");
  response.headers.erase("Accept-Ranges");
  response.headers.erase("Connection");
  if (exchange.closes()) response.set_header("Connection", "close");
  if (response.status == no_content) response.headers.erase("Content-Length");
}

}  // namespace

class HttpLibrary::Parts final : public httplib::Server {
 public:
  Parts() {
    using In = httplib::Request;
    using Out = httplib::Response;
    svr_sock_ = 0;  // anything but INVALID_SOCKET, which would cut streams short
    set_pre_routing_handler([](const In&, Out& out) {
      auto reply = current_exchange->reply_before_body();
      if (!reply) return HandlerResponse::Unhandled;
      fill(out, *current_exchange, *std::move(reply));
      return HandlerResponse::Handled;
    });
    Post("/", [](const In&, Out& out, const httplib::ContentReader& read) {
      const bool complete = read([](const char* bytes, std::size_t size) {
        return current_exchange->take_body({bytes, size});
      });
      fill(out, *current_exchange, current_exchange->reply_after_body(complete));
    });
    set_exception_handler([](const In&, Out& out, const std::exception_ptr& thrown) {
      fill(out, *current_exchange, current_exchange->reply_to_failure(message_of(thrown)));
    });
    set_post_routing_handler([](const In&, Out& out) { correct(out, *current_exchange); });
  }

  /// `Self` is this class; a template, so that the call that does not compile is left out.
  template <class Self>
  static bool process(Self& self,
                      httplib::Stream& stream,
                      const std::function<void(httplib::Request&)>& prepare) {
    bool closed = false;
    if constexpr (requires { self.process_request(stream, false, closed, prepare); }) {
      return self.process_request(stream, false, closed, prepare);
    } else {
      return self.process_request(stream, {}, 0, {}, 0, false, closed, prepare);
    }
  }
};

HttpLibrary::HttpLibrary() : parts_(std::make_unique<Parts>()) {}

HttpLibrary::~HttpLibrary() = default;

bool HttpLibrary::run(Exchange& exchange, Wire& wire) {
  current_exchange = &exchange;
  wire.begin_message(exchange.front());
  LibraryStream stream(wire);
  const auto prepare = [&exchange](httplib::Request& request) {
    exchange.understood(std::move(request.method), std::move(request.path));
    // The library reads bodies of few methods only, and would look for a file or a pattern.
    request.method = exchange.method() == "HEAD" ? "HEAD" : "POST";
    if (!exchange.head().has_body() && request.method == "POST") request.method = "GET";
    request.path = "/";
  };
  const bool written = Parts::process(*parts_, stream, prepare);
  current_exchange = nullptr;
  return written;
}

}  // namespace http_server
