#include "mcp-memory/store/record_json.hpp"

#include "json/writer.hpp"
#include "mcp-memory/store/columns.hpp"

namespace memory {
namespace {

/// Newest first; a record that many have confirmed is no longer to read for it.
constexpr int evidence_shown_max = 5;

void write_server_members(json::Writer& out, const Reading& reading, base::Instant now) {
  const Entry& entry = reading.entry;
  out.begin_object().member("id", entry.id).member("revision", entry.revision);
  if (entry.revision != reading.current_revision)
    out.member("current_revision", reading.current_revision);
  out.member("created_at", base::to_iso(entry.created_at));
  if (entry.revision > 1) out.member("revised_at", base::to_iso(entry.revised_at));
  out.member("agent", entry.agent).member("project", reading.project);
  if (!reading.run_id.empty()) out.member("run_id", reading.run_id);
  if (!reading.trace_id.empty()) out.member("trace_id", reading.trace_id);
  if (!entry.superseded_by.empty()) out.member("superseded_by", entry.superseded_by);
  const auto remarks = remarks_of(entry, now);
  if (remarks.empty()) return;
  out.key("remarks").begin_list();
  for (const std::string& remark : remarks)
    out.text(remark);
  out.end_list();
}

base::Result<void> write_superseded(sqlite::Connection& connection,
                                    json::Writer& out,
                                    std::int64_t position) {
  auto rows =
      TRY(connection.prepare("SELECT id FROM records WHERE superseded_by = ? ORDER BY position"));
  TRY(rows.bind(position));
  bool any = false;
  while (TRY(rows.step())) {
    if (!any) out.key("supersedes").begin_list();
    any = true;
    out.text(rows.text(0));
  }
  if (any) out.end_list();
  return {};
}

base::Result<void> write_links(sqlite::Connection& connection,
                               json::Writer& out,
                               std::int64_t position) {
  auto rows = TRY(connection.prepare(
      "SELECT l.relation, r.id, r.title, l.note, 'to' FROM links l JOIN records r ON r.position = "
      "l.to_record WHERE l.from_record = ?1 UNION ALL "
      "SELECT l.relation, r.id, r.title, l.note, 'from' FROM links l JOIN records r ON r.position "
      "= l.from_record WHERE l.to_record = ?1 LIMIT 50"));
  TRY(rows.bind(position));
  bool any = false;
  while (TRY(rows.step())) {
    if (!any) out.key("links").begin_list();
    any = true;
    out.begin_object().member("relation", rows.text(0)).member(rows.text(4), rows.text(1));
    out.member("title", rows.text(2));
    if (!rows.text(3).empty()) out.member("note", rows.text(3));
    out.end_object();
  }
  if (any) out.end_list();
  return {};
}

base::Result<void> write_confirmations(sqlite::Connection& connection,
                                       json::Writer& out,
                                       const Entry& entry) {
  auto rows =
      TRY(connection.prepare("SELECT agent, at_ms, revision, detail FROM changes WHERE record = ? "
                             "AND kind <> 'written' AND kind = 'confirmed' "
                             "ORDER BY position DESC LIMIT ?"));
  TRY(rows.bind(entry.position, evidence_shown_max));
  bool any = false;
  while (TRY(rows.step())) {
    if (!any) out.key("confirmations").begin_list();
    any = true;
    std::string detail = text_in(rows, 3);
    detail.erase(0, 1);  // its members go on after the common ones
    json::Writer common;
    common.begin_object().member("agent", rows.text(0));
    common.member("at", base::to_iso(instant_of(rows.integer(1))));
    common.member("revision", rows.integer(2));
    out.raw(common.take() + "," + detail);
  }
  if (any) out.end_list();
  return {};
}

}  // namespace

base::Result<std::string> record_json(sqlite::Connection& connection,
                                      const Reading& reading,
                                      base::Instant now) {
  json::Writer out;
  write_server_members(out, reading, now);
  TRY(write_superseded(connection, out, reading.entry.position));
  TRY(write_links(connection, out, reading.entry.position));
  TRY(write_confirmations(connection, out, reading.entry));
  std::string json = out.take();
  const std::string_view document = reading.document;
  if (document.size() > 2) json.append(",").append(document.substr(1));
  return json;
}

}  // namespace memory
