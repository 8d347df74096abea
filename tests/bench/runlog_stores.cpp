#include "bench/runlog_stores.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "bench/filled_store.hpp"
#include "mcp-runlog/store/schema.hpp"

namespace bench {

namespace fs = std::filesystem;

fs::path runlog_file(const fs::path& home) {
  return home / "runlog.db";
}

std::string runlog_schema() {
  std::string sql;
  for (const sqlite::Migration& migration : runlog::migrations())
    sql += migration.sql;
  return sql;
}

std::shared_ptr<runlog::RunLog> run_log_in(const fs::path& home) {
  return std::make_shared<runlog::RunLog>([home]() -> base::Result<fs::path> { return home; },
                                          base::system_clock());
}

void store(runlog::RunStore& runs, const runlog::Delivery& delivery) {
  const auto added = runs.add({}, {&delivery, 1});
  if (!added) throw std::runtime_error(added.error().message);
  if (added->front().added != static_cast<std::int64_t>(delivery.events.size()))
    throw std::runtime_error("not all events were added");
}

void take(runlog::RunLog& run_log, runlog::Delivery delivery) {
  const auto wanted = static_cast<std::int64_t>(delivery.events.size());
  const auto added = run_log.take({}, std::move(delivery));
  if (!added) throw std::runtime_error(added.error().message);
  if (added->added != wanted) throw std::runtime_error("not all events were taken");
}

void fill(runlog::RunStore& runs, const RunEvents& events, std::uint64_t count) {
  constexpr std::uint64_t batch = 2000;
  for (std::uint64_t first = 0; first < count; first += batch)
    store(runs, events.delivery(first, std::min(batch, count - first)));
}

fs::path large_run_log(const Contestants& contestants, std::uint64_t events) {
  const std::string form =
      base::sha256_hex(base::format("{} {}", runlog_events_form, runlog_schema())).substr(0, 12);
  fs::path home = fs::path(contestants.stores) / base::format("runlog-{}-{}", events, form);
  if (fs::exists(home)) return home;
  const OwnHome unfinished(contestants);
  {
    runlog::RunStore runs(runlog_file(unfinished.path()));
    fill(runs, short_events(), events);
  }
  fs::rename(unfinished.path(), home);
  return home;
}

const RunEvents& short_events() {
  static const RunEvents events({.least = 60, .most = 260});
  return events;
}

}  // namespace bench
