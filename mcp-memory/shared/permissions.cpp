#include "mcp-memory/shared/permissions.hpp"

#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/shared/streams.hpp"

namespace memory {
namespace {

constexpr const char* opening =
    R"(# The users of NATS that share one memory, and what each may do: printed by `mcp-memory nats permissions`
# from {0}. For nats-server 2.9.10 and later.
#
# Before nats-server starts, set in its environment a password for each user, a different one each:
#
{1}#
# nats-server reads such a value as it reads its configuration: use letters and digits, and begin with a letter. A
# variable that is missing keeps the server from starting; one that is empty lets its user in without a password.
#
# Address, storage and TLS are not said here. In the file that includes this one, or at the end of it:
#
#   listen: 127.0.0.1:4222    # beyond this machine only with TLS
#   jetstream {{ store_dir: "/var/lib/nats", max_file_store: 20GB }}    # room for the limits of both streams
#   tls {{ cert_file: "/etc/nats/cert.pem", key_file: "/etc/nats/key.pem" }}
#
# Where there is an accounts block already, the account CREW goes into that. no_auth_user must name none of these.

accounts {{
  CREW {{
    jetstream: enabled
    users: [
{2}    ]
  }}
}}
)";

/// A question to JetStream; the name of a stream stands in the middle.
struct Question {
  std::string_view before;
  std::string_view after = {};
};

/// All that common/nats asks in order to read.
constexpr Question reading[] = {{"STREAM.INFO."},
                                {"CONSUMER.CREATE."},
                                {"CONSUMER.MSG.NEXT.", ".>"},
                                {"CONSUMER.DELETE.", ".>"},
                                {"DIRECT.GET."},
                                {"DIRECT.GET.", ".>"}};

std::string about(const Question& question, std::string_view stream) {
  return base::format("$JS.API.{}{}{}", question.before, stream, question.after);
}

std::vector<std::string> own_subjects(std::string_view user) {
  return {base::format("memory.*.*.{}.*", user), base::format("swarm.events.*.{}.>", user)};
}

std::string user_block(std::string_view user,
                       std::string_view role,
                       const std::vector<std::string>& subjects) {
  std::string text;
  if (!role.empty()) text += base::format("      # {}\n", role);
  text += base::format(
      "      {{ user: \"{}\", password: ${}, permissions: {{\n", user, password_variable(user));
  text += "          publish: { allow: [\n";
  for (const std::string& subject : subjects)
    text += base::format("            \"{}\"\n", subject);
  text += "          ] }\n";
  text += base::format("          subscribe: {{ allow: [\"_INBOX.{}.>\"] }}\n      }} }}\n", user);
  return text;
}

}  // namespace

std::vector<std::string> subjects_of_agent(std::string_view agent) {
  std::vector<std::string> subjects = own_subjects(agent);
  for (const Question& question : reading)
    subjects.push_back(about(question, memory_stream));
  subjects.push_back(about({"STREAM.INFO."}, events_stream));
  return subjects;
}

std::vector<std::string> subjects_of_operator() {
  std::vector<std::string> subjects = own_subjects(crew::operator_name);
  subjects.emplace_back("$JS.API.>");
  return subjects;
}

std::vector<std::string> subjects_of_runlog() {
  std::vector<std::string> subjects{about({"STREAM.INFO."}, events_stream)};
  const std::string own = base::format("{}.{}", events_stream, crew::runlog_name);
  for (const char* question : {"CONSUMER.CREATE.", "CONSUMER.INFO.", "CONSUMER.MSG.NEXT."})
    subjects.push_back(about({question}, own));
  subjects.push_back(base::format("$JS.ACK.{}.>", own));
  subjects.push_back(base::format("$JS.ACK.*.*.{}.>", own));  // domain and account: later servers
  return subjects;
}

std::string password_variable(std::string_view user) {
  std::string name = "NATS_PASSWORD_";
  for (const char c : user)
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

std::string server_configuration(const crew::Team& team) {
  std::string variables;
  std::string users;
  const auto add =
      [&](std::string_view user, std::string_view role, const std::vector<std::string>& subjects) {
        variables += base::format("#   {}\n", password_variable(user));
        users += user_block(user, role, subjects);
      };
  add(crew::operator_name,
      "makes the streams and erases from them; no agent",
      subjects_of_operator());
  add(crew::runlog_name,
      "reads the events of all agents for the run log; no agent",
      subjects_of_runlog());
  for (const crew::Member& member : team.members)
    add(member.name, member.role, subjects_of_agent(member.name));
  return base::format(opening, base::one_line(team.file.string(), 300), variables, users);
}

}  // namespace memory
