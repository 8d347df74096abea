#include "bench/runlog_events.hpp"

#include <algorithm>

#include "base/format.hpp"
#include "bench/random.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/format/run_facts.hpp"

namespace bench {
namespace {

constexpr std::uint64_t seed = 6;

/// What a random number is drawn for.
enum Purpose : std::uint64_t { of_size = 1, of_words, of_question, of_path };

std::string title_of(const runlog::Event& event, const std::string& words) {
  return base::format("{}: {}", event.tool, words.substr(0, 60));
}

std::string started(const std::string& words) {
  json::Writer out;
  out.begin_object().key("input").begin_object().member("command", words);
  out.member("description", words.substr(0, 40));
  return out.end_object().end_object().take();
}

std::string ended(const std::string& words) {
  json::Writer out;
  out.begin_object().key("input").begin_object().member("command", words.substr(0, 40));
  out.end_object().key("response").begin_object().member("stdout", words).member("stderr", "");
  return out.member("interrupted", false).end_object().end_object().take();
}

void tell_of_tool(runlog::Event& event, std::uint64_t number, const std::string& words) {
  constexpr std::uint64_t edits_every = 10;
  const std::uint64_t call = number / 2;
  event.tool_use_id = base::format("toolu_{:024x}", call);
  event.tool = call % edits_every == 0 ? "Edit" : "Bash";
  event.kind = number % 2 == 0 ? runlog::Kind::tool_start : runlog::Kind::tool_end;
  event.body_json = number % 2 == 0 ? started(words) : ended(words);
  event.title = title_of(event, words);
  if (event.kind == runlog::Kind::tool_end) event.duration_ms = 40;
  if (event.tool != "Edit") return;
  event.file_path = base::format("/src/part{}.cpp", Random(seed, of_path, call).between(1, 500));
  if (event.kind == runlog::Kind::tool_end) event.kind = runlog::Kind::file_edit;
}

}  // namespace

std::string RunEvents::run_id(std::uint64_t run) {
  return base::format("0199c0de-{:04x}-7000-8000-{:012x}", run & 0xFFFFU, run);
}

std::string RunEvents::words(std::uint64_t number, std::size_t bytes_min) const {
  Random random(seed, of_words, number);
  std::string text = vocabulary_.drawn(random.next());
  while (text.size() < bytes_min)
    text.append(" ").append(vocabulary_.drawn(random.next()));
  return text;
}

runlog::Event RunEvents::event(std::uint64_t number) const {
  const std::string text =
      words(number, Random(seed, of_size, number).between(body_.least, body_.most));
  runlog::Event event;
  event.source = runlog::Source::hook;
  event.id = runlog::event_id(event.source, base::format("made up {}", number));
  event.run_id = run_id(number / events_of_run);
  event.session_id = event.run_id;
  event.stream = event.run_id;
  event.clock = "host:bench";
  event.agent = "devbot";
  event.at = base::Instant(
      std::chrono::milliseconds(1'790'000'000'000 + static_cast<std::int64_t>(number) * 40));
  event.title = text.substr(0, 60);
  const std::uint64_t place = number % events_of_run;
  if (place == 0) {
    event.kind = runlog::Kind::run_start;
    event.body_json = runlog::start_body({.title = event.title});
  } else if (place == 1) {
    event.kind = runlog::Kind::prompt;
    event.body_json = started(text);
  } else if (place + 2 >= events_of_run) {
    event.kind = place + 1 == events_of_run ? runlog::Kind::run_finish : runlog::Kind::assistant;
    event.body_json = runlog::finish_body({.outcome = text});
  } else {
    tell_of_tool(event, number, text);
  }
  return event;
}

runlog::Delivery RunEvents::delivery(std::uint64_t first, std::size_t count) const {
  runlog::Delivery delivery{.feed = {runlog::Source::hook, "host:bench"}};
  for (std::size_t at = 0; at < count; ++at)
    delivery.events.push_back(event(first + at));
  delivery.at = base::system_clock()();  // what is old would be swept
  return delivery;
}

std::string RunEvents::question(std::uint64_t number) const {
  constexpr std::size_t words_max = 3;
  Random random(seed, of_question, number);
  std::vector<std::string> words;
  while (words.size() < words_max) {
    const std::string& word = vocabulary_.drawn(random.next());
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  return base::format("{} {} {}", words[0], words[1], words[2]);
}

const RunEvents& tool_events() {
  static const RunEvents events({.least = 300, .most = 700});
  return events;
}

}  // namespace bench
