#include "mcp-runlog/format/run_facts.hpp"

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/body.hpp"

namespace runlog {
namespace {

void write_known(json::Writer& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

/// What the body says of its own comes first and cannot be said twice.
std::string with_more(json::Writer& out, std::string_view more_json, json::View own) {
  const json::Document more = parsed_body(more_json);
  for (std::size_t at = 0; at < more.root().size(); ++at) {
    const std::string_view name = more.root().member_name(at);
    if (own.find(name).is(json::Kind::absent))
      out.key(name).raw(more.root().member_value(at).dump());
  }
  return out.end_object().take();
}

std::string finished(json::Writer& out, std::string_view more_json) {
  const json::Document own = parsed_body(out.str() + "}");
  return with_more(out, more_json, own.root());
}

}  // namespace

std::string start_body(const StartFacts& facts, std::string_view more_json) {
  json::Writer out;
  out.begin_object();
  write_known(out, "title", facts.title);
  write_known(out, "agent", facts.agent);
  write_known(out, "trigger_key", facts.trigger_key);
  write_known(out, "parent_run_id", facts.parent_run_id);
  return finished(out, more_json);
}

std::string finish_body(const FinishFacts& facts, std::string_view more_json) {
  json::Writer out;
  out.begin_object().member("status", name_of(facts.status));
  write_known(out, "outcome", facts.outcome);
  if (facts.hint) out.member("hint", true);
  return finished(out, more_json);
}

StartFacts start_facts(std::string_view body_json) {
  const json::Document body = parsed_body(body_json);
  std::string parent = base::lower(text_member(body.root(), "parent_run_id"));
  if (!base::is_uuid(parent)) parent.clear();
  return {.title = text_member(body.root(), "title"),
          .agent = text_member(body.root(), "agent"),
          .trigger_key = text_member(body.root(), "trigger_key"),
          .parent_run_id = std::move(parent)};
}

FinishFacts finish_facts(std::string_view body_json) {
  const json::Document body = parsed_body(body_json);
  const auto status = status_named(text_member(body.root(), "status"));
  const bool is_ending = status && *status != Status::open && *status != Status::orphaned;
  const json::View hint = body.root().find("hint");
  return {.status = is_ending ? *status : Status::failed,
          .outcome = text_member(body.root(), "outcome"),
          .hint = hint.is(json::Kind::boolean) && hint.boolean()};
}

}  // namespace runlog
