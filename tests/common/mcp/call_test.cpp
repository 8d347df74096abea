#include "mcp/call.hpp"

#include <thread>

#include "base/limits.hpp"
#include "common/mcp/recorder.hpp"

using recorder::Recorder;

namespace {

const auto nothing_before = [] {};

mcp::Call call_with(mcp::RequestMeta meta, const std::shared_ptr<Recorder>& sink) {
  return mcp::Call({rpc::Id(1), std::move(meta), sink, recorder::devbot()});
}

mcp::RequestMeta wants_progress() {
  mcp::RequestMeta meta;
  meta.progress_token = "\"p\"";
  return meta;
}

mcp::RequestMeta wants_logs(mcp::LogLevel level) {
  mcp::RequestMeta meta;
  meta.log_level = level;
  return meta;
}

void wait_out_the_interval() {
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin <= base::limits::progress_interval_min)
    std::this_thread::yield();
}

}  // namespace

TEST_CASE("a call is answered once") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with({}, sink);
  CHECK(call.finish("first", nothing_before));
  CHECK_FALSE(call.finish("second", nothing_before));
  CHECK_FALSE(call.cancel());
  CHECK(sink->messages() == std::vector<std::string>{"first"});
  CHECK_FALSE(call.stop().stop_requested());
}

TEST_CASE("nothing is sent for a call that was cancelled") {
  const auto sink = std::make_shared<Recorder>();
  mcp::RequestMeta meta = wants_progress();
  meta.log_level = mcp::LogLevel::debug;
  mcp::Call call = call_with(std::move(meta), sink);
  CHECK(call.cancel());
  CHECK_FALSE(call.cancel());
  CHECK(call.stop().stop_requested());
  bool ran = false;
  CHECK_FALSE(call.finish("late", [&] { ran = true; }));
  call.progress(1);
  call.log(mcp::LogLevel::emergency, "x", "y");
  CHECK_FALSE(ran);
  CHECK(sink->messages().empty());
}

TEST_CASE("what runs before the answer runs before the answer") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with({}, sink);
  std::size_t sent_before = 99;
  call.finish("answer", [&] { sent_before = sink->messages().size(); });
  CHECK(sent_before == 0);
}

TEST_CASE("nothing follows the answer") {
  const auto sink = std::make_shared<Recorder>();
  mcp::RequestMeta meta = wants_progress();
  meta.log_level = mcp::LogLevel::debug;
  mcp::Call call = call_with(std::move(meta), sink);
  call.finish("answer", nothing_before);
  call.progress(1, 1);
  call.log(mcp::LogLevel::error, "x", "y");
  CHECK(sink->messages().size() == 1);
}

TEST_CASE("progress is only told to who asked for it") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with({}, sink);
  call.progress(1, 2, "half");
  CHECK(sink->messages().empty());
}

TEST_CASE("progress carries the token with its type, and what is known") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with(wants_progress(), sink);
  call.progress(0.5, 2, "half \"way\"");
  CHECK(sink->messages().front() ==
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":)"
        R"({"progressToken":"p","progress":0.5,"total":2,"message":"half \"way\""}})");
}

TEST_CASE("progress only grows") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with(wants_progress(), sink);
  call.progress(5);
  wait_out_the_interval();
  call.progress(5);
  call.progress(4);
  CHECK(sink->messages().size() == 1);
  call.progress(6);
  CHECK(sink->messages().size() == 2);
}

TEST_CASE("a flood of progress is thinned out, but the end is told") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with(wants_progress(), sink);
  constexpr int total = 2000;
  for (int done = 1; done <= total; ++done)
    call.progress(done, total);
  CHECK(sink->messages().size() < total / 2);
  CHECK(sink->last().root().find("params").find("progress").integer() == total);
}

TEST_CASE("log lines go out from the level that was asked for") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with(wants_logs(mcp::LogLevel::warning), sink);
  call.log(mcp::LogLevel::notice, "store", "no");
  CHECK(sink->messages().empty());
  call.log(mcp::LogLevel::warning, "store", "yes");
  call.log(mcp::LogLevel::emergency, "store", "yes");
  CHECK(sink->messages().size() == 2);
  const auto document = sink->last();
  CHECK(document.root().find("method").text() == "notifications/message");
  CHECK(document.root().find("params").dump() ==
        R"({"level":"emergency","logger":"store","data":"yes"})");
}

TEST_CASE("log lines are not sent to who did not ask") {
  const auto sink = std::make_shared<Recorder>();
  mcp::Call call = call_with({}, sink);
  call.log(mcp::LogLevel::emergency, "store", "no");
  CHECK(sink->messages().empty());
}

TEST_CASE("of an answer and a cancellation at the same time exactly one wins") {
  for (int round = 0; round < 300; ++round) {
    const auto sink = std::make_shared<Recorder>();
    mcp::Call call = call_with(wants_progress(), sink);
    bool answered = false;
    bool cancelled = false;
    std::thread worker([&] {
      call.progress(1);
      answered = call.finish("answer", nothing_before);
    });
    std::thread reader([&] { cancelled = call.cancel(); });
    worker.join();
    reader.join();
    REQUIRE(answered != cancelled);
    const auto messages = sink->messages();
    REQUIRE(answered == (!messages.empty() && messages.back() == "answer"));
  }
}

TEST_CASE("the caller's name comes from the transport") {
  const auto sink = std::make_shared<Recorder>();
  CHECK(*call_with({}, sink).agent() == "devbot");
}
