#include "mcp-memory/tools.hpp"

#include "base/text.hpp"
#include "crew/project.hpp"
#include "mcp-memory/since.hpp"
#include "mcp-memory/tools/log_remark.hpp"
#include "mcp-memory/tools/secret_guard.hpp"

namespace memory {

std::vector<mcp::Tool> tools(const Setting& setting) {
  return {
      with_log_remark(setting, brief(setting)),
      with_log_remark(setting, find_records(setting)),
      with_log_remark(setting, read_records(setting)),
      with_log_remark(setting, get_record(setting)),
      with_log_remark(setting, record_history(setting)),
      with_log_remark(setting, changes_since(setting)),
      without_secrets(write_record(setting)),
      without_secrets(update_record(setting)),
      without_secrets(supersede_record(setting)),
      without_secrets(link_records(setting)),
      without_secrets(confirm_record(setting)),
      memory_status(setting),
  };
}

base::Result<Author> author_of(const Setting& setting, const mcp::Call& call) {
  const crew::RunContext run = setting.workplace->run(call.meta().baggage, call.meta().traceparent);
  return Author{.agent = TRY(call.agent()),
                .project = TRY(setting.workplace->project()),
                .run_id = run.run_id,
                .trace_id = run.trace_id};
}

Draft with_branch(Draft draft, const Setting& setting) {
  if (!draft.branch.empty()) return without_main_branch(std::move(draft), setting);
  draft.branch = setting.workplace->unmerged_branch();
  return draft;
}

Draft without_main_branch(Draft draft, const Setting& setting) {
  if (setting.workplace->is_main_branch(draft.branch)) draft.branch.clear();
  return draft;
}

base::Result<std::string> project_of(const Setting& setting, const std::string& named) {
  if (named.empty()) return setting.workplace->project();
  return crew::project_of(named, setting.workplace->launch.directory);
}

json::Form since_form() {
  return {.words = since_words,
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) {
            return static_cast<bool>(parse_since(text, base::Instant{}));
          }};
}

json::Form moment_form() {
  return {.words = moment_words,
          .keyword = {},
          .keyword_value = {},
          .accepts = [](std::string_view text) {
            return static_cast<bool>(parse_moment(text, base::Instant{}));
          }};
}

base::Result<std::optional<base::Instant>> as_of_time(const Setting& setting,
                                                      const std::string& as_of) {
  std::optional<base::Instant> moment;
  if (!as_of.empty()) moment = TRY(parse_moment(as_of, setting.memory->now()));
  return moment;
}

std::size_t budget_bytes(int budget_tokens) {
  return base::bytes_of_tokens(static_cast<std::size_t>(budget_tokens));
}

}  // namespace memory
