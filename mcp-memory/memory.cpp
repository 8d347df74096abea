#include "mcp-memory/memory.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"

namespace memory {
namespace {

base::Result<Draft> with_status(Draft draft) {
  const auto statuses = statuses_of(draft.type);
  if (draft.status.empty()) draft.status = statuses.front();
  if (std::find(statuses.begin(), statuses.end(), draft.status) != statuses.end()) return draft;
  return base::invalid(
      base::format("status \"{}\" is none of a {}", draft.status, name_of(draft.type)));
}

}  // namespace

Memory::Memory(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock)
    : home_(std::move(home)), clock_(clock), ids_(std::move(clock)) {}

base::Result<RecordStore*> Memory::records() {
  const base::Lock lock(mutex_);
  if (!store_) store_ = std::make_unique<RecordStore>(TRY(home_()) / "memory.db");
  return store_.get();
}

base::Result<Stored> Memory::write(std::stop_token stop,
                                   Draft draft,
                                   const Author& author,
                                   const std::optional<Supersession>& older) {
  draft = TRY(with_status(std::move(draft)));
  RecordStore* store = TRY(records());
  const Record record{
      .id = ids_.next(), .created_at = now(), .author = author, .draft = std::move(draft)};
  return store->add(stop, record, older);
}

base::Result<Stored> Memory::revise(std::stop_token stop, Revision revision, const Author& author) {
  revision.draft = TRY(with_status(std::move(revision.draft)));
  RecordStore* store = TRY(records());
  return store->revise(stop, revision, now_by(author));
}

}  // namespace memory
