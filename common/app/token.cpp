#include "app/token.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/format.hpp"
#include "base/random.hpp"

namespace app {

std::string new_token() {
  constexpr std::size_t token_bytes = 32;
  const std::string token = base::base64_url(base::random_bytes(token_bytes));
  return base::format(
      "Token, for the agent alone (it is kept nowhere; a new one is made the same way):\n"
      "  {}\n"
      "In team.yaml, below the agent's name:\n"
      "  token_sha256: {}\n"
      "In the agent's .mcp.json:\n"
      "  \"type\": \"http\", \"url\": \"...\", \"headers\": {{\"Authorization\": \"Bearer "
      "${{AGENT_TOKEN}}\"}}\n",
      token,
      base::sha256_hex(token));
}

}  // namespace app
