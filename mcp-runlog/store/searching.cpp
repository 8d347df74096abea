#include <algorithm>
#include <cctype>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/store/cursor.hpp"
#include "mcp-runlog/store/event_rows.hpp"
#include "mcp-runlog/store/run_store.hpp"
#include "sqlite/columns.hpp"

namespace runlog {
namespace {

constexpr std::size_t terms_max = 32;
constexpr std::size_t excerpt_bytes_max = 240;

/// Words, and what stands in quotes as one.
std::vector<std::string> terms_of(std::string_view words) {
  std::vector<std::string> terms;
  bool quoted = false;
  for (const std::string_view part : base::split(words, '"')) {
    if (quoted) {
      if (!base::trimmed(part).empty()) terms.emplace_back(part);
    } else {
      std::string blanks(part);
      std::replace_if(
          blanks.begin(), blanks.end(), [](unsigned char c) { return c < 0x20; }, ' ');
      for (const std::string_view word : base::split(blanks, ' '))
        if (!word.empty()) terms.emplace_back(word);
    }
    quoted = !quoted;
  }
  if (terms.size() > terms_max) terms.resize(terms_max);
  return terms;
}

/// In FTS5's language every term is a string, so none of its operators can be said by accident.
std::string query_of(const std::vector<std::string>& terms) {
  std::string query;
  for (const std::string& term : terms)
    query += (query.empty() ? "\"" : " \"") + term + "\"";
  return query;
}

std::size_t place_of(std::string_view text, std::string_view term) {
  const auto found = std::search(
      text.begin(), text.end(), term.begin(), term.end(), [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
      });
  return found == text.end() ? std::string_view::npos
                             : static_cast<std::size_t>(found - text.begin());
}

/// What stands around the first term that is found as it was given.
std::string excerpt_of(const Event& event, const std::vector<std::string>& terms) {
  const std::string words = words_of(event);
  const std::string_view text = std::string_view(words).substr(event.title.size());
  for (const std::string& term : terms) {
    std::size_t at = place_of(text, term);
    if (at == std::string_view::npos) continue;
    constexpr std::size_t before = 80;
    std::size_t begin = at > before ? at - before : 0;
    while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U)
      ++begin;
    return base::one_line(text.substr(begin), excerpt_bytes_max);
  }
  return {};
}

base::Result<std::vector<std::pair<std::int64_t, Event>>> found(sqlite::Connection& connection,
                                                                const SearchWanted& wanted,
                                                                const std::string& query,
                                                                std::int64_t before) {
  // CROSS JOIN: the index comes first, so that its order is that of the hits and a limit ends it.
  auto rows = TRY(connection.prepare(
      "SELECT " EVENT_COLUMNS
      " FROM event_words w CROSS JOIN events e ON e.position = w.rowid CROSS JOIN strands s USING "
      "(strand) WHERE event_words MATCH ?1 AND w.rowid < ?2 AND (?3 = '' OR e.agent = ?3) AND "
      "(?4 = '' OR EXISTS (SELECT 1 FROM strand_runs r WHERE r.strand = e.strand AND r.run_id = ?4 "
      "AND e.at_ms >= r.from_ms AND e.at_ms < r.until_ms)) ORDER BY w.rowid DESC LIMIT ?5"));
  TRY(rows.bind(
      query, before, wanted.agent, wanted.run_id, static_cast<std::int64_t>(wanted.count) + 1));
  std::vector<std::pair<std::int64_t, Event>> events;
  while (TRY(rows.step()))
    events.emplace_back(rows.integer(0), TRY(event_in(rows)));
  return events;
}

}  // namespace

base::Result<HitPage> RunStore::search(std::stop_token stop, const SearchWanted& wanted) {
  const Cursor cursor = TRY(parse_cursor(wanted.cursor, {INT64_MAX, ""}));
  const std::vector<std::string> terms = terms_of(wanted.words);
  if (terms.empty()) return base::invalid("words: there is none; give words that occur in events");
  const std::string query = query_of(terms);
  return database_.read<HitPage>(
      stop, [&](sqlite::Connection& connection) -> base::Result<HitPage> {
        auto events = TRY(found(connection, wanted, query, cursor.number));
        HitPage page;
        const bool more = events.size() > wanted.count;
        if (more) events.pop_back();
        if (more) page.next_cursor = spelled({events.back().first, ""});
        for (auto& [position, event] : events) {
          std::string excerpt = excerpt_of(event, terms);
          auto run_ids = TRY(runs_of(connection, event.id));
          event.body_json.clear();
          page.hits.push_back({std::move(event), std::move(run_ids), std::move(excerpt)});
        }
        return page;
      });
}

}  // namespace runlog
