#include "nats/consumer_json.hpp"

#include <utility>

#include "json/writer.hpp"
#include "nats/api.hpp"

namespace nats {
namespace {

/// A setting as both sides spell it in JSON.
struct Wanted {
  std::string name;
  std::string value;
  std::string unsaid = {};  ///< what it means that the server does not say it
};

std::string as_json(std::string_view text) {
  json::Writer writer;
  writer.text(text);
  return writer.take();
}

std::int64_t nanoseconds(std::chrono::milliseconds time) {
  return std::chrono::nanoseconds(time).count();
}

std::vector<Wanted> wanted_by(const ConsumeFrom& from) {
  return {{"durable_name", as_json(from.durable)},
          {"deliver_policy", as_json("all")},
          {"ack_policy", as_json("explicit")},
          {"ack_wait", std::to_string(nanoseconds(from.ack_wait))},
          {"max_ack_pending", std::to_string(from.ack_pending_max)},
          {"max_deliver", "-1", "-1"},
          {"replay_policy", as_json("instant")},
          {"filter_subject", as_json(from.subject_filter), as_json("")},
          {"headers_only", "false", "false"},
          {"mem_storage", "false", "false"},
          {"inactive_threshold", "0", "0"}};
}

/// What would make it another kind of consumer, or keep messages back.
constexpr std::string_view never[] = {"deliver_subject",
                                      "filter_subjects",
                                      "opt_start_seq",
                                      "opt_start_time",
                                      "backoff",
                                      "rate_limit_bps",
                                      "max_batch",
                                      "max_expires",
                                      "max_bytes",
                                      "priority_groups"};

}  // namespace

std::string durable_json(const ConsumeFrom& from) {
  json::Writer writer;
  writer.begin_object()
      .member("stream_name", from.stream)
      .member("action", "create")
      .key("config")
      .begin_object()
      .member("durable_name", from.durable)
      .member("name", from.durable)
      .member("deliver_policy", "all")
      .member("ack_policy", "explicit")
      .member("ack_wait", nanoseconds(from.ack_wait))
      .member("max_ack_pending", static_cast<std::int64_t>(from.ack_pending_max))
      .member("max_deliver", std::int64_t{-1})
      .member("replay_policy", "instant");
  if (!from.subject_filter.empty()) writer.member("filter_subject", from.subject_filter);
  return writer.end_object().end_object().take();
}

std::vector<Setting> durable_differences(const ConsumeFrom& from, json::View answer) {
  const json::View config = answer.find("config");
  std::vector<Setting> differences;
  for (Wanted& wanted : wanted_by(from)) {
    const json::View value = config.find(wanted.name);
    std::string found = value.is(json::Kind::absent) ? wanted.unsaid : value.dump();
    if (found == wanted.value) continue;
    differences.push_back({std::move(wanted.name), std::move(wanted.value), std::move(found)});
  }
  for (const std::string_view name : never) {
    const json::View value = config.find(name);
    if (value.is(json::Kind::absent) || value.is(json::Kind::null)) continue;
    differences.push_back({std::string(name), "none", value.dump()});
  }
  return differences;
}

ConsumerStanding consumer_standing(json::View answer) {
  return {.created = instant_in(answer, "created"),
          .pending = count_in(answer, "num_pending"),
          .ack_pending = count_in(answer, "num_ack_pending"),
          .redelivered = count_in(answer, "num_redelivered"),
          .waiting = count_in(answer, "num_waiting"),
          .last_sequence = count_in(answer.find("delivered"), "stream_seq"),
          .ack_floor = count_in(answer.find("ack_floor"), "stream_seq")};
}

}  // namespace nats
