#pragma once
// `serve`: the server on stdin and stdout, or for several clients over HTTP.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crew/workplace.hpp"
#include "mcp/server.hpp"

namespace app {

/// What the command line says about it.
struct ServeLine {
  int call_seconds = 60;
  std::optional<std::string> http = {};  ///< ADDRESS:PORT; nothing: stdio
  std::string tls_certificate = {};
  std::string tls_key = {};
  bool behind_proxy = false;
  std::vector<std::string> allowed_origins = {};
};

/// Returns the exit code: 2 if what the command line says does not go together.
int serve(const mcp::Server& server,
          const std::shared_ptr<crew::Workplace>& workplace,
          const ServeLine& line);

}  // namespace app
