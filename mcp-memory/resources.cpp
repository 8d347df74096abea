#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "mcp-memory/digest.hpp"
#include "mcp-memory/digest_text.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

constexpr int brief_budget_tokens = 1500;
constexpr std::size_t completions_max = 50;

base::Result<std::string> brief_text(const Setting& setting, mcp::Call& call) {
  const DigestWanted wanted{.project = TRY(setting.workplace->project()),
                            .agent = TRY(call.agent())};
  const Digest digest = TRY(digest_of(call.stop(), *setting.memory, wanted));
  return digest_text(digest, wanted, setting.memory->now(), budget_bytes(brief_budget_tokens)).text;
}

std::optional<RecordType> type_named(std::string_view name) {
  for (std::size_t at = 0; at < record_type_names.size(); ++at)
    if (record_type_names[at] == name) return static_cast<RecordType>(at);
  return std::nullopt;
}

base::Result<mcp::Contents> record_contents(const Setting& setting,
                                            const std::string& uri,
                                            const mcp::Values& variables,
                                            mcp::Call& call) {
  const std::string id = base::lower(variables.find("id")->second);
  const std::string& type = variables.find("type")->second;
  if (!base::is_uuid(id) || !type_named(type))
    return base::not_found(base::format("no record is called {}", base::one_line(uri, 200)));
  RecordStore* records = TRY(setting.memory->records());
  const Wanted wanted{.id = id, .project = TRY(setting.workplace->project())};
  const Target target = TRY(records->target(call.stop(), wanted.id, wanted.project));
  if (name_of(target.type) != type) {
    return base::not_found(base::format(
        "{} is a {}: memory://{}/{}", id, name_of(target.type), name_of(target.type), id));
  }
  return mcp::Contents{.uri = uri,
                       .mime_type = "application/json",
                       .text = TRY(records->read(call.stop(), wanted, setting.memory->now()))};
}

base::Result<std::vector<std::string>> types_starting(std::string_view typed) {
  std::vector<std::string> types;
  for (const std::string_view name : record_type_names)
    if (name.starts_with(typed)) types.emplace_back(name);
  return types;
}

}  // namespace

base::Result<std::vector<std::string>> ids_starting(const Setting& setting,
                                                    std::string_view typed,
                                                    std::optional<RecordType> type,
                                                    mcp::Call& call) {
  constexpr std::size_t looked_at_max = 500;
  RecordStore* records = TRY(setting.memory->records());
  const Filter filter{.project = TRY(setting.workplace->project()), .type = type};
  const Found found = TRY(records->list(call.stop(), filter, 0, looked_at_max));
  std::vector<std::string> ids;
  for (const Entry& entry : found.entries)
    if (ids.size() < completions_max && entry.id.starts_with(base::lower(typed)))
      ids.push_back(entry.id);
  return ids;
}

std::vector<mcp::Resource> resources(const Setting& setting) {
  return {{.uri = "memory://brief",
           .name = "brief",
           .title = "Digest of the memory",
           .description = "What to know before starting work in this project.",
           .mime_type = "text/markdown",
           .read = [setting](mcp::Call& call) -> base::Result<mcp::Contents> {
             return mcp::Contents{.uri = "memory://brief",
                                  .mime_type = "text/markdown",
                                  .text = TRY(brief_text(setting, call))};
           }}};
}

std::vector<mcp::ResourceTemplate> resource_templates(const Setting& setting) {
  const auto complete_type = [](std::string_view typed, const mcp::Values&, mcp::Call&) {
    return types_starting(typed);
  };
  const auto complete_id = [setting](std::string_view typed,
                                     const mcp::Values& others,
                                     mcp::Call& call) -> base::Result<std::vector<std::string>> {
    const auto type = others.find("type");
    return ids_starting(
        setting, typed, type == others.end() ? std::nullopt : type_named(type->second), call);
  };
  return {{.uri_template = "memory://{type}/{id}",
           .name = "record",
           .title = "A record",
           .description = "Everything that one record says.",
           .mime_type = "application/json",
           .read =
               [setting](const std::string& uri, const mcp::Values& variables, mcp::Call& call) {
                 return record_contents(setting, uri, variables, call);
               },
           .completers = {{"type", complete_type}, {"id", complete_id}}}};
}

}  // namespace memory
