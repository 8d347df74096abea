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

/// A healthy log takes a few milliseconds. Longer than this nobody waits for another.
constexpr std::chrono::seconds for_log{2};
constexpr std::chrono::milliseconds for_news{150};

base::Error does_not_count(const Fate& fate) {
  if (fate.is_set_aside) {
    return base::invalid(base::format(
        "{}; the log of the crew has your change as message {}, where it counts for nobody",
        fate.conflict,
        fate.sequence));
  }
  return base::conflict(base::format(
      "{}; your change came too late and does not count. It is kept in the log of the crew as "
      "message {}. Read the record again, then decide",
      fate.conflict,
      fate.sequence));
}

}  // namespace

Memory::Memory(Sources sources, base::Clock clock)
    : sources_(std::move(sources)), clock_(clock), ids_(std::move(clock)) {}

base::Result<RecordStore*> Memory::records() {
  const base::Lock lock(mutex_);
  if (!store_) TRY(open());
  return store_.get();
}

base::Result<void> Memory::open() {
  const std::filesystem::path home = TRY(sources_.home());
  std::optional<Sharing> sharing;
  if (sources_.sharing) sharing = TRY(sources_.sharing());
  if (!sharing) {
    store_ = std::make_unique<RecordStore>(home / "memory.db");
    return {};
  }
  // Never the same file: what one machine has written for itself is no part of the log.
  const std::filesystem::path file = home / "crew-memory.db";
  auto store = std::make_unique<RecordStore>(file, RecordStore::Role::projection);
  courier_ = TRY(Courier::start(store->projection(), file, *sharing));
  store_ = std::move(store);
  return {};
}

Courier* Memory::courier() {
  const base::Lock lock(mutex_);
  return courier_.get();
}

base::Result<Stored> Memory::write(const Writing& writing,
                                   Draft draft,
                                   const Author& author,
                                   const std::optional<Supersession>& older) {
  draft = TRY(with_status(std::move(draft)));
  RecordStore* store = TRY(records());
  const Record record{
      .id = ids_.next(), .created_at = now(), .author = author, .draft = std::move(draft)};
  return store->add(writing, record, older);
}

base::Result<Stored> Memory::revise(const Writing& writing,
                                    Revision revision,
                                    const Author& author) {
  revision.draft = TRY(with_status(std::move(revision.draft)));
  RecordStore* store = TRY(records());
  return store->revise(writing, revision, now_by(author));
}

base::Result<Durability> Memory::settle(std::stop_token stop,
                                        const std::vector<std::string>& change_ids) {
  Courier* carrier = courier();
  if (carrier == nullptr) return Durability{};
  carrier->nudge();
  const nats::Patience patience = nats::within(for_log, stop);
  Durability durability{.level = Durability::Level::in_log};
  for (const std::string& id : change_ids) {
    const Awaited awaited = TRY(carrier->await(id, patience));
    if (!awaited.fate.conflict.empty()) return does_not_count(awaited.fate);
    durability.sequence = std::max(durability.sequence, awaited.fate.sequence);
    if (!awaited.fate.is_waiting) continue;
    return Durability{Durability::Level::queued, 0, awaited.why_waiting};
  }
  return durability;
}

bool Memory::await_log(const nats::Patience& patience) {
  if (!records()) return false;
  Courier* carrier = courier();
  return carrier == nullptr || carrier->await_current(patience);
}

base::Result<std::int64_t> Memory::deliver_all(const nats::Patience& patience) {
  TRY(records());
  Courier* carrier = courier();
  if (carrier == nullptr) return std::int64_t{0};
  return carrier->deliver_all(patience);
}

base::Result<std::optional<LogStanding>> Memory::log() {
  TRY(records());
  std::optional<LogStanding> standing;
  if (Courier* carrier = courier()) standing = carrier->standing();
  return standing;
}

std::string Memory::remark_on_log(std::stop_token stop) {
  if (!records()) return {};
  Courier* carrier = courier();
  if (carrier == nullptr) return {};
  if (carrier->await_current(nats::within(for_news, stop))) return {};
  const LogStanding standing = carrier->standing();
  if (!standing.bus.connected) {
    return base::format(
        "Note: there is no connection to the log of the crew ({}). This is what this machine has; "
        "news of others may be missing.",
        standing.bus.trouble);
  }
  if (!standing.trouble.empty())
    return base::format("Note: the log of the crew cannot be read: {}.", standing.trouble);
  return base::format(
      "Note: this machine is catching up with the log of the crew: {} changes are here, {} are "
      "still to come. What you look for may be among those; ask again in a moment.",
      standing.reading.place.sequence,
      standing.reading.behind);
}

void Memory::tell_of_reading(const activity::ToolCall& call) {
  if (Courier* carrier = courier()) carrier->tell_of_reading(call);
}

}  // namespace memory
