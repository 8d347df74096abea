#include "mcp-runlog/tools.hpp"

#include "base/text.hpp"
#include "base/uuid.hpp"

namespace runlog {

std::vector<mcp::Tool> tools(const Setting& setting) {
  return {
      start_run(setting),
      log_event(setting),
      finish_run(setting),
      get_timeline(setting),
      get_event(setting),
      list_runs(setting),
      search_runs(setting),
      run_summary(setting),
      file_changes(setting),
      export_run(setting),
      source_status(setting),
  };
}

std::string run_of(const Setting& setting, const mcp::Call& call) {
  return setting.workplace->run(call.meta().baggage, call.meta().traceparent).run_id;
}

base::Result<std::string> run_named(const Setting& setting,
                                    const std::string& named,
                                    const mcp::Call& call) {
  if (!named.empty()) return base::lower(named);
  std::string run_id = run_of(setting, call);
  if (run_id.empty()) {
    return base::invalid(
        "run_id: this session is part of no run (RUN_ID is not set); name one, list_runs shows "
        "those there are, start_run begins one");
  }
  return run_id;
}

json::Form uuid_form() {
  return {.words = "a UUID such as 0199c0de-0000-7000-8000-000000000001",
          .keyword = "format",
          .keyword_value = "uuid",
          .accepts = [](std::string_view text) { return base::is_uuid(text); }};
}

json::Form since_form() {
  return {.words = "a time such as 2026-11-22T20:27:00Z, or a span back from now such as 36h or 7d",
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) {
            return base::parse_iso(text) || base::parse_span(text);
          }};
}

std::optional<base::Instant> since_time(const std::string& since, base::Instant now) {
  if (const auto span = base::parse_span(since)) return now - *span;
  return base::parse_iso(since);
}

}  // namespace runlog
