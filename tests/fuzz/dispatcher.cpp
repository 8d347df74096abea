// Lines of one connection through the dispatcher; jobs run at once. Every answer is one line of
// JSON that no reader would take for a request, and no call stays behind.

#include "mcp/dispatcher.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "support/small_server.hpp"

class Answers : public mcp::Sink {
 public:
  void send(std::string_view message) override {
    CHECK(message.find('\n') == std::string_view::npos);
    const auto document = json::parse(message);
    CHECK(document);
    CHECK(!std::holds_alternative<rpc::Request>(rpc::read_message(message).body));
  }
};

FUZZ_TARGET(input) {
  static const mcp::Server server = support::small_server();
  static const mcp::Dispatcher dispatcher(server);
  const auto session = std::make_shared<mcp::Session>(
      std::make_shared<Answers>(),
      [] { return base::Result<std::string>("fuzzer"); },
      std::chrono::seconds(60));
  for (const std::string_view line : base::split(input, '\n')) {
    if (const auto job = dispatcher.accept(line, session).job) job->run();
    CHECK(session->in_flight() == 0);
  }
}
