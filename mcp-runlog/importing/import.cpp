#include "mcp-runlog/importing/import.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/jsonl.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/importing/line_reading.hpp"
#include "mcp-runlog/importing/lines.hpp"
#include "mcp-runlog/importing/survey.hpp"
#include "mcp-runlog/sources/call_names.hpp"

namespace runlog {
namespace {

constexpr std::size_t events_at_once = 1000;

Source source_of(ImportFormat format) {
  switch (format) {
    case ImportFormat::hooks:
      return Source::hook;
    case ImportFormat::transcript:
      return Source::transcript;
    case ImportFormat::stream_json:
      return Source::stream_json;
    case ImportFormat::run:
    case ImportFormat::events:
      break;
  }
  return Source::runlog;
}

/// Lines of a transcript that name no session are of the one that the others name.
void set_session(Read& read, const std::string& session_id) {
  for (Event& event : read.events) {
    if (event.session_id.empty()) event.session_id = session_id;
    if (event.stream.empty()) event.stream = session_id;
  }
}

base::Error unknown(const std::filesystem::path& file) {
  return base::invalid(
      base::format("{}: its first line does not tell what it is; say --format with one of {}",
                   file.string(),
                   base::join({import_format_names.begin(), import_format_names.end()}, ", ")));
}

std::optional<ImportFormat> format_of_file(Lines& lines) {
  auto line = lines.next();
  while (line && base::trimmed(line->text).empty())
    line = lines.next();
  lines.rewind();
  return line ? format_of(line->text) : std::nullopt;
}

class Importing {
 public:
  Importing(std::filesystem::path file, Surroundings surroundings, const Take& take)
      : file_(std::move(file)), surroundings_(std::move(surroundings)), take_(take) {}

  base::Result<Imported> lines(Lines& lines, ImportFormat format) {
    const Survey survey = TRY(surveyed(file_, format, lines));
    surroundings_.at = survey.at;
    while (const auto line = lines.next()) {
      Read read = read_imported_line(format, *line, lines.number(), surroundings_);
      surroundings_.at = read.told_at.value_or(surroundings_.at);
      if (format != ImportFormat::hooks) call_names_.name(read);  // a hook names its call itself
      if (format == ImportFormat::transcript) set_session(read, survey.session_id);
      add(std::move(read));
      if (events_.size() >= events_at_once) TRY(hand_over(format));
    }
    TRY(hand_over(format));
    done_.lines = lines.number();
    return done_;
  }

  base::Result<Imported> run(Lines& lines) {
    // Half a run would be another one: all of it is read before any of it is handed over.
    const auto heed_none = [](const Event&) -> base::Result<void> { return {}; };
    TRY(each_event(lines, heed_none));
    lines.rewind();
    const auto keep = [this](Event event) -> base::Result<void> {
      events_.push_back(std::move(event));
      if (events_.size() < events_at_once) return {};
      return hand_over(ImportFormat::run);
    };
    TRY(each_event(lines, keep));
    TRY(hand_over(ImportFormat::run));
    done_.lines = lines.number();
    return done_;
  }

 private:
  template <class Heed>
  base::Result<void> each_event(Lines& lines, const Heed& heed) const {
    RunLinesReading reading;
    while (const auto line = lines.next()) {
      auto event = reading.take(line->text);
      if (!event) return wrong(event.error());
      if (*event) TRY(heed(std::move(**event)));
    }
    const auto finished = reading.finish();
    return finished ? finished : wrong(finished.error());
  }

  base::Error wrong(const base::Error& error) const {
    return base::invalid(base::format("{}: {}", file_.string(), error.message));
  }

  void add(Read read) {
    unreadable_ += read.unreadable;
    std::move(read.events.begin(), read.events.end(), std::back_inserter(events_));
  }

  base::Result<void> hand_over(ImportFormat format) {
    Delivery delivery{.feed = {source_of(format), base::format("import {}", file_.string())},
                      .events = std::exchange(events_, {}),
                      .unreadable = std::exchange(unreadable_, 0)};
    done_.unreadable += delivery.unreadable;
    const Added added = TRY(take_(std::move(delivery)));
    done_.added += added.added;
    done_.known += added.known;
    done_.deleted += added.deleted;
    return {};
  }

  const std::filesystem::path file_;
  Surroundings surroundings_;
  const Take& take_;
  CallNames call_names_ = {};
  Imported done_ = {};
  std::vector<Event> events_ = {};
  std::int64_t unreadable_ = 0;
};

}  // namespace

std::optional<ImportFormat> format_of(std::string_view line) {
  const auto document = json::parse(line);
  if (!document) return std::nullopt;
  const json::View root = document->root();
  const auto has = [&](std::string_view name) { return !root.find(name).is(json::Kind::absent); };
  const std::string type = text_member(root, "type");
  if (text_member(root, "format") == run_lines_format) return ImportFormat::run;
  if (has("hook_event_name") || has("payload")) return ImportFormat::hooks;
  if (has("source") && has("kind") && has("id")) return ImportFormat::events;
  if (has("session_id") && !type.empty()) return ImportFormat::stream_json;
  if (!type.empty()) return ImportFormat::transcript;
  return std::nullopt;
}

base::Result<Imported> import_file(const std::filesystem::path& file,
                                   std::optional<ImportFormat> format,
                                   const Surroundings& surroundings,
                                   const Take& take) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file))
    return base::not_found(
        base::format("{}: there is no such file, or it cannot be read", file.string()));
  Lines lines(in);
  if (in.peek() == std::ifstream::traits_type::eof()) return Imported{};
  if (!format) format = format_of_file(lines);
  if (!format) return unknown(file);
  Importing importing(file, surroundings, take);
  return *format == ImportFormat::run ? importing.run(lines) : importing.lines(lines, *format);
}

}  // namespace runlog
