// As whom the real binary writes, and as part of which run.

#include "wire.hpp"

namespace {

constexpr const char* team = "version: 1\nagents:\n  - name: devbot\n  - name: infrabot\n";

const std::string run_1 = "01938a6e-7c00-7000-8000-000000000001";
const std::string run_2 = "01938a6e-7c00-7abc-8def-000000000002";

json::Document stored(wire::Client& client, const wire::Reply& reply) {
  INFO(reply.text());
  REQUIRE_FALSE(reply.is_error());
  const auto read = client.call("get_record", R"({"id":")" + reply.member("id") + R"("})");
  return sample::parsed(read.structured().dump());
}

std::string text_of(const json::Document& record, std::string_view name) {
  const json::View value = record.root().find(name);
  return value.is(json::Kind::text) ? std::string(value.text()) : std::string();
}

/// A write_record with more metadata than usual.
wire::Reply write_with(wire::Client& client, const std::string& title, const std::string& meta) {
  std::string line = support::tool_call(1000, "write_record", sample::decision(title));
  line.insert(line.find("\"_meta\":{") + 9, meta + ",");
  REQUIRE(client.server().send(line));
  return wire::Reply{client.next()};
}

}  // namespace

TEST_CASE("without a name the author is local, with one it is that agent") {
  const support::TemporaryDirectory home;
  wire::Client unnamed(home.path());
  const auto local = stored(unnamed, unnamed.call("write_record", sample::decision("By nobody")));
  CHECK(text_of(local, "agent") == "local");
  CHECK(text_of(local, "project") == "shop");
  wire::Client named(home.path(), {{"AGENT_NAME", "DevBot"}});
  const auto reply = named.call("write_record", sample::decision("By devbot"));
  CHECK(reply.member("agent") == "devbot");
  CHECK(text_of(stored(named, reply), "agent") == "devbot");
  // Who wrote it first stays the author.
  const auto again = unnamed.call("write_record", sample::decision("By devbot"));
  CHECK(again.member("created") == "false");
  CHECK(again.member("agent") == "devbot");
}

TEST_CASE("a name that nobody gave is a tool error with its cause, and nothing is stored") {
  const support::TemporaryDirectory home;
  home.write("team.yaml", team);
  const std::pair<const char*, std::vector<std::string>> names[] = {
      {"${AGENT_NAME}", {"did not expand", "AGENT_NAME"}},
      {"mallory", {"mallory", "devbot, infrabot"}},
      {"devbt", {"did you mean devbot"}},
      {"dev bot", {"not allowed", "a-z"}},
      {"-x", {"not allowed"}}};
  for (const auto& [name, says] : names) {
    INFO(name);
    wire::Client client(home.path(), {{"AGENT_NAME", name}});
    for (const char* tool : {"write_record", "brief"}) {
      const auto reply =
          client.call(tool, std::string_view(tool) == "brief" ? "{}" : sample::decision());
      INFO(reply.text());
      CHECK(reply.is_error());
      for (const std::string& words : says)
        CHECK_THAT(reply.text(), Catch::Contains(words));
    }
    CHECK(client.answers_ping());
    CHECK(wire::all_ids(client).empty());
  }
  wire::Client listed(home.path(), {{"AGENT_NAME", "infrabot"}});
  CHECK_FALSE(listed.call("write_record", sample::decision()).is_error());
}

TEST_CASE("a team file that cannot be read is a tool error that names file and line") {
  const support::TemporaryDirectory home;
  const auto file = home.write("team.yaml", "version: 1\nagents: 7\n");
  wire::Client client(home.path(), {{"AGENT_NAME", "devbot"}});
  const auto refused = client.call("write_record", sample::decision());
  CHECK(refused.is_error());
  CHECK_THAT(refused.text(), Catch::Contains(file.string() + ":2"));
  home.write("team.yaml", team);
  CHECK_FALSE(client.call("write_record", sample::decision()).is_error());
}

TEST_CASE("the run is that of the request, else of its trace, else of the process") {
  const support::TemporaryDirectory home;
  wire::Client client(home.path(), {{"RUN_ID", run_1}});
  const auto plain = stored(client, client.call("write_record", sample::decision("Plain")));
  CHECK(text_of(plain, "run_id") == run_1);
  CHECK(text_of(plain, "trace_id").empty());

  const auto baggage = stored(
      client, write_with(client, "Baggage", R"("baggage":"a=b, run_id=)" + run_2 + R"(;p=1")"));
  CHECK(text_of(baggage, "run_id") == run_2);

  const std::string of_run = "01938a6e7c007abc8def000000000002";
  const auto traced = stored(
      client,
      write_with(client, "Trace", R"("traceparent":"00-)" + of_run + R"(-00f067aa0ba902b7-01")"));
  CHECK(text_of(traced, "run_id") == run_2);
  CHECK(text_of(traced, "trace_id") == of_run);

  const std::string foreign = "4bf92f3577b34da6a3ce929d0e0e4736";
  const auto other = stored(
      client,
      write_with(client, "Other", R"("traceparent":"00-)" + foreign + R"(-00f067aa0ba902b7-01")"));
  CHECK(text_of(other, "run_id") == run_1);
  CHECK(text_of(other, "trace_id") == foreign);

  const auto broken = stored(
      client, write_with(client, "Broken", R"("baggage":"run_id=x\u0000","traceparent":"zz-1")"));
  CHECK(text_of(broken, "run_id") == run_1);
  CHECK(text_of(broken, "trace_id").empty());
}

TEST_CASE("without a run the record has none, and a malformed one counts as none") {
  const support::TemporaryDirectory home;
  for (const char* run : {"", "not-a-run", "${RUN_ID}"}) {
    wire::Client client(home.path(), {{"RUN_ID", run}});
    const auto record =
        stored(client, client.call("write_record", sample::decision(std::string("Run ") + run)));
    CHECK(record.root().find("run_id").is(json::Kind::absent));
  }
}
