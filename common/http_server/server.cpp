#include "http_server/server.hpp"

#include "base/module.hpp"
#include "http_server/server_module.hpp"

namespace http_server {

base::Result<std::unique_ptr<Server>> start(const Options& options, Handler& handler) {
  const auto module = TRY(base::module_function<StartFunction>(server_module, start_symbol));
  Started started = base::internal("the module started nothing");
  module.call(options, handler, started);
  return started;
}

}  // namespace http_server
