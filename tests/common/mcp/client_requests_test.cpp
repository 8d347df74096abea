#include "mcp/client_requests.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include "common/mcp/recorder.hpp"
#include "support/eventually.hpp"
#include "support/requests.hpp"

using mcp::ClientRequests;
using recorder::Recorder;

namespace {

std::function<void(std::string_view)> into(Recorder& sink) {
  return [&sink](std::string_view message) { sink.send(message); };
}

rpc::Message answer(const std::string& id, const std::string& result) {
  return rpc::read_message(R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":)" + result + "}");
}

}  // namespace

TEST_CASE("many threads ask at once, and each gets the answer to its own question") {
  Recorder sink;
  ClientRequests requests;
  constexpr std::size_t count = 8;
  std::vector<std::string> got(count);
  std::vector<std::thread> threads;
  for (std::size_t at = 0; at < count; ++at) {
    threads.emplace_back([&, at] {
      const auto reply =
          requests.ask(into(sink), "roots/list", R"({"n":)" + std::to_string(at) + "}", {});
      if (reply) got[at] = reply->root().find("result").dump();
    });
  }
  support::eventually([&] { return sink.messages().size() == count; });
  for (const std::string& question : sink.messages()) {
    const auto document = json::parse(question).value();
    requests.take(
        answer(document.root().find("id").dump(), document.root().find("params").find("n").dump()));
  }
  for (auto& thread : threads)
    thread.join();
  for (std::size_t at = 0; at < count; ++at)
    CHECK(got[at] == std::to_string(at));
}

TEST_CASE("ids of the server's requests are text and never come twice") {
  Recorder sink;
  ClientRequests requests;
  std::stop_source stopped;
  stopped.request_stop();
  for (int round = 0; round < 2; ++round)
    CHECK_FALSE(requests.ask(into(sink), "roots/list", "{}", stopped.get_token()));
  const support::Answer first(sink.messages().at(0));
  const support::Answer second(sink.messages().at(1));
  CHECK(first.id().front() == '"');
  CHECK(first.id() != second.id());
}

TEST_CASE("who is asked to stop waits no longer, and a late answer is dropped") {
  Recorder sink;
  ClientRequests requests;
  std::stop_source stop;
  std::optional<base::ErrorKind> kind;
  std::thread asking([&] {
    const auto reply = requests.ask(into(sink), "roots/list", "{}", stop.get_token());
    if (!reply) kind = reply.error().kind;
  });
  support::eventually([&] { return sink.messages().size() == 1; });
  stop.request_stop();
  asking.join();
  CHECK(kind == base::ErrorKind::stopped);
  requests.take(answer(support::Answer(sink.messages().at(0)).id(), "{}"));
}

TEST_CASE("the client's error is the answer, said with its words") {
  Recorder sink;
  ClientRequests requests;
  std::string said;
  std::thread asking([&] {
    const auto reply = requests.ask(into(sink), "roots/list", "{}", {});
    if (!reply) said = reply.error().message;
  });
  support::eventually([&] { return sink.messages().size() == 1; });
  requests.take(rpc::read_message(R"({"jsonrpc":"2.0","id":)" +
                                  support::Answer(sink.messages().at(0)).id() +
                                  R"(,"error":{"code":-1,"message":"no"}})"));
  asking.join();
  CHECK_THAT(said, Catch::Matchers::Contains("\"no\"") && Catch::Matchers::Contains("roots/list"));
}

TEST_CASE("answers that nobody asked for are dropped") {
  ClientRequests requests;
  requests.take(answer("\"server-1\"", "{}"));
  requests.take(answer("1", "{}"));
  requests.take(rpc::read_message(R"({"jsonrpc":"2.0","error":{"code":1,"message":"x"}})"));
  Recorder sink;
  std::stop_source stopped;
  stopped.request_stop();
  CHECK_FALSE(requests.ask(into(sink), "roots/list", "{}", stopped.get_token()));
}
