#include <algorithm>

#include "json/writer.hpp"
#include "mcp/error_map.hpp"
#include "mcp/methods.hpp"
#include "mcp/page.hpp"
#include "mcp/uri_template.hpp"

namespace mcp {
namespace {

template <class Entry>
std::string entry_json(std::string_view uri_key, std::string_view uri, const Entry& entry) {
  json::Writer out;
  out.begin_object().member(uri_key, uri).member("name", entry.name);
  if (!entry.title.empty()) out.member("title", entry.title);
  if (!entry.description.empty()) out.member("description", entry.description);
  if (!entry.mime_type.empty()) out.member("mimeType", entry.mime_type);
  return out.end_object().take();
}

Answer contents_answer(const base::Result<Contents>& contents, std::string_view uri, Era era) {
  if (!contents) {
    const bool missing = contents.error().kind == base::ErrorKind::not_found;
    return missing ? resource_not_found(uri, era) : to_rpc(contents.error());
  }
  return Outcome{members([&](json::Writer& out) {
                   out.key("contents").begin_list().begin_object().member("uri", contents->uri);
                   if (!contents->mime_type.empty()) out.member("mimeType", contents->mime_type);
                   if (contents->blob_base64.empty()) {
                     out.member("text", contents->text);
                   } else {
                     out.member("blob", contents->blob_base64);
                   }
                   out.end_object().end_list();
                 }),
                 true};
}

}  // namespace

Answer list_resources(const Server& server, const Context& context, Session&) {
  const auto entry = [&](std::size_t at) {
    const Resource& resource = server.resources[at];
    return entry_json("uri", resource.uri, resource);
  };
  return page_of("resources", server.resources.size(), entry, server, context);
}

Answer list_resource_templates(const Server& server, const Context& context, Session&) {
  const auto entry = [&](std::size_t at) {
    const ResourceTemplate& resource = server.resource_templates[at];
    return entry_json("uriTemplate", resource.uri_template, resource);
  };
  return page_of("resourceTemplates", server.resource_templates.size(), entry, server, context);
}

Answer read_resource(const Server& server, const Context& context, Call& call) {
  const json::View uri = context.params.find("uri");
  if (!uri.is(json::Kind::text)) return invalid_params("resources/read: params.uri must be text");
  for (const Resource& resource : server.resources) {
    if (resource.uri == uri.text())
      return contents_answer(resource.read(call), uri.text(), context.era);
  }
  for (const ResourceTemplate& entry : server.resource_templates) {
    if (const auto variables = match(entry.uri_template, uri.text())) {
      return contents_answer(
          entry.read(std::string(uri.text()), *variables, call), uri.text(), context.era);
    }
  }
  return resource_not_found(uri.text(), context.era);
}

}  // namespace mcp
