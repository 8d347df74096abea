#include "mcp-memory/shared/log_message.hpp"

#include <algorithm>
#include <array>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/host.hpp"
#include "base/text.hpp"
#include "crew/team.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"
#include "nats/token.hpp"

namespace memory {
namespace {

constexpr const char* version_header = "Memory-Version";
constexpr const char* version = "1";

struct Subject {
  std::string_view project;
  std::string_view type;
  std::string_view agent;
  std::string_view id;
};

std::optional<Subject> subject_in(std::string_view text) {
  const auto tokens = base::split(text, '.');
  constexpr std::size_t count = 5;
  if (tokens.size() != count || tokens[0] != "memory") return std::nullopt;
  return Subject{tokens[1], tokens[2], tokens[3], tokens[4]};
}

/// Empty if there is none.
std::string text_of(json::View line, std::string_view member) {
  const json::View value = line.find(member);
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

/// Headers that the server adds to an answer. It stores an answer like any message, on whatever
/// subject the one who asked named for it: permissions do not cover that. So an agent can have what
/// it wrote repeated under another's name, but not without these.
bool is_answer(const nats::Message& message) {
  return std::any_of(message.headers.begin(), message.headers.end(), [](const auto& header) {
    return header.name == "Nats-Stream" || header.name == "Nats-Sequence";
  });
}

bool is_known_version(const nats::Message& message) {
  return std::all_of(message.headers.begin(), message.headers.end(), [](const auto& header) {
    return header.name != version_header || header.value == version;
  });
}

/// The type that the change itself names; empty if it does not.
std::string_view named_type(const ExportedChange& change) {
  if (change.record) return name_of(change.record->type);
  return change.type;
}

bool is_type(std::string_view name) {
  return std::find(record_type_names.begin(), record_type_names.end(), name) !=
         record_type_names.end();
}

/// Empty if the change may stand on this subject.
std::string mismatch(const Subject& subject, const ExportedChange& change) {
  const bool from_operator = subject.agent == crew::operator_name;
  if (subject.id != change.id)
    return base::format("the subject is about {}, the change about {}", subject.id, change.id);
  if (!from_operator && subject.agent != change.agent)
    return base::format("{} published a change in the name of {}", subject.agent, change.agent);
  if (!from_operator && change.kind == ChangeKind::purged)
    return base::format("{} published a purge; only the operator may", subject.agent);
  if (subject.project != project_token(change.project))
    return base::format("the subject is of another project than {}", change.project);
  const std::string_view type = named_type(change);
  if (!is_type(subject.type) || (!type.empty() && type != subject.type))
    return base::format("the subject has the type {}", subject.type);
  return {};
}

std::string defect_of(const nats::Message& message, LogMessage& read) {
  if (is_answer(message)) return "is an answer of the server that somebody had sent here";
  if (!is_known_version(message)) return "is of a version that this program does not know";
  const auto subject = subject_in(message.subject);
  if (!subject) return "is on a subject that has not five parts";
  auto change = exported_change(message.payload);
  if (!change) return change.error().message;
  read.change = std::make_shared<const ExportedChange>(std::move(change).value());
  return mismatch(*subject, *read.change);
}

/// What the rows do not say any more, the line does.
void read_line(Waiting& waiting) {
  const auto line = json::parse(waiting.line);
  const json::View root = line ? line->root() : json::View();
  waiting.project = text_of(root, "project");
  waiting.at = text_of(root, "at");
  waiting.run_id = text_of(root, "run_id");
  waiting.title = text_of(root.find("record"), "title");
}

nats::Publication change_of(const Waiting& waiting, std::string_view sender) {
  return {.subject = base::format("memory.{}.{}.{}.{}",
                                  project_token(waiting.project),
                                  waiting.record_type,
                                  sender,
                                  waiting.record_id),
          .payload = waiting.line,
          .headers = {{version_header, version}},
          .message_id = waiting.change_id,
          .stream = memory_stream,
          .after = static_cast<std::uint64_t>(waiting.after)};
}

nats::Publication event_of(const Waiting& waiting, std::string_view sender) {
  json::Writer data;
  data.begin_object().member("record", waiting.record_id).member("type", waiting.record_type);
  data.member("project", waiting.project);
  if (!waiting.title.empty()) data.member("title", waiting.title);
  if (!waiting.other_id.empty()) data.member("other_record", waiting.other_id);
  return {.subject = base::format("swarm.events.memory.{}.{}", sender, waiting.kind),
          .payload = data.end_object().take(),
          .headers = {{"ce-specversion", "1.0"},
                      {"ce-id", waiting.change_id},
                      {"ce-source", "mcp-memory"},
                      {"ce-type", "memory." + waiting.kind},
                      {"ce-time", waiting.at},
                      {"ce-host", base::host_name()},
                      {"ce-subject", waiting.record_id},
                      {"ce-datacontenttype", "application/json"},
                      {"Swarm-Agent", waiting.agent}},
          .message_id = waiting.change_id + ".event",
          .stream = events_stream,
          .after = std::nullopt};
}

}  // namespace

std::string project_token(std::string_view project) {
  constexpr std::size_t readable_max = 40;
  constexpr std::size_t digest_digits = 12;
  std::string token = base::lower(project.substr(0, readable_max));
  std::replace_if(
      token.begin(),
      token.end(),
      [](char c) {
        return !nats::is_token({&c, 1});
      },
      '_');
  return token + "-" + base::sha256_hex(project).substr(0, digest_digits);
}

Letter letter_of(Waiting waiting, std::string_view sender) {
  if (waiting.project.empty()) read_line(waiting);
  Letter letter{.change = change_of(waiting, sender), .event = event_of(waiting, sender)};
  if (waiting.run_id.empty()) return letter;
  for (nats::Publication* publication : {&letter.change, &letter.event})
    publication->headers.push_back({"Swarm-Run-Id", waiting.run_id});
  return letter;
}

namespace {

/// All but the change.
LogMessage envelope_of(const nats::Message& message) {
  LogMessage read;
  read.sequence = static_cast<std::int64_t>(message.sequence);
  read.stored_ms = message.time.time_since_epoch().count();
  read.subject = message.subject;
  read.line = message.payload;
  read.change_id = change_id_of(message.payload);
  return read;
}

LogMessage with_change(LogMessage read, const nats::Message& message) {
  read.defect = defect_of(message, read);
  if (!read.defect.empty()) read.change.reset();
  return read;
}

}  // namespace

LogMessage read_message(const nats::Message& message) {
  return with_change(envelope_of(message), message);
}

LogMessage read_message(const nats::Message& message, SentHere& sent) {
  LogMessage read = envelope_of(message);
  const bool may_count = !is_answer(message) && is_known_version(message);
  if (may_count) read.sent_as = sent.take(read.change_id, read.subject);
  return read.sent_as ? read : with_change(std::move(read), message);
}

}  // namespace memory
