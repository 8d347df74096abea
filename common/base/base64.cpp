#include "base/base64.hpp"

#include <nettle/base64.h>

#include <cstdint>

namespace base {
namespace {

std::string encoded(base64_encode_ctx context, std::string_view bytes) {
  std::string text(BASE64_ENCODE_LENGTH(bytes.size()) + BASE64_ENCODE_FINAL_LENGTH, '\0');
  std::size_t size = base64_encode_update(
      &context, text.data(), bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
  size += base64_encode_final(&context, text.data() + size);
  text.resize(size);
  return text;
}

/// Passes over blanks and takes what lacks its padding.
std::optional<std::string> decoded(base64_decode_ctx context, std::string_view text) {
  std::string bytes(BASE64_DECODE_LENGTH(text.size()), '\0');
  std::size_t size = bytes.size();
  const bool good = base64_decode_update(&context,
                                         &size,
                                         reinterpret_cast<std::uint8_t*>(bytes.data()),
                                         text.size(),
                                         text.data()) != 0;
  if (!good) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace

std::string base64(std::string_view bytes) {
  base64_encode_ctx context;
  base64_encode_init(&context);
  return encoded(context, bytes);
}

std::optional<std::string> read_base64(std::string_view text) {
  base64_decode_ctx context;
  base64_decode_init(&context);
  auto bytes = decoded(context, text);
  // Whatever nettle let pass is found by writing it again.
  if (bytes && base64(*bytes) != text) bytes.reset();
  return bytes;
}

std::string base64_url(std::string_view bytes) {
  base64_encode_ctx context;
  base64url_encode_init(&context);
  std::string text = encoded(context, bytes);
  while (text.ends_with('='))
    text.pop_back();
  return text;
}

std::optional<std::string> read_base64_url(std::string_view text) {
  base64_decode_ctx context;
  base64url_decode_init(&context);
  auto bytes = decoded(context, text);
  if (bytes && base64_url(*bytes) != text) bytes.reset();
  return bytes;
}

}  // namespace base
