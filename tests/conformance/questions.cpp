#include "tests/conformance/questions.hpp"

#include "json/writer.hpp"

namespace conformance {
namespace {

bool is_action(json::View answer, std::string_view action) {
  const json::View given = answer.find("action");
  return given.is(json::Kind::text) && given.text() == action;
}

}  // namespace

std::string form(std::string_view message,
                 std::string_view properties_json,
                 std::string_view required_json) {
  json::Writer out;
  out.begin_object().member("message", message).key("requestedSchema").begin_object();
  out.member("type", "object").key("properties").raw(properties_json);
  return out.key("required").raw(required_json).end_object().end_object().take();
}

std::string form_with(std::string_view message, std::string_view field, std::string_view type) {
  json::Writer properties;
  properties.begin_object().key(field).begin_object().member("type", type);
  properties.end_object().end_object();
  json::Writer required;
  return form(message, properties.str(), required.begin_list().text(field).end_list().str());
}

std::string sampling_of(std::string_view prompt, int tokens_max) {
  json::Writer out;
  out.begin_object().key("messages").begin_list().begin_object().member("role", "user");
  out.key("content").begin_object().member("type", "text").member("text", prompt).end_object();
  return out.end_object().end_list().key("maxTokens").integer(tokens_max).end_object().take();
}

json::View accepted(json::View answer, std::string_view field) {
  return is_action(answer, "accept") ? answer.find("content").find(field) : json::View();
}

bool is_refused(json::View answer) {
  return is_action(answer, "decline") || is_action(answer, "cancel");
}

json::View said(json::View answer) {
  return answer.find("content").find("text");
}

std::string shown(json::View value) {
  return value.is(json::Kind::text) ? std::string(value.text()) : value.dump();
}

}  // namespace conformance
