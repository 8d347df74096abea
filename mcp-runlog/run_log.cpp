#include "mcp-runlog/run_log.hpp"

#include <poll.h>

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "mcp-runlog/committer.hpp"
#include "mcp-runlog/settings.hpp"
#include "mcp-runlog/spool/spool.hpp"

namespace runlog {
namespace {

constexpr std::size_t spooled_events_at_once = 2000;
constexpr std::size_t swept_events_at_once = 2000;
constexpr std::size_t feed_name_bytes_max = 1000;
constexpr std::size_t trouble_bytes_max = 500;
constexpr std::size_t reason_bytes_max = 500;

/// Cheap to ask for, but not each time.
constexpr std::chrono::minutes between_sweeps{1};

void warn_of(std::string_view what, const base::Result<void>& done) {
  if (done || done.error().kind == base::ErrorKind::stopped) return;
  base::log(base::LogLevel::warning, base::format("{}: {}", what, done.error().message));
}

}  // namespace

struct RunLog::Parts {
  Parts(const std::filesystem::path& at, Redactor with, Settings and_settings)
      : home(at),
        redactor(std::move(with)),
        settings(std::move(and_settings)),
        spool(at),
        store(at / "runlog.db"),
        committer(store) {}

  const std::filesystem::path home;
  const Redactor redactor;
  const Settings settings;
  Spool spool;
  RunStore store;
  Committer committer;
};

RunLog::RunLog(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock)
    : find_home_(std::move(home)), clock_(clock), ids_(std::move(clock)) {}

RunLog::~RunLog() = default;

base::Result<RunLog::Parts*> RunLog::parts() {
  const base::Lock lock(mutex_);
  if (!parts_) {
    const std::filesystem::path home = TRY(find_home_());
    Settings settings = TRY(read_settings(home));
    Redactor redactor = TRY(Redactor::open(home, settings.redaction));
    auto parts = std::make_unique<Parts>(home, std::move(redactor), std::move(settings));
    TRY(parts->spool.make());
    parts_ = std::move(parts);
  }
  return parts_.get();
}

base::Result<std::uint64_t> RunLog::spooled_bytes() {
  return TRY(parts())->spool.waiting_bytes();
}

base::Result<const Redactor*> RunLog::redactor() {
  return &TRY(parts())->redactor;
}

base::Result<const Settings*> RunLog::settings() {
  return &TRY(parts())->settings;
}

base::Result<std::filesystem::path> RunLog::home() {
  return TRY(parts())->home;
}

base::Result<Added> RunLog::take(std::stop_token stop, Delivery delivery) {
  Parts* const all = TRY(parts());
  TRY(drain(*all, stop));
  return all->committer.commit(prepared(*all, std::move(delivery)));
}

Delivery RunLog::prepared(const Parts& all, Delivery delivery) const {
  for (Event& event : delivery.events)
    event = all.redactor.redacted(std::move(event));
  delivery.feed.name =
      base::one_line(all.redactor.redacted(delivery.feed.name), feed_name_bytes_max);
  if (delivery.unless_begun)
    delivery.unless_begun->trigger_key = all.redactor.redacted(delivery.unless_begun->trigger_key);
  delivery.at = now();
  return delivery;
}

/// What servers of the suite spooled has not seen the rules of this run log yet.
base::Result<void> RunLog::drain(Parts& all, const std::stop_token& stop) {
  const auto store = [&](std::span<const Delivery> deliveries) -> base::Result<void> {
    std::vector<Delivery> ready;
    for (const Delivery& delivery : deliveries)
      ready.push_back(prepared(all, delivery));
    TRY(all.store.add(stop, ready));
    return {};
  };
  return all.spool.drain(spooled_events_at_once, now(), store);
}

/// Another process may be draining: what it has taken is to be seen as well.
base::Result<void> RunLog::drain_all(Parts& all, const std::stop_token& stop) {
  constexpr std::chrono::seconds longest{2};
  constexpr int look_again_ms = 5;
  const auto deadline = std::chrono::steady_clock::now() + longest;
  for (;;) {
    TRY(drain(all, stop));
    const bool is_over = stop.stop_requested() || std::chrono::steady_clock::now() > deadline;
    if (all.spool.waiting_bytes() == 0 || is_over) return {};
    ::poll(nullptr, 0, look_again_ms);
  }
}

base::Result<void> RunLog::note_trouble(std::stop_token stop,
                                        const Feed& feed,
                                        const std::string& trouble) {
  Parts* const all = TRY(parts());
  const Delivery named = prepared(*all, {.feed = feed});
  const std::string words = base::one_line(all->redactor.redacted(trouble), trouble_bytes_max);
  return all->store.note_trouble(stop, named.feed, words, now());
}

base::Result<std::string> RunLog::position_of(std::stop_token stop, const Feed& feed) {
  RunStore* const store = TRY(ready(stop));
  Parts* const all = TRY(parts());
  return store->position_of(stop, prepared(*all, {.feed = feed}).feed);
}

base::Result<void> RunLog::store_spooled(std::stop_token stop) {
  Parts* const all = TRY(parts());
  return drain(*all, stop);
}

base::Result<std::int64_t> RunLog::delete_run(std::stop_token stop, Deletion deletion) {
  RunStore* const store = TRY(ready(stop));
  if (!TRY(store->is_deleted(stop, deletion.run_id))) TRY(store->run(stop, deletion.run_id));
  Parts* const all = TRY(parts());
  deletion.reason = base::one_line(all->redactor.redacted(deletion.reason), reason_bytes_max);
  deletion.at = now();
  return store->delete_run(stop, deletion);
}

base::Result<RunStore*> RunLog::ready(std::stop_token stop) {
  Parts* const all = TRY(parts());
  // Who reads wants what there is; what is wrong with the rest is for the log and for doctor.
  warn_of("the spool was not emptied", drain_all(*all, stop));
  warn_of("nothing was swept", sweep(*all, stop));
  return &all->store;
}

base::Result<void> RunLog::sweep(Parts& all, const std::stop_token& stop) {
  const base::Instant time = now();
  {
    const base::Lock lock(mutex_);
    if (time < next_sweep_ && next_sweep_ - time <= between_sweeps) return {};
    next_sweep_ = time + between_sweeps;
  }
  const Retention& retention = all.settings.retention;
  if (retention.silent_run.count() > 0)
    TRY(all.store.close_silent(stop, time - retention.silent_run));
  TRY(all.store.sweep(stop, retention, time, swept_events_at_once));
  return {};
}

}  // namespace runlog
