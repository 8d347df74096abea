#pragma once
// Selection: the arguments that tools which list records share: which records, and how much of
// them.

#include <optional>
#include <string>
#include <vector>

#include "json/fields.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {

struct Selection {
  std::optional<RecordType> type;
  std::string agent;
  std::string since;
  std::string status;
  std::string tag;
  std::string as_of;
  bool include_superseded = false;
  std::string project;
  int limit = 10;
  int budget_tokens = 2000;
};

/// The filter that the selection means, in this project.
base::Result<Filter> filter_of(const Selection& selection,
                               const Setting& setting,
                               const std::string& project);

/// Of every type.
std::vector<std::string> all_statuses();

/// The fields of a Selection in arguments that derive from it.
template <class Arguments>
std::vector<json::Field<Arguments>> selection_fields(int limit_max) {
  return {
      json::field<Arguments>("type", &Arguments::type, "Only records of this type."),
      json::field<Arguments>("agent", &Arguments::agent, "Only what this agent wrote.")
          .characters(1, 32)
          .optional(),
      json::field<Arguments>("since",
                             &Arguments::since,
                             "Only newer ones: a time (2026-11-22T20:27:00Z), a span back from now "
                             "(36h, 7d), or the \"position\" of a read_records reply.")
          .characters(1, 40)
          .form(since_form())
          .example(R"("7d")")
          .optional(),
      json::field<Arguments>("status", &Arguments::status, "Only this status.")
          .among(all_statuses())
          .optional(),
      json::field<Arguments>("tag", &Arguments::tag, "Only records with this tag.")
          .characters(1, 40)
          .optional(),
      json::field<Arguments>("as_of", &Arguments::as_of, as_of_help)
          .characters(1, 40)
          .form(moment_form())
          .optional(),
      json::field<Arguments>(
          "include_superseded", &Arguments::include_superseded, "Also what no longer holds.")
          .defaulted(),
      json::field<Arguments>("project", &Arguments::project, project_help)
          .characters(1, 200)
          .optional(),
      json::field<Arguments>("limit", &Arguments::limit, "At most so many records.")
          .between(1, limit_max)
          .defaulted(),
      json::field<Arguments>("budget_tokens", &Arguments::budget_tokens, budget_help)
          .between(budget_tokens_min, budget_tokens_max)
          .defaulted(),
  };
}

}  // namespace memory
