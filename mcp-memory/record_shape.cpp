#include "mcp-memory/record_shape.hpp"

#include "base/clock.hpp"
#include "base/uuid.hpp"

namespace memory {
namespace {

using json::field;

const char* const decision = "decision";
const char* const incident = "incident";
const char* const pattern = "pattern";
const char* const runbook = "runbook";

json::Form keyword_form() {
  return {.words = "a lower-case keyword such as retry-policy (a-z, 0-9, -)",
          .keyword = "pattern",
          .keyword_value = "^[a-z0-9][a-z0-9-]*$",
          .accepts = [](std::string_view text) {
            return !text.empty() && text.front() != '-' &&
                   text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
                       std::string_view::npos;
          }};
}

using Fields = std::vector<json::Field<Draft>>;

void add(Fields& fields, Fields more) {
  for (auto& field : more)
    fields.push_back(std::move(field));
}

json::Field<Draft> status_field() {
  auto field = json::field("status", &Draft::status, "Default: the first of its type.").optional();
  for (const RecordType type :
       {RecordType::decision, RecordType::incident, RecordType::pattern, RecordType::runbook}) {
    const auto statuses = statuses_of(type);
    std::vector<std::string> names(statuses.begin(), statuses.end());
    field = std::move(field).choices_when("type", std::string(name_of(type)), std::move(names));
  }
  return std::move(field).characters(1, 20);
}

Fields common_fields() {
  return {
      field("type", &Draft::type, "What kind of record; decides which fields below go with it."),
      field("title", &Draft::title, "One line that names it, as you would search for it.")
          .characters(3, 120)
          .example(R"("Orders are stored in PostgreSQL")"),
      field("summary", &Draft::summary, "What a reader must know if this is all they read.")
          .characters(10, 400)
          .example(
              R"("The order service keeps its data in PostgreSQL 15, because it needs transactions.")"),
      status_field(),
      field("tags", &Draft::tags, "Keywords.")
          .entries(0, 12)
          .characters(1, 40)
          .form(keyword_form()),
      field("aliases", &Draft::aliases, "Other words under which somebody would look for this.")
          .entries(0, 12)
          .characters(2, 80),
      field(
          "scope", &Draft::scope, "Paths (globs) or services that it is about, e.g. src/orders/**.")
          .entries(0, 20)
          .characters(1, 200),
      field("refs", &Draft::refs, "Pull requests, commits, issues, URLs, runs.")
          .entries(0, 20)
          .characters(1, 300),
      field("review_by", &Draft::review_by, "From then on it is shown as due for review.")
          .characters(10, 40)
          .form(time_form())
          .optional(),
      field("valid_until", &Draft::valid_until, "From then on it is shown as out of date.")
          .characters(10, 40)
          .form(time_form())
          .optional(),
      field(
          "branch",
          &Draft::branch,
          "The unmerged branch on which alone it holds; the main one's name: everywhere. Default: "
          "the one checked out.")
          .characters(1, 200)
          .optional(),
  };
}

Fields decision_fields() {
  return {
      field("context", &Draft::context, "The situation and its constraints.")
          .characters(1, 2000)
          .only_when("type", {decision})
          .required_when("type", {decision})
          .example(R"("Orders and payments must change together.")"),
      field("decision", &Draft::decision, "The one choice made, as an order: \"Use X for Y\".")
          .characters(1, 1000)
          .only_when("type", {decision})
          .required_when("type", {decision})
          .example(R"("Use PostgreSQL for the order service.")"),
      field("rationale", &Draft::rationale, "Why this and not something else.")
          .characters(1, 2000)
          .only_when("type", {decision})
          .required_when("type", {decision})
          .example(R"("It has the transactions that we need and we run it already.")"),
      field("options", &Draft::options, "Alternatives considered.")
          .entries(0, 8)
          .only_when("type", {decision}),
      field("consequences", &Draft::consequences, "What follows, good and bad.")
          .entries(0, 10)
          .characters(1, 300)
          .only_when("type", {decision}),
  };
}

Fields incident_fields() {
  return {
      field("severity", &Draft::severity, "sev1 is worst.")
          .example(R"("sev3")")
          .only_when("type", {incident})
          .required_when("type", {incident}),
      field("impact", &Draft::impact, "Who noticed what, in numbers.")
          .characters(1, 1000)
          .only_when("type", {incident})
          .required_when("type", {incident})
          .example(R"("12% of checkouts failed for 9 minutes.")"),
      field("started_at", &Draft::started_at, "When it began.")
          .characters(10, 40)
          .form(time_form())
          .only_when("type", {incident})
          .required_when("type", {incident})
          .example(R"("2026-11-22T20:27:00Z")"),
      field("symptoms", &Draft::symptoms, "Error texts verbatim: the best search key.")
          .entries(0, 12)
          .characters(1, 500)
          .only_when("type", {incident}),
      field("root_cause", &Draft::root_cause, "What made it possible; no person is blamed.")
          .characters(1, 2000)
          .only_when("type", {incident}),
      field("resolution", &Draft::resolution, "What ended it.")
          .characters(1, 2000)
          .only_when("type", {incident})
          .required_when("status", {"resolved"})
          .example(R"("Rolled back to the previous release.")"),
      field("action_items", &Draft::action_items, "What is still to be done.")
          .entries(0, 12)
          .characters(1, 300)
          .only_when("type", {incident}),
  };
}

Fields pattern_fields() {
  return {
      field("problem", &Draft::problem, "What keeps coming up.")
          .characters(1, 2000)
          .only_when("type", {pattern})
          .required_when("type", {pattern})
          .example(R"("Calls to the payment API fail now and then.")"),
      field("solution", &Draft::solution, "What works, with an example.")
          .characters(1, 4000)
          .only_when("type", {pattern})
          .required_when("type", {pattern})
          .example(R"("Retry three times with jitter and an idempotency key.")"),
      field("when_to_use", &Draft::when_to_use, "Where it fits.")
          .characters(1, 1000)
          .only_when("type", {pattern})
          .required_when("type", {pattern})
          .example(R"("Idempotent calls over the network.")"),
      field("when_not_to_use", &Draft::when_not_to_use, "Where it harms.")
          .characters(1, 1000)
          .only_when("type", {pattern}),
  };
}

Fields runbook_fields() {
  return {
      field("triggers", &Draft::triggers, "Alerts or error texts that call for it.")
          .entries(1, 12)
          .characters(1, 300)
          .only_when("type", {runbook})
          .required_when("type", {runbook})
          .example(R"(["alert OrdersDbDiskFull"])"),
      field("steps", &Draft::steps, "What to do, in order.")
          .entries(1, 40)
          .only_when("type", {runbook})
          .required_when("type", {runbook})
          .example(R"([{"action":"See which tables grew","command":"psql -c '\\dt+'"}])"),
      field("verification", &Draft::verification, "How to see that it worked.")
          .entries(1, 10)
          .characters(1, 300)
          .only_when("type", {runbook})
          .required_when("type", {runbook})
          .example(R"(["Disk usage is below 70%"])"),
      field("risk", &Draft::risk, "What it can break.")
          .example(R"("destructive")")
          .only_when("type", {runbook})
          .required_when("type", {runbook}),
      field("rollback", &Draft::rollback, "How to undo it.")
          .entries(1, 10)
          .characters(1, 300)
          .only_when("type", {runbook})
          .required_when("risk", {"reversible", "destructive"})
          .example(R"(["Restore from the last backup"])"),
  };
}

}  // namespace

const json::Shape<RejectedOption>& shape_of(const RejectedOption*) {
  static const json::Shape<RejectedOption> shape{{
      field("name", &RejectedOption::name).characters(1, 120),
      field("rejected_because", &RejectedOption::rejected_because)
          .characters(1, 500)
          .example(R"("It costs too much.")"),
  }};
  return shape;
}

const json::Shape<Step>& shape_of(const Step*) {
  static const json::Shape<Step> shape{{
      field("action", &Step::action).characters(1, 500).example(R"("Look at the log")"),
      field("command", &Step::command, "Exactly as typed; it is never run by this server.")
          .characters(1, 1000)
          .optional(),
      field("expect", &Step::expect, "What should be seen.").characters(1, 500).optional(),
      field("on_failure", &Step::on_failure).characters(1, 500).optional(),
  }};
  return shape;
}

const json::Shape<Draft>& shape_of(const Draft*) {
  static const json::Shape<Draft> shape = [] {
    Fields fields = common_fields();
    add(fields, decision_fields());
    add(fields, incident_fields());
    add(fields, pattern_fields());
    add(fields, runbook_fields());
    return json::Shape<Draft>(std::move(fields));
  }();
  return shape;
}

std::string document_of(const Draft& draft) {
  return shape_of(&draft).dump(draft);
}

base::Result<std::variant<Draft, json::Rejection>> changed_draft(const std::string& document,
                                                                 const json::Object& set) {
  const auto before = TRY(json::parse(document));
  const auto changes = TRY(json::parse(set.text));
  const json::View type = changes.root().find("type");
  if (!type.is(json::Kind::absent) && !(type == before.root().find("type")))
    return base::invalid(
        "/set/type: a record keeps its type; use supersede_record for another kind");
  json::Writer merged;
  merged.begin_object();
  const auto add = [&](std::string_view name, json::View value) {
    if (!value.is(json::Kind::null)) merged.key(name).raw(value.dump());
  };
  for (std::size_t at = 0; at < before.root().size(); ++at) {
    const std::string_view name = before.root().member_name(at);
    if (changes.root().find(name).is(json::Kind::absent)) add(name, before.root().member_value(at));
  }
  for (std::size_t at = 0; at < changes.root().size(); ++at)
    add(changes.root().member_name(at), changes.root().member_value(at));
  return shape_of(static_cast<const Draft*>(nullptr))
      .decode(json::Object{merged.end_object().take()});
}

json::Form time_form() {
  return {.words = "a time in ISO 8601 such as 2026-11-22T20:27:00Z",
          .keyword = "format",
          .keyword_value = "date-time",
          .accepts = [](std::string_view text) { return base::parse_iso(text).has_value(); }};
}

json::Form record_id_form() {
  return {.words = "the id of a record, 36 characters as other tools show it",
          .keyword = {},
          .keyword_value = {},
          .accepts = base::is_uuid};
}

}  // namespace memory
