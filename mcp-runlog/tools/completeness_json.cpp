#include "mcp-runlog/tools/completeness_json.hpp"

#include "base/format.hpp"

namespace runlog {

json::Rule completeness_rule() {
  const json::Rule source = json::object_rule({
      json::required_member("source", json::text_rule()),
      json::required_member("presence",
                            json::choice_rule({presence_names.begin(), presence_names.end()})),
      json::required_member("expected", json::boolean_rule()),
      json::required_member("events", json::integer_rule(0)),
      json::optional_member("first_at", json::text_rule()),
      json::optional_member("last_at", json::text_rule()),
      json::optional_member("reason", json::text_rule()),
  });
  return json::object_rule({
      json::required_member("complete", json::boolean_rule()),
      json::required_member("sources", json::list_rule(source, json::any_number)),
      json::required_member("gaps", json::list_rule(json::text_rule(), json::any_number)),
  });
}

void write_completeness(json::Writer& out, const Completeness& completeness) {
  out.begin_object().member("complete", completeness.complete()).key("sources").begin_list();
  for (const SourceReport& report : completeness.sources) {
    out.begin_object().member("source", name_of(report.source));
    out.member("presence", name_of(report.presence)).member("expected", report.expected);
    out.member("events", report.events);
    if (report.first_at) out.member("first_at", base::to_iso(*report.first_at));
    if (report.last_at) out.member("last_at", base::to_iso(*report.last_at));
    if (!report.reason.empty()) out.member("reason", report.reason);
    out.end_object();
  }
  out.end_list().key("gaps").begin_list();
  for (const std::string& gap : completeness.gaps)
    out.text(gap);
  out.end_list().end_object();
}

std::string completeness_text(const Completeness& completeness) {
  std::string text = completeness.complete() ? "Complete, as far as can be told.\n"
                                             : "Not complete; do not take a gap for nothing "
                                               "happening.\n";
  for (const SourceReport& report : completeness.sources) {
    text += base::format(
        "- {}: {}, {} events", name_of(report.source), name_of(report.presence), report.events);
    text += report.reason.empty() ? "\n" : base::format(" ({})\n", report.reason);
  }
  for (const std::string& gap : completeness.gaps)
    text += base::format("- gap: {}\n", gap);
  return text;
}

}  // namespace runlog
