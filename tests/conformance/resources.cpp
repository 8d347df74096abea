#include "base/format.hpp"
#include "json/writer.hpp"
#include "tests/conformance/conformance.hpp"

namespace conformance {
namespace {

mcp::Resource text_resource(std::string uri, std::string name, std::string text) {
  return {uri, name, name, "A text.", "text/plain", [uri, text = std::move(text)](mcp::Call&) {
            return mcp::Contents{uri, "text/plain", text};
          }};
}

mcp::Resource binary_resource() {
  const std::string uri = "test://static-binary";
  return {uri, "static-binary", "Static binary", "One red pixel.", "image/png", [uri](mcp::Call&) {
            return mcp::Contents{uri, "image/png", {}, std::string(red_pixel)};
          }};
}

base::Result<mcp::Contents> read_data(const std::string& uri,
                                      const mcp::Values& variables,
                                      mcp::Call&) {
  const std::string& id = variables.at("id");
  json::Writer out;
  out.begin_object().member("id", id).member("templateTest", true);
  out.member("data", base::format("Data for ID: {}", id)).end_object();
  return mcp::Contents{uri, "application/json", out.take()};
}

}  // namespace

std::vector<mcp::Resource> resources() {
  return {
      text_resource(
          "test://static-text", "static-text", "This is the content of the static text resource."),
      binary_resource(),
      text_resource("test://watched-resource", "watched-resource", "Watch this.")};
}

std::vector<mcp::ResourceTemplate> resource_templates() {
  return {{"test://template/{id}/data",
           "template-data",
           "Template data",
           "Data by id.",
           "application/json",
           read_data}};
}

}  // namespace conformance
