#pragma once
// A run store in a directory of its own.

#include <string>
#include <vector>

#include "happenings.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "mcp-runlog/timeline.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace fixture {

class Store {
 public:
  runlog::RunStore& runs() { return runs_; }

  const std::filesystem::path& file() const { return file_; }

  runlog::Added add(const std::vector<runlog::Event>& events,
                    base::Instant now = happenings::at(0)) {
    const runlog::Delivery delivery{
        .feed = {runlog::Source::hook, "host:one"}, .events = events, .at = now};
    const auto added = runs_.add({}, {&delivery, 1});
    INFO((added ? "" : added.error().message));
    REQUIRE(added);
    return added->front();
  }

  runlog::Run run(const std::string& run_id) {
    auto run = runs_.run({}, run_id);
    INFO((run ? "" : run.error().message));
    REQUIRE(run);
    return std::move(run).value();
  }

  /// The titles of the run's events, in canonical order.
  std::vector<std::string> titles(const std::string& run_id) {
    std::vector<std::string> titles;
    for (const runlog::Moment& moment : timeline(run_id).moments)
      titles.push_back(moment.event.title);
    return titles;
  }

  runlog::Timeline timeline(const std::string& run_id) {
    auto events = runs_.events_of({}, run_id, runlog::Bodies::all);
    if (!events) return {};
    return runlog::timeline_of(std::move(events).value());
  }

  /// Every byte that a reader gets to see of a run.
  std::string bytes(const std::string& run_id) {
    std::string all;
    for (const runlog::Moment& moment : timeline(run_id).moments) {
      all += runlog::event_line(moment.event) + base::to_iso(moment.effective_at);
      all += moment.approximate ? "?" : "";
      all += moment.late ? "late\n" : "\n";
    }
    return all;
  }

 private:
  support::TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_.path() / "runlog.db";
  runlog::RunStore runs_{file_};
};

}  // namespace fixture
