#include "mcp/request_state.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/random.hpp"

namespace mcp {
namespace {

constexpr char version = 1;
constexpr std::size_t number_bytes = 8;
constexpr std::size_t head_bytes = 1 + number_bytes;  // the version, when the state expires
constexpr std::size_t signature_bytes = 32;

constexpr std::size_t base64_bytes(std::size_t bytes) {
  return (bytes * 4 + 2) / 3;
}

constexpr std::size_t token_bytes_max =
    base64_bytes(head_bytes + base::limits::request_state_bytes_max) + 1 +
    base64_bytes(signature_bytes);

/// Big-endian.
std::string to_bytes(std::uint64_t number) {
  std::string bytes(number_bytes, '\0');
  for (std::size_t at = number_bytes; at-- > 0; number >>= 8U)
    bytes[at] = static_cast<char>(number & 0xFFU);
  return bytes;
}

std::uint64_t to_number(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes)
    number = (number << 8U) | static_cast<unsigned char>(byte);
  return number;
}

std::uint64_t seconds_of(base::Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch());
  return static_cast<std::uint64_t>(seconds.count());
}

/// What is signed, and its signature.
struct Parts {
  std::string body;
  std::string signature;
};

std::optional<Parts> split(std::string_view token) {
  const std::size_t dot = token.find('.');
  if (token.size() > token_bytes_max || dot == std::string_view::npos) return std::nullopt;
  auto body = base::read_base64_url(token.substr(0, dot));
  auto signature = base::read_base64_url(token.substr(dot + 1));
  if (!body || !signature || body->size() < head_bytes) return std::nullopt;
  return Parts{*std::move(body), *std::move(signature)};
}

/// One text for every reason, so that nobody learns from it how far a forgery got.
base::Error not_ours() {
  return base::invalid(
      "requestState is not one that this server gave to this caller for this request; repeat the "
      "request without it");
}

}  // namespace

RequestStates::RequestStates(base::Clock clock)
    : RequestStates(std::move(clock), base::random_bytes(signature_bytes)) {}

RequestStates::RequestStates(base::Clock clock, std::string key)
    : clock_(std::move(clock)), key_(std::move(key)) {}

std::string RequestStates::seal(std::string_view payload, const Binding& binding) const {
  std::string body(1, version);
  body += to_bytes(seconds_of(clock_() + base::limits::request_state_age_max));
  body += payload;
  return base::base64_url(body) + '.' + base::base64_url(signature(body, binding));
}

base::Result<std::string> RequestStates::open(std::string_view token,
                                              const Binding& binding) const {
  const auto parts = split(token);
  if (!parts || !base::same_secret(parts->signature, signature(parts->body, binding))) {
    return not_ours();
  }
  const std::string& body = parts->body;
  if (body.front() != version) return not_ours();
  const std::uint64_t expiry = to_number(std::string_view(body).substr(1, number_bytes));
  if (seconds_of(clock_()) >= expiry) {
    return base::invalid("requestState has expired; ask again from the start, without it");
  }
  return body.substr(head_bytes);
}

std::string RequestStates::signature(std::string_view body, const Binding& binding) const {
  // With its length before each field no two bindings give the same bytes.
  std::string bytes = "requestState";
  for (const std::string_view field : {body, binding.principal, binding.method, binding.arguments})
    bytes.append(to_bytes(field.size())).append(field);
  return base::hmac_sha256(key_, bytes);
}

}  // namespace mcp
