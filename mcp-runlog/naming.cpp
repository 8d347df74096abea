#include "mcp-runlog/naming.hpp"

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"

namespace runlog {
namespace {

/// Of the newest ones; who looks for an older one gives the whole id.
constexpr std::size_t looked_at_max = 500;

}  // namespace

base::Result<std::string> run_meant(const Setting& setting, const std::string& named) {
  const std::string id = base::lower(named);
  if (base::is_uuid(id)) return id;
  RunStore* const store = TRY(setting.run_log->ready({}));
  const RunPage page = TRY(store->list({}, {}, "", looked_at_max));
  if (page.runs.empty()) return base::not_found("nothing was recorded here yet");
  std::vector<std::string> meant;
  for (const Run& run : page.runs)
    if (run.run_id.starts_with(id) || run.run_id.ends_with(id)) meant.push_back(run.run_id);
  if (meant.empty()) {
    return base::not_found(base::format("no recent run is called {}; mcp-runlog list shows them",
                                        base::one_line(named, 100)));
  }
  if (id.empty() || meant.size() == 1) return meant.front();
  constexpr std::size_t shown_max = 5;
  const std::size_t count = meant.size();
  if (count > shown_max) meant.resize(shown_max);
  return base::invalid(base::format(
      "{} runs are called {}: {}", count, base::one_line(named, 100), base::join(meant, ", ")));
}

}  // namespace runlog
