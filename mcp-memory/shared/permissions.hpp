#pragma once
// What a NATS server must be told so that every agent of a team writes in its own name only: the
// configuration of nats-server, made from team.yaml. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "crew/team.hpp"

namespace memory {

/// The subjects that an agent may publish to: its own records and events, and questions to
/// JetStream that read. Every token of a record's subject is fixed but three, so that no other
/// author fits. Never among them: anything that makes, changes, purges or erases, and consumers of
/// SWARM_EVENTS, which could be told to deliver into another agent's records.
std::vector<std::string> subjects_of_agent(std::string_view agent);

/// Those of the operator: its own records and events, and all questions to JetStream.
std::vector<std::string> subjects_of_operator();

/// Those of the run log: what it takes to consume SWARM_EVENTS under its own durable name, and
/// nothing that it could say something with. As every reader it can have what it reads repeated
/// elsewhere, under the subjects that the events had.
std::vector<std::string> subjects_of_runlog();

/// The variable that nats-server takes a user's password from: NATS_PASSWORD_ and the name in upper
/// case, with _ for -. Different names have different variables.
std::string password_variable(std::string_view user);

/// A file for nats-server 2.9.10 and later, to be used alone or through `include`: one account with
/// JetStream, the operator, the run log and each member of the team. Holds no secret.
std::string server_configuration(const crew::Team& team);

}  // namespace memory
