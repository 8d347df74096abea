#pragma once
// The floor of what the run log writes: SQLite by itself, as this suite sets it up, with the same
// tables and indexes. A row of events and one of their words each, by prepared statements in a
// plain loop; each call is one transaction under a lock file. Failures throw.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "mcp-runlog/event.hpp"

namespace bench {

struct FloorRow {
  const runlog::Event* event;
  std::int64_t strand;
  std::string words;
};

class EventFloor {
 public:
  /// `schema`: SQL of the tables. Strands 1 to `strands` are there then.
  EventFloor(const std::string& file, const std::string& schema, std::int64_t strands);
  ~EventFloor();

  void add(std::span<const FloorRow> rows);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bench
