#pragma once
// The migrations in schema/*.sql, embedded by the build. A file is never edited once it was
// released.

#include <span>

#include "sqlite/migration.hpp"

namespace runlog {

std::span<const sqlite::Migration> migrations();

}  // namespace runlog
