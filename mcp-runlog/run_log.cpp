#include "mcp-runlog/run_log.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "mcp-runlog/committer.hpp"
#include "mcp-runlog/format/run_facts.hpp"
#include "mcp-runlog/settings.hpp"
#include "mcp-runlog/spool/spool.hpp"

namespace runlog {
namespace {

constexpr std::size_t spooled_events_at_once = 2000;
constexpr std::size_t silent_runs_at_once = 500;
constexpr std::size_t swept_events_at_once = 2000;

/// Cheap to ask for, but not each time.
constexpr std::chrono::minutes between_sweeps{1};

/// That a run fell silent, told by ourselves. It follows from what the run's events say, so it is
/// the same whoever notices.
Event timeout_of(const SilentRun& silent) {
  Event event;
  event.id = event_id(
      Source::runlog,
      base::format("timeout\n{}\n{}", silent.run_id, silent.last_at.time_since_epoch().count()));
  event.source = Source::runlog;
  event.run_id = silent.run_id;
  event.kind = Kind::run_finish;
  event.severity = Severity::warning;
  event.at = silent.last_at;
  event.title = "nothing was heard of this run any more";
  event.body_json =
      finish_body({.status = Status::timeout, .outcome = "silent from here on", .hint = true});
  return event;
}

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
    Redactor redactor = TRY(Redactor::open(home));
    parts_ = std::make_unique<Parts>(home, std::move(redactor), std::move(settings));
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
  for (Event& event : delivery.events)
    event = all->redactor.redacted(std::move(event));
  delivery.at = now();
  TRY(drain(*all, stop));
  return all->committer.commit(delivery);
}

base::Result<void> RunLog::drain(Parts& all, const std::stop_token& stop) {
  return all.spool.drain(spooled_events_at_once,
                         now(),
                         [&](std::span<const Delivery> deliveries) -> base::Result<void> {
                           TRY(all.store.add(stop, deliveries));
                           return {};
                         });
}

base::Result<RunStore*> RunLog::ready(std::stop_token stop) {
  Parts* const all = TRY(parts());
  // Who reads wants what there is; what is wrong with the rest is for the log and for doctor.
  warn_of("the spool was not emptied", drain(*all, stop));
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
  if (retention.silent_run.count() > 0) {
    Delivery delivery{.feed = {Source::runlog, "mcp-runlog"}, .at = time};
    const auto silent =
        TRY(all.store.silent_runs(stop, time - retention.silent_run, silent_runs_at_once));
    for (const SilentRun& run : silent)
      delivery.events.push_back(timeout_of(run));
    if (!delivery.events.empty()) TRY(all.committer.commit(delivery));
  }
  TRY(all.store.sweep(stop, retention, time, swept_events_at_once));
  return {};
}

}  // namespace runlog
