#pragma once
// ExportedChange: one line of an export, as docs/formats/memory-export.md describes it. An export
// is the log of all changes; who brings all of them in again has the same memory.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "json/fields.hpp"
#include "mcp-memory/change.hpp"

namespace memory {

struct ExportedChange {
  ChangeKind kind = ChangeKind::written;
  std::string id;
  std::string at;
  std::string agent;
  std::string project;
  std::string run_id = {};
  std::string trace_id = {};
  std::int64_t revision = 1;

  std::optional<Draft> record = {};      ///< written, updated
  std::vector<std::string> fields = {};  ///< updated: what differs; found out anew when brought in
  std::string replaces = {};             ///< updated: document_digest() of the revision before
  std::string by = {};                   ///< superseded
  std::string reason = {};               ///< superseded, purged
  std::string relation = {};             ///< linked, unlinked
  std::string to = {};
  std::string note = {};
  std::string outcome = {};  ///< confirmed
  std::string evidence = {};
  std::string type = {};  ///< purged: what it was

  /// Of links and confirmations, which have no number: which of the lines that say the same this
  /// is.
  std::int64_t occurrence = 1;
};

/// The first line of an export.
std::string export_opening();

bool is_export_opening(std::string_view line);

/// invalid: everything that is wrong with the line, in one message.
base::Result<ExportedChange> exported_change(std::string_view line);

}  // namespace memory
