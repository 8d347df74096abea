#pragma once
// UUID version 7 (RFC 9562): ids that sort by the time they were made.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/mutex.hpp"

namespace base {

/// Makes ids that strictly increase within this process, also within one millisecond and when the
/// clock steps back. Thread-safe.
class UuidSource {
 public:
  explicit UuidSource(Clock clock) : clock_(std::move(clock)) {}

  /// 36 lower-case characters with hyphens.
  std::string next();

 private:
  Clock clock_;
  Mutex mutex_;
  std::uint64_t last_ticks_ GUARDED_BY(mutex_) = 0;  ///< milliseconds, then a 12-bit counter
};

/// True for 36 characters of hex and hyphens in the usual places, either case.
bool is_uuid(std::string_view text);

/// True if the 32 hex digits carry the version and variant bits of a UUIDv7.
bool is_uuid_v7_hex(std::string_view digits);

/// 32 hex digits with the hyphens put in, lower case. The argument must be 32 hex digits.
std::string uuid_from_hex(std::string_view digits);

}  // namespace base
