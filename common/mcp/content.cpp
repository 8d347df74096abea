#include "mcp/content.hpp"

#include "json/writer.hpp"

namespace mcp {
namespace {

Content media(std::string_view type, std::string_view base64, std::string_view mime_type) {
  json::Writer out;
  out.begin_object().member("type", type).member("data", base64).member("mimeType", mime_type);
  return out.end_object().take();
}

}  // namespace

Content text_content(std::string_view text) {
  json::Writer out;
  return out.begin_object().member("type", "text").member("text", text).end_object().take();
}

Content image_content(std::string_view base64, std::string_view mime_type) {
  return media("image", base64, mime_type);
}

Content audio_content(std::string_view base64, std::string_view mime_type) {
  return media("audio", base64, mime_type);
}

Content resource_link(std::string_view uri, std::string_view name, std::string_view mime_type) {
  json::Writer out;
  out.begin_object().member("type", "resource_link").member("uri", uri).member("name", name);
  return out.member("mimeType", mime_type).end_object().take();
}

Content embedded_text(std::string_view uri, std::string_view mime_type, std::string_view text) {
  json::Writer out;
  out.begin_object().member("type", "resource").key("resource").begin_object();
  out.member("uri", uri).member("mimeType", mime_type).member("text", text);
  return out.end_object().end_object().take();
}

Reply json_reply(std::string structured) {
  Content content = text_content(structured);
  return {{std::move(content)}, std::move(structured)};
}

}  // namespace mcp
