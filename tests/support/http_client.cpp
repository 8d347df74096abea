#include "support/http_client.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace support {
namespace {

constexpr timeval time_max{.tv_sec = 30, .tv_usec = 0};

base::Fd connected_to(int port) {
  base::Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<in_port_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  const bool ready =
      ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &time_max, sizeof time_max) == 0 &&
      ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &time_max, sizeof time_max) == 0 &&
      ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
      ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  if (!ready) throw std::runtime_error("cannot connect to port " + std::to_string(port));
  return socket;
}

std::string without_blanks(std::string_view text) {
  return std::string(base::trimmed(text));
}

bool has_no_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

}  // namespace

std::string HttpReply::header(std::string_view name) const {
  for (const auto& [field_name, value] : headers) {
    if (field_name == name) return value;
  }
  return {};
}

bool HttpReply::has_header(std::string_view name) const {
  for (const auto& field : headers) {
    if (field.first == name) return true;
  }
  return false;
}

HttpClient::HttpClient(int port, Encryption encryption) : socket_(connected_to(port)) {
  if (encryption == Encryption::tls) tls_ = std::make_unique<TlsPeer>(socket_.number());
}

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = tls_ != nullptr
                             ? tls_->write(bytes)
                             : ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("cannot send");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

HttpReply HttpClient::read_head() {
  HttpReply reply;
  const std::string status_line = read_line();
  if (!status_line.starts_with("HTTP/1.1 ")) throw std::runtime_error("no reply: " + status_line);
  reply.status = std::stoi(status_line.substr(9, 3));
  for (std::string line = read_line(); !line.empty(); line = read_line()) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) throw std::runtime_error("no field: " + line);
    reply.headers.emplace_back(base::lower(line.substr(0, colon)),
                               without_blanks(line.substr(colon + 1)));
  }
  return reply;
}

std::optional<std::string> HttpClient::read_piece() {
  constexpr int hexadecimal = 16;
  const std::size_t size = std::stoul(read_line(), nullptr, hexadecimal);
  std::string piece = read_bytes(size);
  if (!read_line().empty()) throw std::runtime_error("a chunk is longer than it says");
  if (size == 0) return std::nullopt;
  return piece;
}

HttpReply HttpClient::read_reply(bool to_head_request) {
  HttpReply reply = read_head();
  if (!to_head_request && !has_no_body(reply.status)) reply.body = read_body(reply);
  return reply;
}

std::string HttpClient::read_body(const HttpReply& head) {
  std::string body;
  if (head.header("transfer-encoding") == "chunked") {
    while (const auto piece = read_piece())
      body += *piece;
  } else if (head.has_header("content-length")) {
    body = read_bytes(std::stoul(head.header("content-length")));
  } else {
    while (read_more()) {
    }
    body.swap(input_);
  }
  return body;
}

bool HttpClient::is_closed() {
  return input_.empty() && !read_more();
}

void HttpClient::close() {
  tls_.reset();
  socket_.reset();
}

void HttpClient::finish() {
  ::shutdown(socket_.number(), SHUT_WR);
}

std::string HttpClient::read_line() {
  std::size_t end = 0;
  while ((end = input_.find("\r\n")) == std::string::npos) {
    if (!read_more()) throw std::runtime_error("the connection ended within a line: " + input_);
  }
  std::string line = input_.substr(0, end);
  input_.erase(0, end + 2);
  return line;
}

std::string HttpClient::read_bytes(std::size_t count) {
  while (input_.size() < count) {
    if (!read_more()) throw std::runtime_error("the connection ended within a body");
  }
  std::string bytes = input_.substr(0, count);
  input_.erase(0, count);
  return bytes;
}

/// False at the end of the connection, also where it is reset.
bool HttpClient::read_more() {
  std::array<char, 16384> bytes;
  const ssize_t size = tls_ != nullptr ? tls_->read(bytes.data(), bytes.size())
                                       : ::recv(socket_.number(), bytes.data(), bytes.size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    throw std::runtime_error("nothing came for 30 seconds");
  }
  if (size <= 0) return false;
  input_.append(bytes.data(), static_cast<std::size_t>(size));
  return true;
}

std::string http_request(std::string_view method,
                         std::string_view path,
                         std::string_view body,
                         std::string_view more_fields) {
  std::string text;
  text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
  if (!body.empty()) text.append("Content-Length: " + std::to_string(body.size()) + "\r\n");
  return text.append(more_fields).append("\r\n").append(body);
}

}  // namespace support
