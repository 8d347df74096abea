#include "mcp-memory/tools/stored_reply.hpp"

#include <cmath>

#include "base/format.hpp"
#include "base/text.hpp"
#include "json/fields.hpp"

namespace memory {
namespace {

std::string advice(const std::vector<Similar>& similar) {
  if (similar.empty()) return {};
  std::string text =
      "\nThese say nearly the same. If yours replaces one: supersede_record. If it says otherwise "
      "and both stand: link_records contradicts. If it says the same: link_records duplicates.";
  for (const Similar& one : similar) {
    text += base::format("\n- {} ({}, {}): {}",
                         one.id,
                         one.status,
                         one.agent,
                         base::one_line(one.title, one.title.size()));
  }
  return text;
}

json::Rule similar_rule() {
  return json::object_rule({
      json::required_member("id", json::text_rule()),
      json::required_member("title", json::text_rule()),
      json::required_member("status", json::text_rule()),
      json::required_member("agent", json::text_rule()),
      json::required_member("shared_percent", json::integer_rule(0, 100)),
  });
}

}  // namespace

mcp::Reply stored_reply(const std::string& sentence, const Durable<Stored>& done) {
  const Stored& stored = done.value;
  json::Writer out;
  out.begin_object().member("id", stored.id).member("revision", stored.revision);
  out.member("created", stored.created).member("agent", stored.agent);
  if (done.durability.level != Durability::Level::on_disk)
    out.member("durability", name_of(done.durability.level));
  if (done.durability.sequence > 0) out.member("log_sequence", done.durability.sequence);
  if (!stored.similar.empty()) out.key("similar").begin_list();
  for (const Similar& one : stored.similar) {
    const auto percent = static_cast<std::int64_t>(std::lround(one.shared * 100));
    out.begin_object().member("id", one.id).member("title", one.title);
    out.member("status", one.status).member("agent", one.agent);
    out.member("shared_percent", percent).end_object();
  }
  if (!stored.similar.empty()) out.end_list();
  return mcp::text_reply(sentence + advice(stored.similar), out.end_object().take());
}

std::string stored_schema() {
  return json::schema(json::object_rule({
      json::required_member("id", json::text_rule()),
      json::required_member("revision", json::integer_rule(1)),
      json::required_member(
          "created", json::boolean_rule(), "False if it was stored before, just like this."),
      json::required_member("agent", json::text_rule(), "Who wrote the record."),
      json::optional_member("durability",
                            json::choice_rule({"on_disk", "queued", "in_log"}),
                            "on_disk if it is left out. queued: others do not see it yet."),
      json::optional_member("log_sequence", json::integer_rule(1)),
      json::optional_member(
          "similar", json::list_rule(similar_rule()), "Records that say nearly the same."),
  }));
}

}  // namespace memory
