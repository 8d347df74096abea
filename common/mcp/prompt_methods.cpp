#include <algorithm>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"
#include "mcp/page.hpp"

namespace mcp {
namespace {

std::string prompt_json(const Prompt& prompt) {
  json::Writer out;
  out.begin_object().member("name", prompt.name).member("title", prompt.title);
  out.member("description", prompt.description).key("arguments").begin_list();
  for (const PromptArgument& argument : prompt.arguments) {
    out.begin_object().member("name", argument.name).member("description", argument.description);
    out.member("required", argument.required).end_object();
  }
  return out.end_list().end_object().take();
}

const Prompt* find_prompt(const Server& server, std::string_view name) {
  const auto found = std::find_if(server.prompts.begin(),
                                  server.prompts.end(),
                                  [&](const Prompt& prompt) { return prompt.name == name; });
  return found == server.prompts.end() ? nullptr : &*found;
}

rpc::Error unknown_prompt(std::string_view name) {
  return invalid_params(
      base::format("unknown prompt \"{}\"; prompts/list names them", base::shortened(name, 64)));
}

std::variant<Values, rpc::Error> read_values(json::View object, std::string_view what) {
  Values values;
  if (object.is(json::Kind::absent)) return values;
  if (!object.is(json::Kind::object))
    return invalid_params(base::format("{} must be an object of texts", what));
  for (std::size_t at = 0; at < object.size(); ++at) {
    if (!object.member_value(at).is(json::Kind::text)) {
      return invalid_params(
          base::format("{}.{} must be text", what, base::shortened(object.member_name(at), 64)));
    }
    values[std::string(object.member_name(at))] = object.member_value(at).text();
  }
  return values;
}

std::optional<rpc::Error> wrong_arguments(const Prompt& prompt, const Values& values) {
  std::vector<std::string> known;
  for (const PromptArgument& argument : prompt.arguments) {
    known.push_back(argument.name);
    if (argument.required && !values.contains(argument.name)) {
      return invalid_params(
          base::format("prompt {}: the argument \"{}\" is missing", prompt.name, argument.name));
    }
  }
  for (const auto& [name, value] : values) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return invalid_params(base::format("prompt {}: unknown argument \"{}\"; known: {}",
                                       prompt.name,
                                       base::shortened(name, 64),
                                       base::join(known, ", ")));
  }
  return std::nullopt;
}

/// The completer that a completion/complete refers to; null where the reference is right but
/// nothing can be suggested.
std::variant<const Completer*, rpc::Error> find_completer(const Server& server,
                                                          json::View reference,
                                                          std::string_view argument,
                                                          Era era) {
  const json::View type = reference.find("type");
  const json::View name = reference.find("name");
  const json::View uri = reference.find("uri");
  if (type.is(json::Kind::text) && type.text() == "ref/prompt" && name.is(json::Kind::text)) {
    const Prompt* prompt = find_prompt(server, name.text());
    if (prompt == nullptr) return unknown_prompt(name.text());
    for (const PromptArgument& candidate : prompt->arguments) {
      if (candidate.name == argument) return candidate.complete ? &candidate.complete : nullptr;
    }
    return invalid_params(base::format(
        "prompt {} has no argument \"{}\"", name.text(), base::shortened(argument, 64)));
  }
  if (type.is(json::Kind::text) && type.text() == "ref/resource" && uri.is(json::Kind::text)) {
    for (const ResourceTemplate& entry : server.resource_templates) {
      if (entry.uri_template != uri.text()) continue;
      const auto found = entry.completers.find(std::string(argument));
      return found == entry.completers.end() ? nullptr : &found->second;
    }
    return resource_not_found(uri.text(), era);
  }
  return invalid_params(
      "completion/complete: params.ref must be {type: \"ref/prompt\", name} or {type: "
      "\"ref/resource\", uri}");
}

Answer completion_answer(const std::vector<std::string>& values) {
  const std::size_t shown = std::min(values.size(), base::limits::completion_values_max);
  return Outcome{members([&](json::Writer& out) {
    out.key("completion").begin_object().key("values").begin_list();
    for (std::size_t at = 0; at < shown; ++at)
      out.text(values[at]);
    out.end_list().member("total", static_cast<std::int64_t>(values.size()));
    out.member("hasMore", values.size() > shown).end_object();
  })};
}

}  // namespace

Answer list_prompts(const Server& server, const Context& context, Session&) {
  return page_of(
      "prompts",
      server.prompts.size(),
      [&](std::size_t at) { return prompt_json(server.prompts[at]); },
      server,
      context);
}

Answer prompt_messages(const Server& server, const Context& context, Call& call) {
  const json::View name = context.params.find("name");
  if (!name.is(json::Kind::text)) return invalid_params("prompts/get: params.name must be text");
  const Prompt* prompt = find_prompt(server, name.text());
  if (prompt == nullptr) return unknown_prompt(name.text());
  auto values = read_values(context.params.find("arguments"), "params.arguments");
  if (auto* error = std::get_if<rpc::Error>(&values)) return std::move(*error);
  if (auto error = wrong_arguments(*prompt, std::get<Values>(values))) return *std::move(error);
  const auto messages = prompt->messages(std::get<Values>(values), call);
  if (!messages) return to_rpc(messages.error());
  return Outcome{members([&](json::Writer& out) {
    out.member("description", prompt->description).key("messages").begin_list();
    for (const PromptMessage& message : *messages) {
      out.begin_object().member("role",
                                message.role == PromptMessage::Role::user ? "user" : "assistant");
      out.key("content").raw(message.content).end_object();
    }
    out.end_list();
  })};
}

Answer complete(const Server& server, const Context& context, Call& call) {
  const json::View argument = context.params.find("argument");
  const json::View name = argument.find("name");
  const json::View typed = argument.find("value");
  if (!name.is(json::Kind::text) || !typed.is(json::Kind::text)) {
    return invalid_params("completion/complete: params.argument must be {name, value}, both text");
  }
  auto others =
      read_values(context.params.find("context").find("arguments"), "params.context.arguments");
  if (auto* error = std::get_if<rpc::Error>(&others)) return std::move(*error);
  auto completer = find_completer(server, context.params.find("ref"), name.text(), context.era);
  if (auto* error = std::get_if<rpc::Error>(&completer)) return std::move(*error);
  const Completer* complete = std::get<const Completer*>(completer);
  if (complete == nullptr) return completion_answer({});
  const auto values = (*complete)(typed.text(), std::get<Values>(others), call);
  if (!values) return to_rpc(values.error());
  return completion_answer(*values);
}

}  // namespace mcp
