#include "nats/core.hpp"

#include <optional>
#include <string_view>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace nats {
namespace {

constexpr std::size_t inbox_random_bytes = 15;

/// X of: Permissions Violation for Publish to "X". The server's words, in all its versions.
std::optional<std::string_view> refused_subject(std::string_view words) {
  constexpr std::string_view opening = "publish to \"";
  const std::size_t at = base::lower(words).find(opening);
  if (at == std::string::npos) return std::nullopt;
  std::string_view subject = words.substr(at + opening.size());
  return subject.substr(0, subject.find('"'));
}

}  // namespace

Core::Core(const Options& given, base::Clock clock)
    : options(given),
      line(std::move(clock)),
      post(base::format(
          "{}.{}", given.inbox_prefix, base::base64_url(base::random_bytes(inbox_random_bytes)))) {}

void Core::refused(std::string words) {
  const std::string shown = "NATS: " + base::one_line(words, 300);
  line.trouble(shown);
  if (const auto subject = refused_subject(words)) post.refused(*subject, shown);
}

void Core::closed(std::uint64_t connection, std::string why) {
  line.closed(connection, std::move(why));
}

void Core::end() {
  line.end();
  post.end();
}

}  // namespace nats
