#include "mcp-memory/memory.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <unordered_set>

#include "base/format.hpp"

namespace memory {
namespace {

/// How far back a digest looks for what concerns the paths at hand.
constexpr std::size_t searched_entries_max = 2000;

/// What concerns one of the paths to the front; the order is kept otherwise.
void concerned_first(std::vector<Entry>& entries, const std::vector<std::string>& paths) {
  std::stable_partition(entries.begin(), entries.end(), [&](const Entry& entry) {
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return concerns(entry.scope, path);
    });
  });
}

bool is_known_status(const Draft& draft) {
  const auto statuses = statuses_of(draft.type);
  return std::find(statuses.begin(), statuses.end(), draft.status) != statuses.end();
}

}  // namespace

Memory::Memory(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock)
    : home_(std::move(home)), clock_(clock), ids_(std::move(clock)) {}

base::Result<Stored> Memory::write(std::stop_token stop, Draft draft, const Author& author) {
  if (draft.status.empty()) draft.status = statuses_of(draft.type).front();
  if (!is_known_status(draft)) {
    return base::invalid(
        base::format("status \"{}\" is none of a {}", draft.status, name_of(draft.type)));
  }
  RecordStore* records = TRY(store());
  return records->add(
      stop, {.id = ids_.next(), .created_at = now(), .author = author, .draft = std::move(draft)});
}

base::Result<std::string> Memory::read(std::stop_token stop,
                                       const std::string& id,
                                       const std::string& project) {
  RecordStore* records = TRY(store());
  return records->read(stop, id, project);
}

base::Result<Found> Memory::list(std::stop_token stop,
                                 const Filter& filter,
                                 std::int64_t before,
                                 std::size_t count) {
  RecordStore* records = TRY(store());
  return records->list(stop, filter, before, count);
}

base::Result<Found> Memory::search(std::stop_token stop,
                                   const std::string& question,
                                   const Filter& filter,
                                   std::size_t skipped,
                                   std::size_t count) {
  RecordStore* records = TRY(store());
  return records->search(stop, question, filter, skipped, count);
}

base::Result<Digest> Memory::digest(std::stop_token stop,
                                    const std::string& project,
                                    const std::string& agent,
                                    const std::vector<std::string>& paths) {
  const auto of = [&](RecordType type, const char* status) {
    const std::size_t count = paths.empty() ? digest_entries_max : searched_entries_max;
    return list(stop, {.project = project, .type = type, .status = status}, 0, count);
  };
  Digest digest;
  digest.open_incidents = TRY(of(RecordType::incident, "open")).entries;
  for (Entry& mitigated : TRY(of(RecordType::incident, "mitigated")).entries) {
    digest.open_incidents.push_back(std::move(mitigated));
  }
  std::sort(digest.open_incidents.begin(),
            digest.open_incidents.end(),
            [](const Entry& a, const Entry& b) { return a.position > b.position; });
  digest.decisions = TRY(of(RecordType::decision, "accepted")).entries;
  digest.runbooks = TRY(of(RecordType::runbook, "active")).entries;
  digest.patterns = TRY(of(RecordType::pattern, "established")).entries;
  for (auto* entries :
       {&digest.open_incidents, &digest.decisions, &digest.runbooks, &digest.patterns}) {
    concerned_first(*entries, paths);
    if (entries->size() > digest_entries_max) entries->resize(digest_entries_max);
  }
  std::unordered_set<std::string> listed;
  for (const auto* entries :
       {&digest.open_incidents, &digest.decisions, &digest.runbooks, &digest.patterns}) {
    for (const Entry& entry : *entries)
      listed.insert(entry.id);
  }
  const Filter others{.project = project, .not_agent = agent};
  for (Entry& entry : TRY(list(stop, others, 0, digest_entries_max)).entries) {
    if (!listed.contains(entry.id)) digest.by_others.push_back(std::move(entry));
  }
  return digest;
}

base::Result<sqlite::Health> Memory::check(std::stop_token stop) {
  RecordStore* records = TRY(store());
  return records->check(stop);
}

base::Result<RecordStore*> Memory::store() {
  const base::Lock lock(mutex_);
  if (!store_) store_ = std::make_unique<RecordStore>(TRY(home_()) / "memory.db");
  return store_.get();
}

bool concerns(const std::vector<std::string>& scope, const std::string& path) {
  return std::any_of(scope.begin(), scope.end(), [&](const std::string& entry) {
    if (entry.empty()) return false;
    const std::string folder = entry.back() == '/' ? entry : entry + "/";
    return path == entry || path.starts_with(folder) ||
           ::fnmatch(entry.c_str(), path.c_str(), 0) == 0;
  });
}

}  // namespace memory
