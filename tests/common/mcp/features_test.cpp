// Resources, prompts and completion, asked through the dispatcher.

#include "common/mcp/recorder.hpp"
#include "mcp/dispatcher.hpp"
#include "support/small_server.hpp"

using Catch::Matchers::Contains;
using recorder::code_of;
using recorder::legacy;
using recorder::modern;
using recorder::Recorder;

namespace {

json::Document ask(const std::string& text) {
  static const mcp::Server server = support::small_server();
  static const mcp::Dispatcher dispatcher(server);
  const auto sink = std::make_shared<Recorder>();
  const auto session = recorder::session_of(sink);
  session->agree_on_legacy("2025-11-25");
  if (const auto job = dispatcher.accept(text, session).job) job->run();
  return sink->only();
}

std::string result_of(const json::Document& answer, std::string_view member) {
  return answer.root().find("result").find(member).dump();
}

json::Document completed(const std::string& ref,
                         const std::string& argument,
                         const std::string& more = {}) {
  return ask(modern("completion/complete", "\"ref\":" + ref + ",\"argument\":" + argument + more));
}

const std::string greeting = R"({"type":"ref/prompt","name":"greeting"})";
const std::string note = R"({"type":"ref/resource","uri":"note://{shelf}/{id}"})";

}  // namespace

TEST_CASE("resources and templates are listed with what they say about themselves") {
  CHECK(
      result_of(ask(modern("resources/list")), "resources") ==
      R"([{"uri":"note://hello","name":"hello","title":"Hello","description":"A greeting.","mimeType":"text/plain"}])");
  CHECK_THAT(result_of(ask(legacy("resources/templates/list")), "resourceTemplates"),
             Contains(R"("uriTemplate":"note://{shelf}/{id}")"));
}

TEST_CASE("a resource is read by its URI, or through a template") {
  const auto fixed = ask(modern("resources/read", R"("uri":"note://hello")"));
  CHECK(result_of(fixed, "contents") ==
        R"([{"uri":"note://hello","mimeType":"text/plain","text":"hello"}])");
  CHECK(result_of(fixed, "ttlMs") == "0");
  const auto made = ask(legacy("resources/read", R"("uri":"note://a/b%20c")"));
  CHECK(result_of(made, "contents") ==
        R"([{"uri":"note://a/b%20c","mimeType":"text/plain","text":"b c"}])");
}

TEST_CASE("a resource that is not there has the code of its era and names the URI") {
  for (const auto* uri : {"note://a/none", "note://", "other://x", ""}) {
    CAPTURE(uri);
    const std::string params = "\"uri\":\"" + std::string(uri) + "\"";
    const auto modern_answer = ask(modern("resources/read", params));
    CHECK(code_of(modern_answer) == -32602);
    CHECK(modern_answer.root().find("error").find("data").find("uri").text() == uri);
    CHECK(code_of(ask(legacy("resources/read", params))) == -32002);
  }
  CHECK(code_of(ask(modern("resources/read"))) == -32602);
  CHECK(code_of(ask(modern("resources/read", R"("uri":"note://a/broken")"))) == -32603);
}

TEST_CASE("prompts tell their arguments and take texts only") {
  CHECK_THAT(result_of(ask(modern("prompts/list")), "prompts"),
             Contains(R"({"name":"name","description":"Who.","required":true})"));
  const auto got = ask(modern("prompts/get", R"("name":"greeting","arguments":{"name":"you"})"));
  CHECK(result_of(got, "messages") ==
        R"([{"role":"user","content":{"type":"text","text":"Greet you"}}])");
  for (const auto* params : {R"("name":"none")",
                             R"("name":"greeting")",
                             R"("name":"greeting","arguments":{"name":1})",
                             R"("name":"greeting","arguments":["x"])",
                             R"("name":"greeting","arguments":{"name":"x","more":"y"})",
                             R"("name":"greeting","arguments":{"name":"nobody"})",
                             R"("x":1)"}) {
    CAPTURE(params);
    CHECK(code_of(ask(modern("prompts/get", params))) == -32602);
  }
}

TEST_CASE("a completion gives at most a hundred values and says that there are more") {
  const auto answer = completed(greeting, R"({"name":"name","value":"a"})");
  const json::View completion = answer.root().find("result").find("completion");
  CHECK(completion.find("values").size() == 100);
  CHECK(completion.find("values").item(0).text() == "a0");
  CHECK(completion.find("total").integer() == 120);
  CHECK(completion.find("hasMore").boolean());
}

TEST_CASE("a completion sees the values that were chosen already") {
  const auto answer =
      completed(note, R"({"name":"id","value":"x"})", R"(,"context":{"arguments":{"shelf":"s"}})");
  CHECK(result_of(answer, "completion") == R"({"values":["x@s"],"total":1,"hasMore":false})");
}

TEST_CASE("an argument without suggestions completes to nothing") {
  CHECK(result_of(completed(greeting, R"({"name":"tone","value":""})"), "completion") ==
        R"({"values":[],"total":0,"hasMore":false})");
  CHECK(code_of(completed(note, R"({"name":"shelf","value":""})")) == 0);
}

TEST_CASE("a wrong reference or argument is refused") {
  const std::string name = R"({"name":"name","value":""})";
  CHECK(code_of(completed(R"({"type":"ref/prompt","name":"none"})", name)) == -32602);
  CHECK(code_of(completed(R"({"type":"ref/prompt"})", name)) == -32602);
  CHECK(code_of(completed(R"({"type":"ref/tool","name":"echo"})", name)) == -32602);
  CHECK(code_of(completed(R"({"type":"ref/resource","uri":"x://"})", name)) == -32602);
  CHECK(code_of(completed("7", name)) == -32602);
  CHECK(code_of(completed(greeting, R"({"name":"none","value":""})")) == -32602);
  CHECK(code_of(completed(greeting, R"({"name":"name"})")) == -32602);
  CHECK(code_of(completed(greeting, "null")) == -32602);
  CHECK(code_of(completed(greeting, name, R"(,"context":{"arguments":{"a":1}})")) == -32602);
}
