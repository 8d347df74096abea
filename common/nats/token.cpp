#include "nats/token.hpp"

#include <algorithm>

namespace nats {

bool is_token(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return !text.empty() && text.size() <= token_characters_max &&
         std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace nats
