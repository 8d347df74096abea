#pragma once
// Who sent a message of the bus, as far as the server vouches for it. Pure.

#include <string>
#include <string_view>

#include "nats/message.hpp"

namespace runlog {

struct BusSender {
  std::string agent = {};    ///< empty: nobody can be held to it
  std::string actor = {};    ///< who sent it in the name of the agent: the operator
  std::string claimed = {};  ///< who it claims to be from, where that is not the agent
  std::string remark = {};   ///< what is wrong with the claim; empty: nothing
  bool is_answer = false;    ///< of the server, that somebody had sent to this subject
};

BusSender sender_of(const nats::Message& message);

/// Notes that something in the message claims to be from another; the operator may. Nothing happens
/// if there is no claim, or an earlier one was wrong already.
void note_claim(BusSender& sender, std::string_view claim);

}  // namespace runlog
