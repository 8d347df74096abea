#include <chrono>
#include <stdexcept>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/measure.hpp"
#include "json/writer.hpp"
#include "support/requests.hpp"
#include "support/temporary_directory.hpp"

namespace bench {
namespace {

using support::ServerProcess;

constexpr int in_flight = 64;

/// Ids of four digits, so that all requests and all replies have one length.
constexpr int first_id = 1000;

/// The same call again and again, without waiting for replies.
class Pipeline {
 public:
  /// `call` has the id 7.
  Pipeline(ServerProcess& server, const std::string& call) : server_(server) {
    const std::size_t id_at = call.find("\"id\":7") + 5;
    before_id_ = call.substr(0, id_at);
    after_id_ = call.substr(id_at + 1);
    server_.send(call_with(first_id));
    const std::string reply = server_.read_line().value_or("");
    if (reply.find("\"result\"") == std::string::npos || reply.find("isError") != std::string::npos)
      throw std::runtime_error("refused: " + call + " " + reply);
    reply_bytes_ = reply.size();
  }

  double calls_per_s() {
    constexpr int calls = 4000;
    const auto begin = std::chrono::steady_clock::now();
    for (int sent = 0, received = 0; received < calls; ++received) {
      for (; sent < calls && sent < received + in_flight; ++sent)
        server_.send(call_with(first_id + sent));
      const auto reply = server_.read_line();
      if (!reply || reply->size() != reply_bytes_)
        throw std::runtime_error("another reply: " + reply.value_or("none"));
    }
    return calls / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }

 private:
  std::string call_with(int id) const { return before_id_ + std::to_string(id) + after_id_; }

  ServerProcess& server_;
  std::string before_id_;
  std::string after_id_;
  std::size_t reply_bytes_ = 0;
};

/// The official server with one entity that says what the record says.
void shake_hands_and_store(ServerProcess& official, const StoredRecord& stored) {
  official.send(support::legacy_initialize);
  official.read_line();
  official.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  const support::Answer record(stored.reply);
  official.send(support::legacy_request(
      1,
      "tools/call",
      base::format(R"({{"name":"create_entities","arguments":{{"entities":[{{"name":"record",)"
                   R"("entityType":"decision","observations":[{}]}}]}}}})",
                   json::quoted(record.result().find("structuredContent").dump()))));
  official.read_line();
}

}  // namespace

void bench_memory_read(const Contestants& contestants) {
  const OneCore pinned;
  const support::TemporaryDirectory home;
  const StoredRecord stored = store_records(contestants, home.path());
  const std::string reply_file = home.write("reply.json", stored.reply + '\n');
  ServerProcess server = started(contestants.memory, home.path());
  ServerProcess floor = started({contestants.floor, "json", reply_file}, home.path());
  Pipeline ours(server, stored.call);
  Pipeline bare(floor, stored.call);
  const Samples per_s =
      interleaved({[&] { return ours.calls_per_s(); }, [&] { return bare.calls_per_s(); }});
  const double ratio = median_ratio(per_s[0], per_s[1]);
  row("get_record, 64 in flight, against the bare JSON loop",
      base::format("{:.0f}/s, {:.0f}/s, ratio {:.2f}", median(per_s[0]), median(per_s[1]), ratio),
      ">= 0.8x",
      ratio >= 0.8);
  if (!contestants.have_official()) return;
  ServerProcess official = started(contestants.official, home.path());
  shake_hands_and_store(official, stored);
  Pipeline theirs(
      official,
      support::legacy_request(
          7, "tools/call", R"({"name":"open_nodes","arguments":{"names":["record"]}})"));
  const Samples both =
      interleaved({[&] { return ours.calls_per_s(); }, [&] { return theirs.calls_per_s(); }});
  const double times = median_ratio(both[0], both[1]);
  row("  against the official server's open_nodes",
      base::format("{:.0f}/s, {:.1f} times", median(both[1]), times),
      ">= 2.5x",
      times >= 2.5);
}

}  // namespace bench
