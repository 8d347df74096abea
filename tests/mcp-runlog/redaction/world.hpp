#pragma once
// A redactor in a state directory of its own, and secrets to hide from it.

#include <string>
#include <utility>
#include <vector>

#include "common/secrets/made_up.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/redaction/redactor.hpp"
#include "secrets/mark.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace redaction_world {

class World {
 public:
  explicit World(const std::string& settings = {}) {
    if (!settings.empty()) home_.write("runlog.yaml", settings);
  }

  runlog::Redactor redactor() const {
    auto opened = runlog::Redactor::open(home_.path());
    if (!opened) FAIL(opened.error().message);
    return *std::move(opened);
  }

  const std::filesystem::path& home() const { return home_.path(); }

 private:
  support::TemporaryDirectory home_;
};

inline runlog::Event event_with_body(std::string body) {
  runlog::Event event;
  event.id = runlog::event_id(runlog::Source::hook, "one");
  event.kind = runlog::Kind::tool_end;
  event.body_json = std::move(body);
  return event;
}

inline std::string redacted_body(const World& world, std::string body) {
  return world.redactor().redacted(event_with_body(std::move(body))).body_json;
}

struct Secret {
  std::string name;
  std::string written;  ///< as it stands in a text
  std::string secret;   ///< the bytes of it that must be nowhere
};

/// Each is found wherever it stands as a text of its own or in a sentence.
inline std::vector<Secret> secrets() {
  using made_up::body;
  const std::string token = made_up::token(3);
  const std::string value = body(made_up::alnum, 32, 11);
  const std::string aws = "AKIA" + body(made_up::upper, 16, 5);
  const std::string model_key = std::string("sk-") + "ant-" + body(made_up::alnum, 40, 6);
  const std::string jwt = "eyJ" + body(made_up::alnum, 20, 1) + ".eyJ" +
                          body(made_up::alnum, 30, 2) + "." + body(made_up::alnum, 43, 3);
  const std::string lines = body(made_up::alnum, 64, 8) + "\n" + body(made_up::alnum, 64, 9);
  const std::string pem = "-----BEGIN" + std::string(" PRIVATE KEY-----\n") + lines + "\n-----END" +
                          " PRIVATE KEY-----";
  return {{"forge token", token, token},
          {"cloud key", aws, aws},
          {"key of a model", model_key, model_key},
          {"web token", jwt, jwt.substr(jwt.rfind('.') + 1)},
          {"private key", pem, lines.substr(0, 64)},
          {"bearer", "Authorization: Bearer " + value, value},
          {"header", "Authorization: token " + value, value},
          {"cookie", "Cookie: theme=dark; sid=" + value, value},
          {"url", "postgres://orders:" + value + "@db:5432/orders", value},
          {"shell", "export DB_PASSWORD=" + value, value},
          {"yaml", "apiKey: " + value, value},
          {"json", R"({"client_secret": ")" + value + R"("})", value}};
}

}  // namespace redaction_world
