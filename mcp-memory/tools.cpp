#include "mcp-memory/tools.hpp"

#include "base/text.hpp"
#include "crew/project.hpp"
#include "mcp-memory/since.hpp"

namespace memory {

std::vector<mcp::Tool> tools(const Setting& setting) {
  return {
      write_record(setting),
      read_records(setting),
      find_records(setting),
      read_one_record(setting),
      brief(setting),
  };
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

std::size_t budget_bytes(int budget_tokens) {
  return base::bytes_of_tokens(static_cast<std::size_t>(budget_tokens));
}

}  // namespace memory
