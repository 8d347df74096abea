#pragma once
// Machines that share a log: each has its own store, delivers what it likes when it likes, and
// reads on when it likes. The log is a vector; messages in it are what a stream would hold.

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

namespace machines {

using memory::LogMessage;

struct Log {
  std::int64_t created_ms = 1;
  std::int64_t last_sequence = 0;
  std::vector<LogMessage> messages = {};

  /// What a purge takes out of a stream: everything about the record but its tombstone.
  void erase(const std::vector<std::int64_t>& sequences, const std::string& record_id) {
    std::erase_if(messages, [&](const LogMessage& message) {
      if (std::find(sequences.begin(), sequences.end(), message.sequence) != sequences.end())
        return true;
      const auto change = message.change;
      return change && change->id == record_id && change->kind != memory::ChangeKind::purged;
    });
  }

  std::int64_t append(const std::string& line) {
    LogMessage message;
    message.sequence = ++last_sequence;
    message.subject = "memory";
    message.line = line;
    auto change = memory::exported_change(line);
    if (change) {
      message.change = std::make_shared<const memory::ExportedChange>(std::move(change).value());
    } else {
      message.defect = change.error().message;
    }
    messages.push_back(std::move(message));
    return messages.back().sequence;
  }
};

template <class T>
T must(base::Result<T> result) {
  INFO((result ? "" : result.error().message));
  REQUIRE(result);
  return std::move(result).value();
}

class Machine {
 public:
  memory::RecordStore& records() { return records_; }

  memory::Projection projection() { return records_.projection(); }

  /// What waits, as far as it may be delivered now; at most so many.
  std::size_t deliver(Log& log, std::size_t count, const std::string& agent = "") {
    const auto next = must(projection().next_to_deliver({}, {.agent = agent, .count = count}));
    std::vector<memory::Projection::Acknowledged> all;
    for (const memory::Waiting& waiting : next) {
      note_sent(waiting);
      all.emplace_back(waiting.change_id, log.append(waiting.line));
    }
    REQUIRE(projection().acknowledge({}, all));
    return all.size();
  }

  /// The acknowledgement gets lost.
  void deliver_unheard(Log& log) {
    for (const memory::Waiting& waiting : must(projection().next_to_deliver({}, {.count = 1})))
      log.append(waiting.line);
  }

  void read(const Log& log, std::size_t count) {
    const std::int64_t behind = must(projection().place({})).sequence;
    std::span<const LogMessage> further(log.messages);
    while (!further.empty() && further.front().sequence <= behind)
      further = further.subspan(1);
    const auto wanted = further.first(std::min(count, further.size()));
    std::vector<LogMessage> messages(wanted.begin(), wanted.end());
    for (LogMessage& message : messages)
      leave_unread(message);
    must(projection().take_in({}, log.created_ms, messages));
  }

  void settle(Log& log) {
    while (deliver(log, 100) > 0)
      read(log, 1000);
  }

  std::string dump() {
    std::string text;
    REQUIRE(projection().dump({}, [&](const std::string& line) { text += line + "\n"; }));
    return text;
  }

  /// Ids of the records in force that a search finds, the best first.
  std::vector<std::string> found(const std::string& question) {
    const memory::Filter filter{.project = "shop"};
    const auto now = base::Instant(std::chrono::milliseconds(1'790'000'000'000));
    std::vector<std::string> ids;
    for (const auto& match :
         must(records().search({}, question, filter, now, {.count = 1000})).matches)
      ids.push_back(match.entry.id);
    return ids;
  }

  bool has_outbox() { return must(projection().has_outbox({})); }

  std::filesystem::path file() const { return home_.path() / "memory.db"; }

 private:
  void note_sent(const memory::Waiting& waiting) {
    for (const auto kind :
         {memory::ChangeKind::written, memory::ChangeKind::updated, memory::ChangeKind::superseded})
      if (waiting.kind == name_of(kind)) sent_[waiting.change_id] = kind;
  }

  /// What this machine has sent it does not read again.
  void leave_unread(LogMessage& message) {
    const auto sent = sent_.find(memory::change_id_of(message.line));
    if (sent == sent_.end() || !message.change) return;
    message.sent_as = sent->second;
    message.change.reset();
    sent_.erase(sent);
  }

  std::map<std::string, memory::ChangeKind> sent_;
  support::TemporaryDirectory home_;
  memory::RecordStore records_{file(), memory::RecordStore::Role::projection};
};

}  // namespace machines
