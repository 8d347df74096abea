#pragma once
// A copy of a database for the day when the original is lost.

#include <cstdint>
#include <filesystem>

#include "base/result.hpp"
#include "sqlite/connection.hpp"

namespace sqlite {

/// Copies what this connection sees now to a new file (0600) that is whole and on the disk before
/// it gets its name. Of deleted rows it holds no more than a full-text index still does. It can
/// take the place of the original, whose -wal and -shm have to go with it. Gives the bytes written.
/// For a connection without a transaction, which may be read-only; its stop token is heeded, and
/// others write on.
///
/// `conflict` if there is something with this name; `unavailable` if the disk does not want it. A
/// process killed meanwhile leaves "<target>.part-XXXXXX" behind.
base::Result<std::uint64_t> back_up(Connection& connection, const std::filesystem::path& target);

}  // namespace sqlite
