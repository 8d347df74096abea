#include "nats/stream_json.hpp"

#include <algorithm>

#include "json/writer.hpp"
#include "nats/api.hpp"

namespace nats {
namespace {

constexpr std::int64_t no_limit = -1;

std::int64_t limit_of(std::uint64_t value) {
  return value == 0 ? no_limit : static_cast<std::int64_t>(value);
}

std::int64_t nanoseconds(std::chrono::milliseconds time) {
  return std::chrono::nanoseconds(time).count();
}

std::chrono::milliseconds time_in(json::View object, std::string_view name) {
  const std::chrono::nanoseconds time(count_in(object, name));
  return std::chrono::duration_cast<std::chrono::milliseconds>(time);
}

void write_texts(json::Writer& writer,
                 std::string_view name,
                 const std::vector<std::string>& texts) {
  writer.key(name).begin_list();
  for (const std::string& text : texts)
    writer.text(text);
  writer.end_list();
}

std::vector<std::string> texts_in(json::View object, std::string_view name) {
  std::vector<std::string> texts;
  const json::View list = object.find(name);
  if (!list.is(json::Kind::list)) return texts;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list.item(at).is(json::Kind::text)) texts.emplace_back(list.item(at).text());
  }
  return texts;
}

void write_placement(json::Writer& writer, const Stream& stream) {
  if (stream.cluster.empty() && stream.tags.empty()) return;
  writer.key("placement").begin_object().member("cluster", stream.cluster);
  write_texts(writer, "tags", stream.tags);
  writer.end_object();
}

Stream stream_of(json::View config) {
  const json::View placement = config.find("placement");
  const std::uint64_t replicas = count_in(config, "num_replicas");
  return {.name = text_in(config, "name"),
          .subjects = texts_in(config, "subjects"),
          .description = text_in(config, "description"),
          .max_age = time_in(config, "max_age"),
          .max_bytes = count_in(config, "max_bytes"),
          .max_message_bytes = count_in(config, "max_msg_size"),
          .discard = text_in(config, "discard") == "new" ? Discard::refuse_new : Discard::drop_old,
          .duplicate_window = time_in(config, "duplicate_window"),
          .replicas = static_cast<int>(std::min<std::uint64_t>(replicas, 64)),
          .cluster = text_in(placement, "cluster"),
          .tags = texts_in(placement, "tags"),
          .allow_direct = flag_in(config, "allow_direct"),
          .deny_delete = flag_in(config, "deny_delete"),
          .deny_purge = flag_in(config, "deny_purge")};
}

std::vector<Replica> replicas_of(json::View list) {
  std::vector<Replica> replicas;
  if (!list.is(json::Kind::list)) return replicas;
  for (std::size_t at = 0; at < list.size(); ++at) {
    const json::View peer = list.item(at);
    replicas.push_back({.server = text_in(peer, "name"),
                        .current = flag_in(peer, "current"),
                        .offline = flag_in(peer, "offline"),
                        .lag = count_in(peer, "lag")});
  }
  return replicas;
}

struct Always {
  std::string_view name;
  std::string_view wanted;
};

constexpr Always always[] = {{"retention", R"("limits")"},
                             {"storage", R"("file")"},
                             {"max_msgs", "-1"},
                             {"max_msgs_per_subject", "-1"},
                             {"max_consumers", "-1"},
                             {"no_ack", "false"},
                             {"sealed", "false"},
                             {"discard_new_per_subject", "false"},
                             {"allow_rollup_hdrs", "false"}};

/// What a stream that somebody else made may have, and ours have not.
constexpr std::string_view never[] = {
    "mirror", "sources", "republish", "subject_transform", "template_owner"};

std::vector<Setting> unusual_in(json::View config) {
  std::vector<Setting> unusual;
  for (const auto& [name, wanted] : always) {
    const json::View value = config.find(name);
    if (value.is(json::Kind::absent) || value.dump() == wanted) continue;
    unusual.push_back({std::string(name), std::string(wanted), value.dump()});
  }
  for (const std::string_view name : never) {
    const json::View value = config.find(name);
    if (value.is(json::Kind::absent) || value.is(json::Kind::null)) continue;
    unusual.push_back({std::string(name), "none", value.dump()});
  }
  return unusual;
}

}  // namespace

std::string stream_json(const Stream& stream) {
  json::Writer writer;
  writer.begin_object().member("name", stream.name);
  if (!stream.description.empty()) writer.member("description", stream.description);
  write_texts(writer, "subjects", stream.subjects);
  writer.member("retention", "limits")
      .member("storage", "file")
      .member("max_consumers", no_limit)
      .member("max_msgs", no_limit)
      .member("max_msgs_per_subject", no_limit)
      .member("max_bytes", limit_of(stream.max_bytes))
      .member("max_age", nanoseconds(stream.max_age))
      .member("max_msg_size", limit_of(stream.max_message_bytes))
      .member("discard", stream.discard == Discard::refuse_new ? "new" : "old")
      .member("num_replicas", std::int64_t{stream.replicas})
      .member("allow_direct", stream.allow_direct)
      .member("deny_delete", stream.deny_delete)
      .member("deny_purge", stream.deny_purge);
  if (stream.duplicate_window.count() > 0) {
    writer.member("duplicate_window", nanoseconds(stream.duplicate_window));
  }
  write_placement(writer, stream);
  return writer.end_object().take();
}

StreamInfo stream_info(json::View answer) {
  const json::View state = answer.find("state");
  const json::View cluster = answer.find("cluster");
  return {.stream = stream_of(answer.find("config")),
          .state = {.created = instant_in(answer, "created"),
                    .first_sequence = count_in(state, "first_seq"),
                    .last_sequence = count_in(state, "last_seq"),
                    .messages = count_in(state, "messages"),
                    .bytes = count_in(state, "bytes"),
                    .leader = text_in(cluster, "leader"),
                    .replicas = replicas_of(cluster.find("replicas"))},
          .unusual = unusual_in(answer.find("config"))};
}

}  // namespace nats
