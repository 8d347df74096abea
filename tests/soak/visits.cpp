#include "soak/visits.hpp"

#include "base/format.hpp"
#include "support/mcp_posts.hpp"
#include "support/requests.hpp"

namespace soak {

void Visitor::leave(support::HttpClient client) {
  constexpr std::size_t lingering_max = 12;
  if (roll(2) == 0) return;
  lingering.push_back(std::move(client));
  if (lingering.size() > lingering_max) lingering.pop_front();
}

support::HttpReply expect(support::HttpClient& client, const std::string& request, int status) {
  client.send(request);
  support::HttpReply reply = client.read_reply();
  if (reply.status == status) return reply;
  throw WrongReply(base::format("{} instead of {} for: {}\n{}",
                                reply.status,
                                status,
                                request.substr(0, 600),
                                reply.body.substr(0, 600)));
}

std::string call(const std::string& tool,
                 const std::string& arguments,
                 const std::string& authorization) {
  return support::mcp_post(support::tool_call(1, tool, arguments),
                           support::modern_fields("tools/call", tool) + authorization);
}

std::string record(const std::string& title) {
  return base::format(
      R"({{"type":"decision","title":"{}","summary":"What was decided, and it holds for the whole )"
      R"(service.","context":"There were two ways to go and both had a price.",)"
      R"("decision":"Take the first way.","rationale":"It is simpler and can be undone."}})",
      title);
}

}  // namespace soak
