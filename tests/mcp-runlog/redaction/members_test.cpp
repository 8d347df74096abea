// Members of JSON whose names promise a secret, in bodies and in texts that are JSON.

#include "json/writer.hpp"
#include "mcp-runlog/redaction/world.hpp"

namespace {

using redaction_world::redacted_body;
using redaction_world::World;

/// Nothing of this looks like a secret.
constexpr const char* plain = "open sesame";

bool is_hidden(const World& world, const std::string& body) {
  const std::string redacted = redacted_body(world, body);
  return redacted.find(plain) == std::string::npos &&
         redacted.find("[redacted:") != std::string::npos;
}

TEST_CASE("the value of a name that promises a secret goes as a whole") {
  const World world;
  for (const char* name : {"authorization",
                           "Proxy-Authorization",
                           "Cookie",
                           "set-cookie",
                           "x-api-key",
                           "X-Auth-Token",
                           "password",
                           "DB_PASSWORD",
                           "clientSecret",
                           "access_token",
                           "privateKey",
                           "credentials"}) {
    CAPTURE(name);
    const std::string text = json::quoted(plain);
    const std::string member = json::quoted(name) + ":";
    CHECK(is_hidden(world, "{" + member + text + "}"));
    CHECK(is_hidden(world, R"({"headers":{)" + member + "[" + text + "]}}"));
    CHECK(is_hidden(world, "{" + member + R"({"a":[)" + text + "]}}"));
    CHECK(is_hidden(world, R"({"output":)" + json::quoted("{" + member + text + "}") + "}"));
  }
}

TEST_CASE("pairs of name and value are members too") {
  const World world;
  CHECK(is_hidden(world, R"({"env":[{"name":"DB_PASSWORD","value":"open sesame"}]})"));
  CHECK(is_hidden(world, R"({"headers":[{"value":"open sesame","name":"Cookie"}]})"));
  CHECK(is_hidden(world, R"({"kind":"Secret","data":{"config":"open sesame"}})"));
  CHECK_FALSE(is_hidden(world, R"({"env":[{"name":"PATH","value":"open sesame"}]})"));
  CHECK_FALSE(is_hidden(world, R"({"kind":"ConfigMap","data":{"config":"open sesame"}})"));
}

TEST_CASE("names that only speak of secrets promise none") {
  const World world;
  for (const char* body : {R"({"password_hash":"open sesame"})",
                           R"({"next_page_token":"open sesame"})",
                           R"({"secretName":"open sesame"})",
                           R"({"apiKeySource":"open sesame"})",
                           R"({"command":"open sesame","description":"open sesame"})"}) {
    CAPTURE(body);
    CHECK(redacted_body(world, body) == body);
  }
}

TEST_CASE("values that cannot be secrets stay") {
  const World world;
  for (const char* body : {R"({"password":""})",
                           R"({"password":null,"token":false})",
                           R"({"pass":12,"fail":0})",
                           R"({"input_token":1200000})"}) {
    CAPTURE(body);
    CHECK(redacted_body(world, body) == body);
  }
  CHECK(redacted_body(world, R"({"password":12345678})").find("12345678") == std::string::npos);
}

}  // namespace
