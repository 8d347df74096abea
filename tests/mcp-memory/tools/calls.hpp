#pragma once
// Arguments of the tools that change records as JSON text, and what is looked for in replies.

#include <barrier>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "desk.hpp"

namespace calls {

inline std::string about(const std::string& id) {
  return R"({"id":")" + id + "\"}";
}

inline std::string update(const std::string& id, int expected_revision, const std::string& set) {
  return R"({"id":")" + id + R"(","expected_revision":)" + std::to_string(expected_revision) +
         R"(,"set":)" + set + "}";
}

inline std::string supersede(const std::string& id, const std::string& record) {
  return R"({"id":")" + id + R"(","reason":"It changed.","record":)" + record + "}";
}

inline std::string supersede_by(const std::string& id, const std::string& by) {
  return R"({"id":")" + id + R"(","reason":"It changed.","by":")" + by + "\"}";
}

inline std::string link(const std::string& from,
                        const std::string& relation,
                        const std::string& to) {
  return R"({"from":")" + from + R"(","relation":")" + relation + R"(","to":")" + to + "\"}";
}

inline std::string unlink(const std::string& from,
                          const std::string& relation,
                          const std::string& to) {
  return sample::with(link(from, relation, to), "remove", "true");
}

inline std::string confirm(const std::string& id,
                           const std::string& outcome,
                           const std::string& evidence = "Seen in run 12.") {
  return R"({"id":")" + id + R"(","outcome":")" + outcome + R"(","evidence":)" +
         json::quoted(evidence) + "}";
}

inline std::string question(const std::string& query) {
  return R"({"limit":50,"budget_tokens":20000,"query":)" + json::quoted(query) + "}";
}

/// The ids of a list, in its order.
inline std::vector<std::string> ids(const desk::Answer& answer,
                                    std::string_view list = "records",
                                    std::string_view member = "id") {
  std::vector<std::string> all;
  const json::View entries = answer.structured().find(list);
  for (std::size_t at = 0; at < entries.size(); ++at)
    all.emplace_back(entries.item(at).find(member).text());
  return all;
}

inline std::vector<std::string> found(const desk::Desk& desk, const std::string& query) {
  return ids(desk.must("find_records", question(query)));
}

inline std::vector<std::string> found_as_of(const desk::Desk& desk,
                                            const std::string& query,
                                            const std::string& moment) {
  return ids(
      desk.must("find_records", sample::with(question(query), "as_of", json::quoted(moment))));
}

/// What a list says to beware of about one record, as JSON text; empty if nothing.
inline std::string remarks(const desk::Answer& answer, const std::string& id) {
  const json::View entries = answer.structured().find("records");
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const json::View remarks = entries.item(at).find("remarks");
    if (entries.item(at).find("id").text() != id) continue;
    return remarks.is(json::Kind::absent) ? std::string() : remarks.dump();
  }
  FAIL("not listed: " + id + "\n" + answer.text);
  return {};
}

/// The same of get_record.
inline std::string remarks(const desk::Desk& desk, const std::string& id) {
  const auto answer = desk.must("get_record", about(id));
  const json::View remarks = answer.structured().find("remarks");
  return remarks.is(json::Kind::absent) ? std::string() : remarks.dump();
}

/// What each place where agents read says to beware of about one record.
inline std::vector<std::string> remarks_everywhere(const desk::Desk& desk,
                                                   const std::string& id,
                                                   const std::string& query) {
  const std::string digest = desk.must("brief", R"({"budget_tokens":20000})").text;
  const std::size_t line = digest.find(id + " (");
  REQUIRE(line != std::string::npos);
  return {remarks(desk.must("read_records", R"({"limit":100,"budget_tokens":20000})"), id),
          remarks(desk.must("find_records", question(query)), id),
          remarks(desk, id),
          digest.substr(line, digest.find('\n', line) - line)};
}

/// A time that lies behind all that was done, and before all that comes.
inline std::string moment(const desk::Desk& desk) {
  return base::to_iso(desk.memory().now());
}

/// The answers of so many calls that start together.
inline std::vector<desk::Answer> at_once(int count, const std::function<std::string(int)>& call) {
  std::vector<std::string> responses(static_cast<std::size_t>(count));
  std::barrier start(count);
  {
    std::vector<std::jthread> threads;
    for (int number = 0; number < count; ++number) {
      threads.emplace_back([&, number] {
        start.arrive_and_wait();
        responses[static_cast<std::size_t>(number)] = call(number);
      });
    }
  }
  std::vector<desk::Answer> answers;
  for (const std::string& response : responses)
    answers.push_back(desk::Answer::of(response));
  return answers;
}

}  // namespace calls
