#include "rpc/message.hpp"

#include "base/format.hpp"
#include "json/writer.hpp"

namespace rpc {
namespace {

Error invalid_request(std::string message) {
  return {ErrorCode::invalid_request, std::move(message)};
}

using Body = decltype(Message::body);

Body refuse(std::optional<Id> id, std::string message) {
  return Refused{std::move(id), invalid_request(std::move(message))};
}

Body read_call(json::View root, std::optional<Id> id) {
  const json::View method = root.find("method");
  if (!method.is(json::Kind::text)) return refuse(std::move(id), "\"method\" must be text");
  const json::View params = root.find("params");
  if (root.find("id").is(json::Kind::absent)) {
    // Never answered, so not refused either, whatever its parameters are.
    return Notification{std::string(method.text()),
                        params.is(json::Kind::object) ? params : json::View()};
  }
  if (!params.is(json::Kind::absent) && !params.is(json::Kind::object)) {
    return refuse(std::move(id),
                  base::format("\"params\" must be an object, not {}", spelled(params.kind())));
  }
  if (!id) return refuse(std::nullopt, "\"id\" must be text or a 64-bit integer");
  return Request{*std::move(id), std::string(method.text()), params};
}

Body read_body(json::View root) {
  if (root.is(json::Kind::list))
    return refuse(std::nullopt, "batches are not supported; send one message a line");
  if (!root.is(json::Kind::object)) {
    return refuse(std::nullopt,
                  base::format("a message must be an object, not {}", spelled(root.kind())));
  }
  std::optional<Id> id = read_id(root.find("id"));
  const json::View version = root.find("jsonrpc");
  if (!version.is(json::Kind::text) || version.text() != "2.0") {
    return refuse(std::move(id), "\"jsonrpc\" must be \"2.0\"");
  }
  const bool answers =
      root.find("method").is(json::Kind::absent) &&
      (!root.find("result").is(json::Kind::absent) || !root.find("error").is(json::Kind::absent));
  if (answers) return Response{std::move(id), root.find("result"), root.find("error")};
  return read_call(root, std::move(id));
}

json::Writer envelope() {
  json::Writer out;
  out.begin_object().member("jsonrpc", "2.0");
  return out;
}

}  // namespace

std::string Id::json() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) return std::to_string(*number);
  return json::quoted(std::get<std::string>(value_));
}

std::optional<Id> read_id(json::View value) {
  if (value.is(json::Kind::integer)) return Id(value.integer());
  if (value.is(json::Kind::text)) return Id(std::string(value.text()));
  return std::nullopt;
}

Message read_message(std::string_view text) {
  auto parsed = json::parse_pruned(text);
  if (!parsed) {
    return {json::Document(),
            Refused{std::nullopt, {ErrorCode::parse_error, parsed.error().message}}};
  }
  if (parsed->violation) {
    auto id = read_id(parsed->document.root().find("id"));
    return {json::Document(), refuse(std::move(id), "message refused: " + *parsed->violation)};
  }
  Body body = read_body(parsed->document.root());
  return {std::move(parsed->document), std::move(body)};
}

std::string response(const Id& id, std::string_view result_json) {
  return envelope().key("id").raw(id.json()).key("result").raw(result_json).end_object().take();
}

std::string error_response(const std::optional<Id>& id, const Error& error) {
  json::Writer out = envelope();
  if (id) out.key("id").raw(id->json());
  out.key("error").begin_object();
  out.member("code", static_cast<std::int64_t>(error.code)).member("message", error.message);
  if (!error.data.empty()) out.key("data").raw(error.data);
  return out.end_object().end_object().take();
}

std::string notification(std::string_view method, std::string_view params_json) {
  return envelope().member("method", method).key("params").raw(params_json).end_object().take();
}

std::string request(const Id& id, std::string_view method, std::string_view params_json) {
  json::Writer out = envelope();
  out.key("id").raw(id.json()).member("method", method).key("params").raw(params_json);
  return out.end_object().take();
}

}  // namespace rpc
