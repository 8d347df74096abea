#include "mcp-runlog/redaction/redactor.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/redaction/caps.hpp"
#include "mcp-runlog/redaction/key.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/pass.hpp"
#include "mcp-runlog/settings.hpp"

namespace runlog {
namespace {

/// Ids of runs and events are digits of a form that others check, and hold no secret.
bool is_made_id(std::string_view id) {
  constexpr std::size_t digits = 32;
  if (base::is_uuid(id)) return true;
  return id.size() == digits && id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::size_t depth_of(json::View value) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < value.size(); ++at)
    depth = std::max(
        depth, depth_of(value.is(json::Kind::list) ? value.item(at) : value.member_value(at)));
  return value.is(json::Kind::list) || value.is(json::Kind::object) ? depth + 1 : 0;
}

bool is_body(const base::Result<json::Document>& document) {
  return document && document->root().is(json::Kind::object) &&
         depth_of(document->root()) <= limits::body_depth_max;
}

std::string as_body(std::string_view text) {
  json::Writer out;
  out.begin_object().member("text", base::without_hidden_characters(text));
  return out.end_object().take();
}

/// One body through a pass and its cap, until both leave it as it is.
class Body {
 public:
  Body(Pass& pass, bool of_credential_file)
      : pass_(pass), of_credential_file_(of_credential_file) {}

  std::string redacted(std::string body) {
    for (int round = 0; round < limits::rounds_max; ++round) {
      std::string next = once(body);
      const bool is_whole = next.size() <= limits::body_bytes_max;
      if (!is_whole && !original_bytes_) original_bytes_ = static_cast<std::int64_t>(next.size());
      // Only a cut puts together what did not stand together before.
      if (is_whole && (round == 0 || next == body)) return next;
      body = capped_body(std::move(next), limits::body_bytes_max);
    }
    return as_body(pass_.whole("body", body));
  }

  std::optional<std::int64_t> original_bytes() const { return original_bytes_; }

 private:
  std::string once(const std::string& body) {
    const auto document = json::parse(body);
    if (is_body(document)) return pass_.json(document->root(), of_credential_file_);
    const auto wrapped = json::parse(as_body(body));
    return pass_.json(wrapped->root(), of_credential_file_);
  }

  Pass& pass_;
  const bool of_credential_file_;
  std::optional<std::int64_t> original_bytes_;
};

/// "Read", "session: Read", "file.edit"
std::string what_happened(const Event& event) {
  if (event.tool.empty()) return std::string(name_of(event.kind));
  const bool is_of_tool = is_tool_event(event.kind) || event.kind == Kind::file_edit;
  return is_of_tool ? event.tool : base::format("{}: {}", name_of(event.kind), event.tool);
}

/// What is told of a credential file may be quoted in a title as well. Tool and path say enough.
std::string title_of(const Event& event, Pass& pass, bool of_credential_file) {
  std::string title = event.title;
  if (of_credential_file && event.file_path.empty())
    title = pass.whole("title", base::without_hidden_characters(title));
  else if (of_credential_file)
    title = base::format("{} {}", what_happened(event), event.file_path);
  return pass.line(title, limits::title_bytes_max);
}

}  // namespace

struct Redactor::State {
  Policy policy;
};

Redactor::Redactor(std::shared_ptr<const State> state) : state_(std::move(state)) {}

base::Result<Redactor> Redactor::open(const std::filesystem::path& home) {
  return open(home, TRY(read_settings(home)).redaction);
}

base::Result<Redactor> Redactor::open(const std::filesystem::path& home, RedactionRules rules) {
  Marker marker(TRY(redaction_key(home)));
  std::vector<std::string> names = rules.names;
  std::vector<std::string> paths = rules.paths;
  return Redactor(std::make_shared<const State>(State{{std::move(marker),
                                                       SecretMembers(std::move(names)),
                                                       CredentialFiles(std::move(paths)),
                                                       std::move(rules)}}));
}

Event Redactor::redacted(Event event) const {
  Pass pass(state_->policy);
  const auto is_of_credentials = [&](const std::string& path) {
    return state_->policy.files.has(base::without_hidden_characters(path));
  };
  bool of_credential_file = is_of_credentials(event.file_path);
  event.file_path = pass.line(event.file_path, limits::file_path_bytes_max);
  of_credential_file = of_credential_file || is_of_credentials(event.file_path);
  for (std::string Event::*id : {&Event::id, &Event::run_id, &Event::cause_id})
    if (!is_made_id(event.*id)) event.*id = pass.id(event.*id, limits::id_bytes_max);
  for (std::string Event::*id : {&Event::session_id, &Event::prompt_id, &Event::tool_use_id})
    event.*id = pass.id(event.*id, limits::id_bytes_max);
  event.stream = pass.id(event.stream, limits::stream_bytes_max);
  for (std::string Event::*name : {&Event::clock, &Event::agent, &Event::actor, &Event::tool})
    event.*name = pass.line(event.*name, limits::name_bytes_max);
  if (!event.body_json.empty()) {
    Body body(pass, of_credential_file);
    event.body_json = body.redacted(std::move(event.body_json));
    event.original_bytes = std::max(event.original_bytes, body.original_bytes());
  }
  event.title = title_of(event, pass, of_credential_file || pass.has_met_credential_file());
  event.redactions += pass.count();
  return event;
}

std::string Redactor::redacted(std::string_view text) const {
  return Pass(state_->policy).text(text);
}

}  // namespace runlog
