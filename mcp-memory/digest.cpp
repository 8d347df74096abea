#include "mcp-memory/digest.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <unordered_set>

namespace memory {
namespace {

/// How far back a digest looks for what concerns the paths at hand.
constexpr std::size_t searched_entries_max = 2000;

constexpr std::size_t runbooks_for_trigger_max = 3;
constexpr double trigger_strength_min = 0.3;

/// A candidate that so many agents have found to work is as good as established.
constexpr std::int64_t confirming_agents_min = 2;

/// Several changes of one record are one line.
constexpr std::size_t changes_looked_at_max = 200;

/// What concerns one of the paths to the front; the order is kept otherwise.
void concerned_first(std::vector<Entry>& entries, const std::vector<std::string>& paths) {
  std::stable_partition(entries.begin(), entries.end(), [&](const Entry& entry) {
    return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
      return concerns(entry.scope, path);
    });
  });
}

void newest_first(std::vector<Entry>& entries) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return a.position > b.position;
  });
}

void append(std::vector<Entry>& entries, std::vector<Entry> more) {
  for (Entry& entry : more)
    entries.push_back(std::move(entry));
}

/// One pass over what a digest is made of.
class Gathering {
 public:
  Gathering(std::stop_token stop, RecordStore& store, const DigestWanted& wanted, base::Instant now)
      : stop_(std::move(stop)), store_(store), wanted_(wanted), now_(now) {}

  base::Result<Digest> all() {
    Digest digest;
    digest.open_incidents = TRY(listed(RecordType::incident, "open"));
    append(digest.open_incidents, TRY(listed(RecordType::incident, "mitigated")));
    newest_first(digest.open_incidents);
    digest.decisions = TRY(listed(RecordType::decision, "accepted"));
    digest.runbooks = TRY(listed(RecordType::runbook, "active"));
    digest.patterns = TRY(patterns());
    std::vector<Entry> for_triggers = TRY(runbooks_for_triggers());
    for (auto* entries :
         {&digest.open_incidents, &digest.decisions, &digest.runbooks, &digest.patterns}) {
      concerned_first(*entries, wanted_.paths);
    }
    put_first(digest.runbooks, std::move(for_triggers));
    cut(digest);
    digest.by_others = TRY(by_others(digest));
    return digest;
  }

 private:
  base::Result<std::vector<Entry>> listed(RecordType type, const char* status) {
    const std::size_t count = wanted_.paths.empty() ? digest_entries_max : searched_entries_max;
    const Filter filter{.project = wanted_.project, .type = type, .status = status};
    return TRY(store_.list(stop_, filter, 0, count)).entries;
  }

  base::Result<std::vector<Entry>> patterns() {
    std::vector<Entry> patterns = TRY(listed(RecordType::pattern, "established"));
    std::vector<Entry> candidates = TRY(listed(RecordType::pattern, "candidate"));
    std::erase_if(candidates, [](const Entry& entry) {
      return entry.worked < confirming_agents_min || is_doubted(entry);
    });
    append(patterns, std::move(candidates));
    newest_first(patterns);
    return patterns;
  }

  base::Result<std::vector<Entry>> runbooks_for_triggers() {
    std::vector<Entry> runbooks;
    const Filter filter{.project = wanted_.project, .type = RecordType::runbook};
    for (const std::string& trigger : wanted_.triggers) {
      Matches found =
          TRY(store_.search(stop_, trigger, filter, now_, {.count = runbooks_for_trigger_max}));
      for (Match& match : found.matches)
        if (match.strength >= trigger_strength_min) runbooks.push_back(std::move(match.entry));
    }
    return runbooks;
  }

  static void put_first(std::vector<Entry>& entries, std::vector<Entry> first) {
    append(first, std::move(entries));
    std::unordered_set<std::string> ids;
    entries.clear();
    for (Entry& entry : first)
      if (ids.insert(entry.id).second) entries.push_back(std::move(entry));
  }

  static void cut(Digest& digest) {
    for (auto* entries :
         {&digest.open_incidents, &digest.decisions, &digest.runbooks, &digest.patterns}) {
      if (entries->size() > digest_entries_max) entries->resize(digest_entries_max);
    }
  }

  base::Result<std::vector<Entry>> by_others(const Digest& digest) {
    std::unordered_set<std::string> known;
    for (const auto* entries :
         {&digest.open_incidents, &digest.decisions, &digest.runbooks, &digest.patterns}) {
      for (const Entry& entry : *entries)
        known.insert(entry.id);
    }
    const Changes changes = TRY(store_.changes(stop_,
                                               {.project = wanted_.project,
                                                .agent = wanted_.agent,
                                                .newest_first = true,
                                                .count = changes_looked_at_max}));
    std::vector<Entry> entries;
    for (const Change& change : changes.changes) {
      if (entries.size() == digest_entries_max) break;
      if (change.record_id.empty() || !known.insert(change.record_id).second) continue;
      entries.push_back(entry_of_change(change));
    }
    return entries;
  }

  static Entry entry_of_change(const Change& change) {
    Entry entry{.position = change.position,
                .id = change.record_id,
                .type = change.type,
                .status = change.kind,
                .title = change.title,
                .summary = change.summary,
                .agent = change.agent,
                .created_at = change.at};
    return entry;
  }

  const std::stop_token stop_;
  RecordStore& store_;
  const DigestWanted& wanted_;
  const base::Instant now_;
};

}  // namespace

base::Result<Digest> digest_of(std::stop_token stop, Memory& memory, const DigestWanted& wanted) {
  RecordStore* store = TRY(memory.records());
  return Gathering(std::move(stop), *store, wanted, memory.now()).all();
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
