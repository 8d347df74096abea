#include "mcp/error_map.hpp"

#include "base/format.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"

namespace mcp {

Reply to_reply(const base::Error& error) {
  if (error.kind == base::ErrorKind::internal) base::log(base::LogLevel::error, error.message);
  return error_reply(error.message);
}

rpc::Error to_rpc(const base::Error& error) {
  switch (error.kind) {
    case base::ErrorKind::invalid:
    case base::ErrorKind::not_found:
      return invalid_params(error.message);
    case base::ErrorKind::busy:
      return {rpc::ErrorCode::overloaded, error.message};
    case base::ErrorKind::conflict:
      return {rpc::ErrorCode::invalid_request, error.message};
    case base::ErrorKind::unavailable:
    case base::ErrorKind::stopped:
    case base::ErrorKind::internal:
      break;
  }
  return {rpc::ErrorCode::internal_error, error.message};
}

rpc::Error invalid_params(std::string message) {
  return {rpc::ErrorCode::invalid_params, std::move(message)};
}

rpc::Error method_not_found(std::string_view method) {
  constexpr std::size_t method_bytes_shown_max = 100;
  return {rpc::ErrorCode::method_not_found,
          base::format("unknown method \"{}\"", base::shortened(method, method_bytes_shown_max))};
}

rpc::Error needs_modern_client(std::string_view method) {
  return invalid_params(base::format(
      "this {} asks for input, which needs a client of protocol {}", method, modern_version));
}

rpc::Error missing_client_features(std::string_view what,
                                   const std::vector<std::string>& features) {
  json::Writer data;  // an object, not a list: the specification wants it so
  data.begin_object().key("requiredCapabilities").begin_object();
  for (const std::string& feature : features)
    data.key(feature).raw("{}");
  return {rpc::ErrorCode::missing_client_feature,
          base::format("{} needs client features that this request does not declare: {}",
                       what,
                       base::join(features, ", ")),
          data.end_object().end_object().take()};
}

rpc::Error resource_not_found(std::string_view uri, Era era) {
  json::Writer data;
  data.begin_object().member("uri", uri).end_object();
  const auto code =
      era == Era::modern ? rpc::ErrorCode::invalid_params : rpc::ErrorCode::resource_not_found;
  return {code, base::format("no resource \"{}\"", base::shortened(uri, 200)), data.take()};
}

}  // namespace mcp
