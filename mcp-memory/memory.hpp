#pragma once
// Memory: what agents do with records, and what the crew has agreed on about it. Knows who writes
// and when; the store knows how it is kept, and answers questions by itself. Thread-safe.

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "activity/tool_call.hpp"
#include "base/clock.hpp"
#include "base/mutex.hpp"
#include "base/result.hpp"
#include "base/uuid.hpp"
#include "mcp-memory/durability.hpp"
#include "mcp-memory/record.hpp"
#include "mcp-memory/shared/courier.hpp"
#include "mcp-memory/store/record_store.hpp"

namespace memory {

/// What a call has done, and how safely that is kept.
template <class T>
struct Durable {
  T value;
  Durability durability;
};

/// Where a memory finds things out on first use; an error is asked again next time.
struct Sources {
  std::function<base::Result<std::filesystem::path>()> home;  ///< the state directory
  /// The log of record that a crew shares; nothing: this machine's store is all there is.
  std::function<base::Result<std::optional<Sharing>>()> sharing = {};
};

class Memory {
 public:
  Memory(Sources sources, base::Clock clock);

  /// Without a log of record.
  Memory(std::function<base::Result<std::filesystem::path>()> home, base::Clock clock)
      : Memory(Sources{.home = std::move(home)}, std::move(clock)) {}

  base::Instant now() const { return clock_(); }

  /// Made, not opened, on first use; lives as long as this.
  base::Result<RecordStore*> records();

  /// Fills in id, time and the initial status; the record takes the place of `older`, if given.
  base::Result<Stored> write(const Writing& writing,
                             Draft draft,
                             const Author& author,
                             const std::optional<Supersession>& older = std::nullopt);

  base::Result<Stored> revise(const Writing& writing, Revision revision, const Author& author);

  /// Runs a write, and waits a moment for the log of record, where there is one. conflict: somebody
  /// else's change was there first.
  template <class T>
  base::Result<Durable<T>> durably(std::stop_token stop,
                                   const std::function<base::Result<T>(const Writing&)>& work) {
    std::vector<std::string> change_ids;
    T value = TRY(work(Writing(stop, change_ids)));
    Durability durability = TRY(settle(stop, change_ids));
    return Durable<T>{std::move(value), std::move(durability)};
  }

  /// True as soon as everything that the log had a moment ago is here, or there is no log. False:
  /// not within the patience, or the store does not open.
  bool await_log(const nats::Patience& patience);

  /// Waits until nothing waits for the log any more. Gives how many changes still do when the
  /// patience is over.
  base::Result<std::int64_t> deliver_all(const nats::Patience& patience);

  /// How it stands with the log of record; nothing if there is none.
  base::Result<std::optional<LogStanding>> log();

  /// What a reader must know: that not everything is here yet, or that news does not come. Waits a
  /// moment for what is on its way. Empty if all is well.
  std::string remark_on_log(std::stop_token stop);

  /// Tells the bus of a call that read here, if there is a bus, as soon as there is a moment. Never
  /// waits, opens nothing.
  void tell_of_reading(const activity::ToolCall& call);

  Occasion now_by(const Author& author) const { return {author, now()}; }

 private:
  base::Result<Durability> settle(std::stop_token stop, const std::vector<std::string>& change_ids);
  base::Result<void> open() REQUIRES(mutex_);
  Courier* courier();

  const Sources sources_;
  const base::Clock clock_;
  base::UuidSource ids_;
  base::Mutex mutex_;
  std::unique_ptr<RecordStore> store_ GUARDED_BY(mutex_);
  std::unique_ptr<Courier> courier_ GUARDED_BY(mutex_);  ///< ends before the store
};

}  // namespace memory
