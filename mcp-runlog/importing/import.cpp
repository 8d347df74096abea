#include "mcp-runlog/importing/import.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "mcp-runlog/export/jsonl.hpp"
#include "mcp-runlog/format/body.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/claude_hook.hpp"
#include "mcp-runlog/sources/stream_json.hpp"
#include "mcp-runlog/sources/transcript.hpp"

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

/// A recorded payload with its time; a bare one is of now.
Read read_recorded_hook(std::string_view line, Surroundings surroundings) {
  const auto document = json::parse(line);
  if (!document) return read_hook(line, surroundings);
  const json::View payload = document->root().find("payload");
  if (payload.is(json::Kind::absent)) return read_hook(line, surroundings);
  if (const auto at = base::parse_iso(text_member(document->root(), "at"))) surroundings.at = *at;
  for (const auto& [name, slot] : {std::pair("agent", &surroundings.agent),
                                   std::pair("run_id", &surroundings.run_id),
                                   std::pair("clock", &surroundings.clock)}) {
    std::string value = text_member(document->root(), name);
    if (!value.empty()) *slot = std::move(value);
  }
  return read_hook(payload.dump(), surroundings);
}

Read read_exported_event(std::string_view line) {
  Read read;
  auto event = read_event_line(line);
  if (event)
    read.events.push_back(std::move(event).value());
  else
    read.unreadable = 1;
  return read;
}

/// Lines of a transcript that name no session are of the one that the file is named after.
Read with_session(Read read, const std::string& session_id) {
  for (Event& event : read.events) {
    if (event.session_id.empty()) event.session_id = session_id;
    if (event.stream.empty()) event.stream = session_id;
  }
  return read;
}

class Importing {
 public:
  Importing(std::filesystem::path file, Surroundings surroundings, const Take& take)
      : file_(std::move(file)), surroundings_(std::move(surroundings)), take_(take) {}

  base::Result<Imported> lines(std::istream& in, std::optional<ImportFormat> format) {
    std::string line;
    while (std::getline(in, line)) {
      ++done_.lines;
      if (base::trimmed(line).empty()) continue;
      if (!format) format = format_of(line);
      if (!format) return unknown();
      add(read(line, *format));
      if (events_.size() >= events_at_once) TRY(hand_over(*format));
    }
    if (format) TRY(hand_over(*format));
    return done_;
  }

  base::Result<Imported> run(std::istream& in) {
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    RunLines run = TRY(read_run_lines(text));
    done_.lines = static_cast<std::int64_t>(run.events.size()) + 1;
    for (std::size_t at = 0; at < run.events.size(); at += events_at_once) {
      const auto begin = run.events.begin() + static_cast<std::ptrdiff_t>(at);
      const auto count = std::min(events_at_once, run.events.size() - at);
      events_.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
      TRY(hand_over(ImportFormat::run));
    }
    return done_;
  }

 private:
  Read read(std::string_view line, ImportFormat format) const {
    switch (format) {
      case ImportFormat::hooks:
        return read_recorded_hook(line, surroundings_);
      case ImportFormat::transcript:
        return with_session(read_transcript_line(line, done_.lines, surroundings_),
                            file_.stem().string());
      case ImportFormat::stream_json:
        return read_stream_json_line(line, done_.lines, surroundings_);
      case ImportFormat::run:
      case ImportFormat::events:
        break;
    }
    return read_exported_event(line);
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

  base::Error unknown() const {
    return base::invalid(
        base::format("{}: line {} tells not what this file is; say --format with one of {}",
                     file_.string(),
                     done_.lines,
                     base::join({import_format_names.begin(), import_format_names.end()}, ", ")));
  }

  const std::filesystem::path file_;
  const Surroundings surroundings_;
  const Take& take_;
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
  Importing importing(file, surroundings, take);
  if (!format) {
    std::string first;
    std::getline(in, first);
    format = format_of(first);
    in.clear();
    in.seekg(0);
  }
  if (format == ImportFormat::run) return importing.run(in);
  return importing.lines(in, format);
}

}  // namespace runlog
