#pragma once
// What a Database is told when it is made.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>

#include "sqlite/checkpoint.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/migration.hpp"

namespace sqlite {

struct Options {
  std::filesystem::path path;
  std::int32_t application_id;            ///< not 0; tells this program's files from others
  std::span<const Migration> migrations;  ///< must outlive the Database
  CompleteSchema complete = nullptr;      ///< called when a migration was needed
  std::chrono::milliseconds lock_wait{10'000};
  WalLimits wal_limits{};
  int reader_cache_kib = default_cache_kib;

  /// Called for each connection right after it was opened, by several threads at once: the one that
  /// writes, before migrations, and those that read. Its error is that of the call that needed the
  /// connection; the next call tries again.
  OnOpen on_open = {};
};

}  // namespace sqlite
