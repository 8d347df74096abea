#include "nats/delivery.hpp"

#include <charconv>
#include <chrono>

#include "base/format.hpp"
#include "base/text.hpp"

namespace nats {
namespace {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

/// $JS.ACK.stream.name.deliveries.sequence.deliveries_of_all.nanoseconds.pending, or with domain
/// and account before the stream and perhaps a token at the end (server ADR-15).
std::optional<Delivery> delivery_of(std::string_view reply) {
  constexpr std::size_t tokens_short = 9;
  if (!reply.starts_with("$JS.ACK.")) return std::nullopt;
  const auto tokens = base::split(reply, '.');
  const std::size_t at = tokens.size() > tokens_short ? 4 : 2;
  if (tokens.size() < at + 7) return std::nullopt;
  const std::chrono::nanoseconds stored(number_in(tokens[at + 5]));
  return Delivery{
      .consumer = base::format("{}.{}", tokens[at], tokens[at + 1]),
      .sequence = number_in(tokens[at + 3]),
      .deliveries = number_in(tokens[at + 2]),
      .time = base::Instant(std::chrono::duration_cast<std::chrono::milliseconds>(stored)),
      .pending = number_in(tokens[at + 6])};
}

}  // namespace nats
