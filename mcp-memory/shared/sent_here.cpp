#include "mcp-memory/shared/sent_here.hpp"

#include <algorithm>

#include "mcp-memory/record.hpp"
#include "mcp-memory/store/projection.hpp"

namespace memory {
namespace {

/// Where another process reads the log for this one, nothing is ever taken.
constexpr std::size_t lines_max = 5000;

std::optional<ChangeKind> kind_told_by(const Waiting& waiting) {
  for (const ChangeKind kind : {ChangeKind::written, ChangeKind::updated, ChangeKind::superseded})
    if (waiting.kind == name_of(kind) && is_told_by_its_kind(kind)) return kind;
  return std::nullopt;
}

bool has_type(const Waiting& waiting) {
  return std::find(record_type_names.begin(), record_type_names.end(), waiting.record_type) !=
         record_type_names.end();
}

}  // namespace

void SentHere::note(const Waiting& waiting, const std::string& subject) {
  const auto kind = kind_told_by(waiting);
  if (!kind || !has_type(waiting)) return;
  const base::Lock lock(mutex_);
  if (lines_.size() >= lines_max) lines_.clear();
  lines_[waiting.change_id] = {subject, *kind};
}

std::optional<ChangeKind> SentHere::take(const std::string& change_id, const std::string& subject) {
  const base::Lock lock(mutex_);
  const auto found = lines_.find(change_id);
  if (found == lines_.end() || found->second.subject != subject) return std::nullopt;
  const ChangeKind kind = found->second.kind;
  lines_.erase(found);
  return kind;
}

}  // namespace memory
