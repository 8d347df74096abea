#include "mcp-runlog/sources/bus_sender.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "crew/team.hpp"
#include "mcp-runlog/sources/cloud_event.hpp"
#include "nats/token.hpp"

namespace runlog {
namespace {

constexpr std::size_t claim_bytes_max = 64;

/// The agent token of swarm.events.<domain>.<agent>.<what>; empty for other subjects.
std::string_view agent_in(std::string_view subject) {
  constexpr std::size_t tokens_min = 5;
  const auto tokens = base::split(subject, '.');
  const bool names_agent =
      tokens.size() >= tokens_min && tokens[0] == "swarm" && tokens[1] == "events";
  return names_agent && nats::is_token(tokens[3]) ? tokens[3] : std::string_view();
}

/// The server adds these headers to a stored message that it gives to somebody who asked for it
/// (Direct Get), on whatever subject that one named for the answer: permissions to publish do not
/// cover that. Its other answers are JSON with a type of their own.
bool is_answer_of_server(const nats::Message& message) {
  if (!header_of(message, "nats-stream").empty() || !header_of(message, "nats-sequence").empty())
    return true;
  constexpr std::string_view mark = R"("type":"io.nats.jetstream.)";
  constexpr std::size_t opening_bytes = 200;
  return std::string_view(message.payload).substr(0, opening_bytes).find(mark) !=
         std::string_view::npos;
}

}  // namespace

void note_claim(BusSender& sender, std::string_view claimed) {
  const std::string claim = base::one_line(base::trimmed(claimed), claim_bytes_max);
  if (claim.empty() || claim == sender.agent || !sender.remark.empty()) return;
  if (sender.agent.empty()) {
    sender.agent = claim;
  } else if (sender.agent == crew::operator_name) {
    sender.actor = std::exchange(sender.agent, claim);
  } else {
    sender.claimed = claim;
    sender.remark = base::format("{} published it in the name of {}", sender.agent, claim);
  }
}

BusSender sender_of(const nats::Message& message) {
  BusSender sender;
  sender.agent = agent_in(message.subject);
  if (!is_answer_of_server(message)) {
    note_claim(sender, header_of(message, "swarm-agent"));
    return sender;
  }
  sender.is_answer = true;
  sender.claimed = std::exchange(sender.agent, {});
  sender.remark = "is an answer of the server that somebody had sent here";
  return sender;
}

}  // namespace runlog
