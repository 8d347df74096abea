#pragma once
// RecordStore: records in one SQLite file that several processes share. The only place of this
// server with SQL. Thread-safe; nothing is opened before the first use.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/since.hpp"
#include "sqlite/database.hpp"

namespace memory {

struct Stored {
  std::string id;
  std::int64_t revision;
  base::Instant created_at;
  std::string agent;
  bool created;  ///< false: an identical record was there already, and this is it
};

/// Which records count. Empty texts and absent optionals leave all in.
struct Filter {
  std::string project;  ///< never empty
  std::optional<RecordType> type = {};
  std::string agent = {};
  std::string not_agent = {};
  std::string status = {};
  std::string tag = {};
  Since since = {};
};

struct Found {
  std::vector<Entry> entries;
  bool more = false;        ///< there are further ones behind the last
  std::int64_t newest = 0;  ///< position of the newest record of all, as of this snapshot
};

class RecordStore {
 public:
  explicit RecordStore(std::filesystem::path file);

  /// Durable when it returns.
  base::Result<Stored> add(std::stop_token stop, const Record& record);

  /// The whole record as JSON text; not_found names the project it belongs to instead.
  base::Result<std::string> read(std::stop_token stop,
                                 const std::string& id,
                                 const std::string& project);

  /// Newest first, those before `before` (0: from the newest on).
  base::Result<Found> list(std::stop_token stop,
                           const Filter& filter,
                           std::int64_t before,
                           std::size_t count);

  /// Best match first, leaving out the first `skipped`. `question` is anything; one that has no
  /// words finds nothing.
  base::Result<Found> search(std::stop_token stop,
                             const std::string& question,
                             const Filter& filter,
                             std::size_t skipped,
                             std::size_t count);

  base::Result<sqlite::Health> check(std::stop_token stop = {});

 private:
  sqlite::Database database_;
};

}  // namespace memory
