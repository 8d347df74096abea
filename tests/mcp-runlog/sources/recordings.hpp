#pragma once
// Recorded payloads of a small shop's repository, and what every reader of a source has to keep:
// its events are events of the run log, and the same again when the same is read again.

#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "json/document.hpp"
#include "mcp-runlog/format/event_line.hpp"
#include "mcp-runlog/sources/reading.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

namespace recordings {

inline const std::string session = "0199c0de-0000-7000-8000-0000000000aa";
inline const std::string prompt = "5d0f7f5e-6b0f-4c6e-9a51-0d1f6f1f0001";
inline const std::string run = "0199c0de-0000-7000-8000-000000000001";

inline std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream in(std::string(support::source_directory) +
                   "/tests/mcp-runlog/sources/recordings/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  REQUIRE_FALSE(lines.empty());
  return lines;
}

inline runlog::Surroundings surroundings() {
  return {.clock = "host:builder-1",
          .agent = "devbot",
          .run_id = {},
          .at = base::Instant(std::chrono::milliseconds(1'790'000'000'123))};
}

using Reader = std::function<runlog::Read(const std::string& text)>;

/// What was read, which must be sound.
inline runlog::Read sound(const Reader& reader, const std::string& text) {
  INFO(text.substr(0, 300));
  runlog::Read read = reader(text);
  REQUIRE_FALSE(read.events.empty());
  std::set<std::string> ids;
  for (const runlog::Event& event : read.events) {
    CHECK(ids.insert(event.id).second);
    CHECK_FALSE(event.title.empty());
    CHECK(event.title.size() <= 230);
    const auto again = runlog::read_event_line(runlog::event_line(event));
    if (!again) FAIL(again.error().message);
    CHECK(*again == event);
  }
  CHECK(reader(text).events == read.events);
  return read;
}

inline runlog::Event only(const runlog::Read& read) {
  REQUIRE(read.events.size() == 1);
  return read.events.front();
}

/// The first event of that kind.
inline runlog::Event first(const runlog::Read& read, runlog::Kind kind) {
  for (const runlog::Event& event : read.events) {
    if (event.kind == kind) return event;
  }
  FAIL("no event of kind " << runlog::name_of(kind));
  return {};
}

inline json::Document body_of(const runlog::Event& event) {
  auto body = json::parse(event.body_json);
  REQUIRE(body);
  return std::move(body).value();
}

inline std::string text_in_body(const runlog::Event& event, std::string_view name) {
  const json::Document body = body_of(event);
  const json::View value = body.root().find(name);
  REQUIRE(value.is(json::Kind::text));
  return std::string(value.text());
}

/// The text with each of its members in turn replaced by values of other types.
inline std::vector<std::string> spoiled(const std::string& text) {
  std::vector<std::string> texts;
  const auto document = json::parse(text);
  REQUIRE(document);
  const json::View root = document->root();
  for (const std::string_view value : {"\"\"", "[{\"a\":[1]}]", "{}", "-1e300"}) {
    for (std::size_t spoilt = 0; spoilt < root.size(); ++spoilt) {
      json::Writer out;
      out.begin_object();
      for (std::size_t at = 0; at < root.size(); ++at) {
        out.key(root.member_name(at));
        out.raw(at == spoilt ? std::string(value) : root.member_value(at).dump());
      }
      texts.push_back(out.end_object().take());
    }
  }
  return texts;
}

/// Texts that no program should have written.
inline std::vector<std::string> hostile_texts() {
  using namespace std::string_literals;
  std::string deep;
  for (int level = 0; level < 100'000; ++level)
    deep += "{\"tool_input\":";
  return {"{",
          "null",
          "[1,2]",
          "\"text\"",
          "plain words",
          "{}",
          "\0\x01\xff\xfe binary \x80"s,
          "{\"a\":\0}"s,
          deep,
          std::string(17 * 1024 * 1024, 'x')};
}

}  // namespace recordings
