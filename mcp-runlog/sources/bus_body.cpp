#include "mcp-runlog/sources/bus_body.hpp"

#include <map>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/sources/payload.hpp"
#include "nats/token.hpp"

namespace runlog {
namespace {

/// A message may have as many as fit into it; nobody looks at more of them.
constexpr std::size_t headers_max = 100;
constexpr std::size_t value_bytes_max = 4096;

/// What bus_body() adds to the members of the data.
constexpr std::size_t added_members = 2;

using Pairs = std::map<std::string, std::string, std::less<>>;

void write_pairs(json::Writer& out, std::string_view name, const Pairs& pairs) {
  if (pairs.empty()) return;
  out.key(name).begin_object();
  std::size_t count = 0;
  for (const auto& [key, value] : pairs) {
    // Other names could come out alike once they are JSON.
    if (count == headers_max || !nats::is_token(key)) continue;
    ++count;
    out.member(key, base::shortened(value, value_bytes_max));
  }
  out.end_object();
  if (pairs.size() > count)
    out.member(std::string(name) + "_left_out", static_cast<std::int64_t>(pairs.size() - count));
}

/// In lower case; of equal names the first.
Pairs plain_headers(const nats::Message& message) {
  Pairs headers;
  for (const nats::Header& header : message.headers) {
    std::string name = base::lower(header.name);
    if (!name.starts_with("ce-")) headers.emplace(std::move(name), header.value);
  }
  return headers;
}

void write_text(json::Writer& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.member(name, value);
}

/// Whose run it is, is not for anybody else to say.
constexpr std::string_view run_fact_agent = "agent";

bool is_run_start(const CloudEvent& said) {
  return said.attribute("type") == "run.started";
}

void write_data(json::Writer& out, const CloudEvent& said, const BusSender& sender) {
  const bool stands_free = said.data.is(json::Kind::object) &&
                           said.data.find("bus").is(json::Kind::absent) &&
                           said.data.size() + added_members <= base::limits::json_members_max;
  for (std::size_t at = 0; stands_free && at < said.data.size(); ++at) {
    const std::string_view name = said.data.member_name(at);
    if (name == run_fact_agent && is_run_start(said) && !sender.agent.empty()) {
      out.member(name, sender.agent);
    } else {
      out.key(name).raw(said.data.member_value(at).dump());
    }
  }
  if (!stands_free && !said.data.is(json::Kind::absent)) out.key("data").raw(said.data.dump());
  write_text(out, "text", said.text);
}

std::string written(const nats::Message& message,
                    const CloudEvent& said,
                    const BusSender& sender,
                    const std::string& defect) {
  json::Writer out;
  out.begin_object();
  write_data(out, said, sender);
  const std::string parent = run_id_of(base::trimmed(header_of(message, "swarm-parent-run-id")));
  const bool is_told =
      said.data.is(json::Kind::object) && !said.data.find("parent_run_id").is(json::Kind::absent);
  if (!is_told) write_text(out, "parent_run_id", parent);
  out.key("bus").begin_object();
  out.member("subject", message.subject);
  write_text(out, "claimed_agent", sender.claimed);
  write_text(out, "remark", sender.remark);
  write_text(out, "defect", defect);
  write_pairs(out, "attributes", said.attributes);
  write_pairs(out, "headers", plain_headers(message));
  return out.end_object().end_object().take();
}

}  // namespace

std::string bus_body(const nats::Message& message,
                     const CloudEvent& said,
                     const BusSender& sender,
                     const std::string& defect) {
  std::string body = written(message, said, sender, defect);
  if (json::parse(body)) return body;
  // Data that just kept within the limits of JSON does not when it stands one level deeper.
  CloudEvent flat = said;
  flat.data = {};
  flat.text = said.data.dump();
  return written(message, flat, sender, defect);
}

}  // namespace runlog
