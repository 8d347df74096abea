#pragma once
// A file that is imported into a memory.

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "mcp-runlog/importing/import.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace imported {

class World {
 public:
  std::filesystem::path file(const std::string& text) const {
    return directory_.write("session.jsonl", text);
  }

  /// `at` is when it is read, of which nothing may depend.
  std::vector<runlog::Event> events(const std::string& text,
                                    std::optional<runlog::ImportFormat> format = {},
                                    base::Instant at = {}) {
    return events_of(file(text), format, at);
  }

  std::vector<runlog::Event> events_of(const std::filesystem::path& file,
                                       std::optional<runlog::ImportFormat> format = {},
                                       base::Instant at = {}) {
    std::vector<runlog::Event> events;
    const auto done =
        runlog::import_file(file,
                            format,
                            {.clock = "host:builder-1", .at = at},
                            [&](runlog::Delivery delivery) -> base::Result<runlog::Added> {
                              for (runlog::Event& event : delivery.events)
                                events.push_back(std::move(event));
                              return runlog::Added{};
                            });
    if (!done) FAIL(done.error().message);
    counts = *done;
    return events;
  }

  runlog::Imported counts = {};

 private:
  support::TemporaryDirectory directory_;
};

}  // namespace imported
