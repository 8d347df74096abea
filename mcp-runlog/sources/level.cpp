#include "mcp-runlog/sources/level.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace runlog {
namespace {

struct Level {
  std::string_view word;
  Severity severity;
};

constexpr std::array levels = {Level{"alert", Severity::error},
                               Level{"crit", Severity::error},
                               Level{"critical", Severity::error},
                               Level{"debug", Severity::debug},
                               Level{"emerg", Severity::error},
                               Level{"err", Severity::error},
                               Level{"error", Severity::error},
                               Level{"fatal", Severity::error},
                               Level{"info", Severity::info},
                               Level{"information", Severity::info},
                               Level{"notice", Severity::info},
                               Level{"panic", Severity::error},
                               Level{"severe", Severity::error},
                               Level{"trace", Severity::debug},
                               Level{"verbose", Severity::debug},
                               Level{"warn", Severity::warning},
                               Level{"warning", Severity::warning}};

constexpr std::size_t word_characters_max = 11;

}  // namespace

std::optional<Severity> severity_of_level(std::string_view word) {
  if (word.size() > word_characters_max) return std::nullopt;
  const std::string wanted = base::lower(word);
  const auto* const found = std::find_if(
      levels.begin(), levels.end(), [&](const Level& level) { return level.word == wanted; });
  if (found == levels.end()) return std::nullopt;
  return found->severity;
}

Severity severity_of_syslog(std::int64_t level) {
  constexpr std::int64_t error = 3;
  constexpr std::int64_t warning = 4;
  constexpr std::int64_t debug = 7;
  if (level <= error) return Severity::error;
  if (level == warning) return Severity::warning;
  return level >= debug ? Severity::debug : Severity::info;
}

}  // namespace runlog
