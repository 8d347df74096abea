#pragma once
// Agents that write while something happens to the server, and what must hold in the end:
// everything that was acknowledged is in the log once, and all machines agree.

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/env.hpp"
#include "base/format.hpp"
#include "crew.hpp"

namespace crew_test {

/// What the environment says, for long forms of a test.
inline int amount(const char* variable, int otherwise) {
  const auto said = base::env(variable);
  return said ? std::stoi(*said) : otherwise;
}

/// Agents that write until told to stop; what they were told was stored.
class Load {
 public:
  explicit Load(std::vector<const Session*> sessions) {
    for (const Session* session : sessions) {
      threads_.emplace_back([this, session](const std::stop_token& stop) {
        while (!stop.stop_requested())
          write(*session);
      });
    }
  }

  void wait_for(std::size_t more) {
    const std::size_t enough = written() + more;
    support::eventually([&] { return written() >= enough; });
  }

  std::set<std::string> end() {
    threads_.clear();
    const std::scoped_lock lock(mutex_);
    CHECK(problems_ == "");
    return ids_;
  }

 private:
  std::size_t written() {
    const std::scoped_lock lock(mutex_);
    return ids_.size();
  }

  void write(const Session& session) {
    const std::string title = base::format("Number {}", ++number_);
    const std::string response = session.desk().response("write_record", sample::decision(title));
    const auto document = json::parse(response);
    const json::View id = document->root().find("result").find("structuredContent").find("id");
    const std::scoped_lock lock(mutex_);
    if (id.is(json::Kind::text)) {
      ids_.emplace(id.text());
    } else {
      problems_ += response + "\n";
    }
  }

  std::mutex mutex_;
  std::set<std::string> ids_;
  std::string problems_;
  std::atomic<int> number_ = 0;
  std::vector<std::jthread> threads_;
};

/// What is in the log, each as often as it is there.
struct LogContent {
  std::multiset<std::string> written;  ///< ids of records
  std::multiset<std::string> changes;  ///< ids of changes, of any kind
};

inline void take(LogContent& content, const nats::Message& message) {
  const auto change = memory::read_message(message).change;
  if (!change) return;
  content.changes.insert(memory::change_id_of(message.payload));
  if (change->kind == memory::ChangeKind::written) content.written.insert(change->id);
}

/// False if the servers did not give all of it: a cluster may elect a leader in the middle.
inline bool read_log(nats::Bus& bus, LogContent& content) {
  content = {};
  const auto end = log_state(bus).last_sequence;
  const auto reader = bus.read({.stream = memory::memory_stream}, shortly());
  if (!reader) return false;
  for (std::uint64_t sequence = 0; sequence < end;) {
    const auto messages = (*reader)->next(500, std::chrono::milliseconds(500), {});
    if (!messages) return false;
    for (const nats::Message& message : *messages)
      take(content, message);
    if (!messages->empty()) sequence = messages->back().sequence;
  }
  return true;
}

inline LogContent log_content(const std::string& url) {
  const auto bus = connected(url);
  LogContent content;
  CHECK(support::eventually([&] { return read_log(*bus, content); }));
  return content;
}

/// Waits until nothing waits any more. `acknowledged`: ids of records.
template <class... Sessions>
void check_in_the_end(const std::string& url,
                      const std::set<std::string>& acknowledged,
                      const Session& one,
                      const Sessions&... others) {
  settle(url, one, others...);
  const LogContent log = log_content(url);
  for (const std::string& id : acknowledged)
    CHECK(log.written.count(id) == 1);
  CHECK(log.changes.size() == std::set(log.changes.begin(), log.changes.end()).size());
  const std::vector<std::string> dumps{one.dump(), others.dump()...};
  for (const std::string& dump : dumps)
    CHECK(dump == dumps.front());
}

}  // namespace crew_test
