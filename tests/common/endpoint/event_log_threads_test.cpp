#include <atomic>
#include <thread>
#include <vector>

#include "endpoint/event_log.hpp"
#include "support/catch.hpp"
#include "support/eventually.hpp"

using endpoint::EventLog;

namespace {

std::vector<std::string> messages_of(http_server::Stream& stream) {
  std::vector<std::string> messages;
  while (const auto piece = stream.next()) {
    const std::size_t data = piece->find("data: ");
    if (data != std::string::npos)
      messages.push_back(piece->substr(data + 6, piece->size() - data - 8));
  }
  return messages;
}

}  // namespace

TEST_CASE("a waiting reader is woken by a message, by the end, by its client and by close") {
  const auto log = std::make_shared<EventLog>("7");
  std::stop_source gone;
  const int how = GENERATE(0, 1, 2, 3, 4);
  const auto reader = log->read({}, gone.get_token());
  std::atomic<bool> got = false;
  std::atomic<bool> ended = false;
  std::thread waiting([&] {
    while (reader->next())
      got = true;
    ended = true;
  });
  std::shared_ptr<http_server::Stream> newer;
  if (how == 0) log->send("x");
  if (how == 0) CHECK(support::eventually([&] { return got.load(); }));
  if (how == 0 || how == 1) log->finish();
  if (how == 2) gone.request_stop();
  if (how == 3) reader->close();
  if (how == 4) newer = log->read({}, {});
  CHECK(support::eventually([&] { return ended.load(); }));
  waiting.join();
}

TEST_CASE("readers that come and go get every message of many senders once and in order") {
  const auto log = std::make_shared<EventLog>("7");
  constexpr int senders = 4;
  constexpr int each = 200;
  std::vector<std::thread> threads;
  std::atomic<int> sending = senders;
  for (int sender = 0; sender < senders; ++sender) {
    threads.emplace_back([&, sender] {
      for (int at = 0; at < each; ++at) {
        log->send(std::to_string(sender) + " " + std::to_string(at));
        if (at % 10 == 0) log->let_reconnect(std::chrono::milliseconds(1));
      }
      if (--sending == 0) log->finish();
    });
  }
  std::vector<std::string> all;
  while (!log->has_ended_at(all.size())) {
    const auto reader = log->read(all.size(), {});
    for (std::string& message : messages_of(*reader))
      all.push_back(std::move(message));
  }
  for (auto& thread : threads)
    thread.join();
  REQUIRE(all.size() == std::size_t{senders} * each);
  std::vector<int> next(senders, 0);
  for (const std::string& message : all) {
    auto& expected = next[static_cast<std::size_t>(message.front() - '0')];
    CHECK(message.substr(2) == std::to_string(expected++));
  }
}

TEST_CASE("clients that hang up while messages come leave nothing behind") {
  const auto log = std::make_shared<EventLog>();
  std::atomic<bool> over = false;
  std::thread sender([&] {
    while (!over)
      log->send("x");
  });
  for (int round = 0; round < 200; ++round) {
    std::stop_source gone;
    auto reader = log->read({}, gone.get_token());
    std::thread hangs_up([&] { gone.request_stop(); });
    while (reader->next()) {
    }
    reader.reset();
    hangs_up.join();
  }
  over = true;
  sender.join();
  CHECK_FALSE(log->has_reader());
}
