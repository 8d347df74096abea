#include "mcp-runlog/redaction/credential_files.hpp"

#include "mcp-runlog/redaction/world.hpp"

namespace {

using redaction_world::event_with_body;
using redaction_world::redacted_body;
using redaction_world::World;
using runlog::CredentialFiles;

TEST_CASE("files of credentials are known by their names") {
  const CredentialFiles files({});
  for (const char* path : {".env",
                           "app/.env.production",
                           "/home/dev/.ssh/id_rsa",
                           "/home/dev/.ssh/id_ed25519",
                           "certs/server.PEM",
                           "server.key",
                           "~/.netrc",
                           "web/.npmrc",
                           "/home/dev/.pgpass",
                           "/home/dev/.aws/credentials",
                           "/home/dev/.kube/config",
                           "kubeconfig",
                           "C:\\Users\\dev\\.git-credentials",
                           "/run/secrets/db",
                           "/proc/12/environ"}) {
    CAPTURE(path);
    CHECK(files.has(path));
  }
}

TEST_CASE("other files are none of credentials") {
  const CredentialFiles files({});
  for (const char* path : {"",
                           "src/environment.cpp",
                           ".env.example",
                           "/home/dev/.ssh/id_ed25519.pub",
                           "docs/keys.md",
                           "src/key.cpp",
                           "config",
                           "/home/dev/.envoy/config",
                           "monkey.keyboard"}) {
    CAPTURE(path);
    CHECK_FALSE(files.has(path));
  }
}

TEST_CASE("the user's globs are for names, or for whole paths and their ends") {
  const CredentialFiles files({"*.vault", "deploy/*.txt"});
  CHECK(files.has("a/b/C.VAULT"));
  CHECK(files.has("deploy/a.txt"));
  CHECK(files.has("/repo/deploy/deep/a.txt"));
  CHECK_FALSE(files.has("/repo/redeploy/a.txt"));
  CHECK_FALSE(files.has("vault"));
}

TEST_CASE("of a file of credentials no content is stored, by whatever tool") {
  const World world;
  for (
      const char* body :
      {R"({"tool_input":{"file_path":"/app/.env"},"tool_response":{"file":{"content":"A=quiet","numLines":1}}})",
       R"({"tool_input":{"file_path":"/app/.env","old_string":"A=quiet","new_string":"A=quiet"}})",
       R"({"tool_response":{"filePath":".env","structuredPatch":[{"lines":["-A=1","+A=quiet"]}],"originalFile":"A=quiet"}})",
       R"({"tool_input":{"path":".env","pattern":"A"},"tool_response":{"stdout":"1: A=quiet"}})",
       R"({"tool_input":{"file_path":".env"},"error":"String to replace not found: A=quiet"})",
       R"({"tool_calls":[{"name":"Read","input":{"file_path":"/x/id_rsa"},"response":[{"type":"text","text":"A=quiet"}]}]})",
       R"({"output":"{\"path\":\"/x/.netrc\",\"content\":\"A=quiet\"}"})"}) {
    CAPTURE(body);
    const std::string redacted = redacted_body(world, body);
    CAPTURE(redacted);
    CHECK(redacted.find("quiet") == std::string::npos);
    CHECK(redacted.find("[redacted:file-") != std::string::npos);
  }
}

TEST_CASE("the path of the event says it for its whole body") {
  const World world;
  runlog::Event event = event_with_body(R"({"stdout":"A=quiet","tool_name":"Read","lines":[3]})");
  event.file_path = "conf/server.pem";
  const runlog::Event redacted = world.redactor().redacted(event);
  CHECK(redacted.file_path == event.file_path);
  CHECK(redacted.body_json.find("quiet") == std::string::npos);
  CHECK(redacted.body_json.find(R"("tool_name":"Read","lines":[3])") != std::string::npos);
  CHECK(redacted.redactions == 1);
  CHECK(world.redactor().redacted(redacted) == redacted);
}

TEST_CASE("two contents that are the same are seen to be") {
  const World world;
  const std::string redacted =
      redacted_body(world, R"({"path":".env","old_string":"a","new_string":"b","content":"a"})");
  const auto document = json::parse(redacted);
  REQUIRE(document);
  const json::View body = document->root();
  CHECK(body.find("old_string") == body.find("content"));
  CHECK_FALSE(body.find("old_string") == body.find("new_string"));
}

TEST_CASE("beside a file of credentials other files are stored") {
  const World world;
  const std::string body = redacted_body(
      world, R"({"files":[{"path":".env","content":"quiet"},{"path":"a.cpp","content":"loud"}]})");
  CHECK(body.find("quiet") == std::string::npos);
  CHECK(body.find("loud") != std::string::npos);
}

TEST_CASE("a title about a credential file quotes nothing of it") {
  const World world;
  const auto titled = [&](std::string path, std::string body) {
    runlog::Event event = event_with_body(std::move(body));
    event.tool = "Read";
    event.file_path = std::move(path);
    event.title = "Result: A=quiet";
    const runlog::Event once = world.redactor().redacted(event);
    CHECK(world.redactor().redacted(once) == once);
    return once.title;
  };
  CHECK(titled("/app/.env", R"({"tool_response":"A=quiet"})") == "Read /app/.env");
  CHECK(titled("/app/a.cpp", R"({"tool_response":"A=quiet"})") == "Result: A=quiet");
  const std::string by_body =
      titled("", R"({"tool_response":{"file":{"filePath":"/app/.env","content":"A=quiet"}}})");
  CHECK(by_body.find("quiet") == std::string::npos);
  CHECK(by_body.starts_with("[redacted:title"));
}

}  // namespace
