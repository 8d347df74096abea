// Records as resources, and completion of their ids; tests/transcripts has the rest.

#include <set>

#include "wire.hpp"

namespace {

struct ResourcesFixture {
  support::TemporaryDirectory home;
  wire::Client client{home.path()};
  int id = 1000;

  json::Document ask(std::string_view method, const std::string& params) {
    REQUIRE(client.server().send(support::request(++id, method, params)));
    const auto answer = client.server().read_line();
    REQUIRE(answer);
    return sample::parsed(*answer);
  }

  json::Document read(const std::string& uri) {
    return ask("resources/read", "\"uri\":" + json::quoted(uri));
  }

  std::vector<std::string> completed(const std::string& typed, const std::string& type) {
    const json::Document answer = ask(
        "completion/complete",
        R"("ref":{"type":"ref/resource","uri":"memory://{type}/{id}"},"argument":{"name":"id","value":)" +
            json::quoted(typed) + R"(},"context":{"arguments":{"type":)" + json::quoted(type) +
            "}}");
    std::vector<std::string> ids;
    const json::View values = answer.root().find("result").find("completion").find("values");
    for (std::size_t at = 0; at < values.size(); ++at)
      ids.emplace_back(values.item(at).text());
    return ids;
  }
};

}  // namespace

TEST_CASE_METHOD(ResourcesFixture,
                 "a record is a resource under its type, as get_record gives it") {
  for (const std::string& record :
       {sample::decision(), sample::incident(), sample::pattern(), sample::runbook()}) {
    const std::string stored = client.call("write_record", record).member("id");
    const auto got = client.call("get_record", R"({"id":")" + stored + R"("})");
    const std::string uri = "memory://" + got.member("type") + "/" + stored;
    const json::Document answer = read(uri);
    const json::View contents = answer.root().find("result").find("contents");
    REQUIRE(contents.size() == 1);
    CHECK(contents.item(0).find("uri").text() == uri);
    CHECK(contents.item(0).find("mimeType").text() == "application/json");
    const json::Document document = sample::parsed(contents.item(0).find("text").text());
    CHECK(document.root() == got.structured());
  }
}

TEST_CASE_METHOD(ResourcesFixture,
                 "a record is no resource under another type, nor in another project") {
  const std::string stored = client.call("write_record", sample::decision()).member("id");
  wire::Client blog(home.path(), {{"AGENT_SMITH_PROJECT", "blog"}});
  const std::string foreign = blog.call("write_record", sample::decision()).member("id");
  for (const std::string& uri : {"memory://incident/" + stored, "memory://decision/" + foreign}) {
    INFO(uri);
    const json::Document answer = read(uri);
    CHECK(answer.root().find("error").find("code").integer() == -32602);
    CHECK(answer.root().find("error").find("data").find("uri").text() == uri);
  }
  CHECK(read("memory://decision/" + stored).root().find("error").is(json::Kind::absent));
}

TEST_CASE_METHOD(ResourcesFixture,
                 "ids are completed from the newest records in force of that type") {
  std::vector<std::string> newest;
  for (int number = 0; number < 60; ++number)
    newest.insert(
        newest.begin(),
        client.call("write_record", sample::decision("D " + std::to_string(number))).member("id"));
  const std::string incident = client.call("write_record", sample::incident()).member("id");
  CHECK(completed("", "decision") == std::vector<std::string>(newest.begin(), newest.begin() + 50));
  CHECK(completed("", "incident") == std::vector<std::string>{incident});
  CHECK(completed(incident.substr(0, 35), "").front() == incident);
  CHECK(completed(newest[59], "decision") == std::vector<std::string>{newest[59]});
  CHECK(completed("", "runbook").empty());
  CHECK(completed("%", "decision").empty());
}
