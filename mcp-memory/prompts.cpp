#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

std::string value_of(const mcp::Values& arguments, std::string_view name) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? std::string() : base::without_hidden_characters(found->second);
}

std::vector<mcp::PromptMessage> one_message(const std::string& text) {
  return {{mcp::PromptMessage::Role::user, mcp::text_content(text)}};
}

mcp::Prompt record_a_decision() {
  return {.name = "record_a_decision",
          .title = "Record a decision",
          .description = "Turn what was just decided into a record that the crew finds.",
          .arguments = {{.name = "topic", .description = "What was decided, in a few words."}},
          .messages = [](const mcp::Values& arguments,
                         mcp::Call&) -> base::Result<std::vector<mcp::PromptMessage>> {
            const std::string topic = value_of(arguments, "topic");
            return one_message(base::format(
                "Record the decision that we have reached{}.\n"
                "1. find_records with the topic. If a decision on it exists and no longer holds, "
                "use supersede_record; if it still holds and says the same, stop and tell me.\n"
                "2. Otherwise write_record with type decision: title as one would search for it; "
                "summary that stands alone; context, the one choice as an order, rationale; the "
                "alternatives with why not; consequences, good and bad; scope; aliases in words "
                "that a newcomer would use.\n"
                "3. If the reply names similar records, follow its advice. Tell me the id.",
                topic.empty() ? "" : " on: " + topic));
          }};
}

mcp::Prompt review_an_incident(const Setting& setting) {
  return {
      .name = "review_an_incident",
      .title = "Review an incident",
      .description = "Go through an incident and leave behind what prevents the next one.",
      .arguments = {{.name = "id",
                     .description = "Id of the incident's record.",
                     .required = true,
                     .complete =
                         [setting](std::string_view typed, const mcp::Values&, mcp::Call& call) {
                           return ids_starting(setting, typed, RecordType::incident, call);
                         }}},
      .messages = [](const mcp::Values& arguments,
                     mcp::Call&) -> base::Result<std::vector<mcp::PromptMessage>> {
        return one_message(base::format(
            "Review the incident {}. Blame no person.\n"
            "1. get_record and record_history of it; find_records with its symptoms: did this "
            "happen before?\n"
            "2. Establish root cause, what made it possible, how it was noticed and what ended "
            "it; check each against logs and code, and say what is unknown.\n"
            "3. update_record (or, if it is not yours, tell its author): root_cause, "
            "resolution, action_items, status.\n"
            "4. write_record a pattern or runbook if the same could come up again, and "
            "link_records (resolves, caused_by, relates_to).\n"
            "5. Sum up for me in five sentences.",
            value_of(arguments, "id")));
      }};
}

}  // namespace

std::vector<mcp::Prompt> prompts(const Setting& setting) {
  return {record_a_decision(), review_an_incident(setting)};
}

}  // namespace memory
