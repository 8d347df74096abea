// The promise of the run log: whatever order sources are told in, however often, and wherever it
// was killed in the middle, the run is complete and the same to the byte.

#include <csignal>
#include <random>
#include <set>

#include "base/format.hpp"
#include "commands/spooled_events.hpp"
#include "desk.hpp"
#include "mcp-runlog/export/jsonl.hpp"
#include "mcp-runlog/sources/bus_message.hpp"
#include "mcp-runlog/sources/claude_hook.hpp"
#include "mcp-runlog/sources/log_line.hpp"
#include "mcp-runlog/sources/stream_json.hpp"
#include "mcp-runlog/sources/transcript.hpp"
#include "mcp-runlog/story.hpp"
#include "sources/recordings.hpp"
#include "support/places.hpp"
#include "support/server_process.hpp"

using recordings::lines_of;
using runlog::Event;
using runlog::Kind;
using runlog::Source;

namespace fs = std::filesystem;

namespace {

/// Marks of secrets depend on it, so all homes have the same.
constexpr const char* key = "runlog.key";

/// Long ago: a hook that tells of something again tells it with a later time.
base::Instant recorded_at(std::size_t number) {
  return base::Instant(std::chrono::milliseconds(1'577'836'800'000 + 1000 * std::int64_t(number)));
}

runlog::Delivery piece(Source source, const std::string& name, runlog::Read read) {
  runlog::Delivery delivery{.feed = {source, name}};
  delivery.events = std::move(read.events);
  delivery.unreadable = read.unreadable;
  return delivery;
}

nats::Message bus_message(std::uint64_t number) {
  return {.subject = "swarm.events.work.devbot.done",
          .payload = base::format(R"({{"step":{}}})", number),
          .headers = {{"Swarm-Run-Id", recordings::run},
                      {"Nats-Msg-Id", base::format("message-{}", number)}},
          .sequence = number,
          .time = recorded_at(10 * number)};
}

/// What each source tells, piece by piece, in its own order.
std::vector<runlog::Delivery> everything() {
  std::vector<runlog::Delivery> pieces;
  std::size_t number = 0;
  for (const std::string& line : lines_of("hooks.jsonl")) {
    auto surroundings = recordings::surroundings();
    surroundings.at = recorded_at(number++);
    pieces.push_back(piece(Source::hook, "host:builder-1", runlog::read_hook(line, surroundings)));
  }
  std::int64_t at_line = 0;
  for (const std::string& line : lines_of("transcript.jsonl"))
    pieces.push_back(
        piece(Source::transcript,
              "transcript",
              runlog::read_transcript_line(line, ++at_line, recordings::surroundings())));
  at_line = 0;
  for (const std::string& line : lines_of("stream.jsonl"))
    pieces.push_back(
        piece(Source::stream_json,
              "stream",
              runlog::read_stream_json_line(line, ++at_line, recordings::surroundings())));
  for (std::uint64_t message = 1; message <= 10; ++message)
    pieces.push_back(piece(Source::nats,
                           "SWARM_EVENTS",
                           runlog::read_bus_message(bus_message(message), "SWARM_EVENTS")));
  for (std::uint64_t line = 0; line < 10; ++line) {
    const std::string text =
        base::format("2020-01-01T00:00:{:02}Z WARN disk {} [run={}]", line, line, recordings::run);
    pieces.push_back(piece(Source::log,
                           "app.log",
                           runlog::read_log_line({.text = text, .file = "app.log", .offset = line},
                                                 recordings::surroundings(),
                                                 runlog::Unmarked::left_out)));
  }
  return pieces;
}

std::string bytes_of_all_runs(const desk::Desk& desk) {
  auto ids = desk.must("list_runs", R"({"limit":100})").each("runs", "run_id");
  std::sort(ids.begin(), ids.end());
  std::string bytes;
  for (const std::string& id : ids) {
    const auto story = runlog::story_of(desk.run_log(), {}, id, runlog::Bodies::all);
    INFO((story ? "" : story.error().message));
    REQUIRE(story);
    bytes += runlog::run_lines(*story);
  }
  return bytes;
}

void deliver(const desk::Desk& desk, const runlog::Delivery& delivery) {
  const auto added = desk.run_log().take({}, delivery);
  INFO((added ? "" : added.error().message));
  REQUIRE(added);
}

/// A few pieces at a time, as they are committed where there is much to tell.
std::vector<runlog::Delivery> gathered(const std::vector<runlog::Delivery>& pieces) {
  constexpr std::size_t together = 6;
  std::vector<runlog::Delivery> all;
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    if (at % together == 0) all.push_back({.feed = pieces[at].feed});
    all.back().events.insert(
        all.back().events.end(), pieces[at].events.begin(), pieces[at].events.end());
  }
  return all;
}

/// Both times of each piece, in an order of the seed's; half-way the run log is begun anew on what
/// it left.
std::string replayed(const fs::path& with_key, unsigned seed) {
  const support::TemporaryDirectory home;
  fs::copy_file(with_key, home.path() / key);
  auto pieces = everything();
  const auto again = pieces;
  pieces.insert(pieces.end(), again.begin(), again.end());
  pieces = gathered(happenings::shuffled(std::move(pieces), seed));
  const std::size_t half = pieces.size() / 2;
  {
    const desk::Desk first(home.path());
    for (std::size_t at = 0; at < half; ++at)
      deliver(first, pieces[at]);
  }
  const desk::Desk second(home.path());
  for (std::size_t at = half; at < pieces.size(); ++at)
    deliver(second, pieces[at]);
  return bytes_of_all_runs(second);
}

}  // namespace

TEST_CASE("every source twice, in any order, begun anew half-way: complete, and the same bytes") {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  std::set<std::string> ids;
  for (const runlog::Delivery& delivery : everything()) {
    deliver(devbot, delivery);
    for (const Event& event : delivery.events)
      if (!event.run_id.empty() || !event.session_id.empty()) ids.insert(event.id);
  }
  const std::string expected = bytes_of_all_runs(devbot);
  REQUIRE(ids.size() > 100);
  for (const std::string& id : ids)
    CHECK(expected.find("{\"id\":\"" + id) != std::string::npos);
  for (unsigned seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    const bool is_same = replayed(home.path() / key, seed) == expected;
    CHECK(is_same);
  }
}

namespace {

/// Hook events of five calls on one host; within each a server tells of its part, and an agent of
/// a message that the bus received. Each source by a clock of its own.
std::vector<Event> linked(std::int64_t server_off_by, std::int64_t agent_off_by) {
  using namespace happenings;
  std::vector<Event> events{start(run_a, 0)};
  for (int call = 1; call <= 5; ++call) {
    const std::string id = base::format("toolu_{}", call);
    const std::int64_t begin = call * 10'000;
    events.push_back(tool(id, Kind::tool_start, begin));
    events.push_back(tool(id, Kind::tool_end, begin + 400));
    Event told = event(Source::mcp, "served " + id, Kind::tool_end, begin + 200 + server_off_by);
    told.clock = "host:server";
    told.tool_use_id = id;
    Event sent = event(Source::nats, "sent " + id, Kind::bus, begin + 300 + agent_off_by);
    sent.clock = "agent:devbot";
    sent.received_at = at(begin + 301);
    sent.tool_use_id = id;
    Event later = event(Source::nats, "later " + id, Kind::bus, begin + 5'000 + agent_off_by);
    later.clock = "agent:devbot";
    later.received_at = at(begin + 5'001);
    events.insert(events.end(), {told, sent, later});
  }
  for (Event& event : events)
    event.run_id = run_a;
  return events;
}

std::vector<std::string> order_of(const std::vector<Event>& events) {
  const support::TemporaryDirectory home;
  const desk::Desk devbot(home.path());
  devbot.deliver(events);
  const auto story = runlog::story_of(devbot.run_log(), {}, happenings::run_a, runlog::Bodies::all);
  REQUIRE(story);
  std::vector<std::string> titles;
  for (const runlog::Moment& moment : story->timeline.moments)
    titles.push_back(moment.event.title);
  return titles;
}

}  // namespace

TEST_CASE("clocks of sources that are off by five seconds, either way, change no order") {
  const auto expected = order_of(linked(0, 0));
  REQUIRE(expected.size() == 26);
  for (const std::int64_t server : {-5'000, 5'000})
    for (const std::int64_t agent : {-5'000, 0, 5'000})
      CHECK(order_of(happenings::shuffled(linked(server, agent), 7)) == expected);
}

namespace {

/// The recordings as files, and a run log that processes fill.
struct Crew {
  support::TemporaryDirectory files;
  std::vector<std::string> hooks = lines_of("hooks.jsonl");
  std::string hooks_file = written("hooks.jsonl", recorded_hooks());
  std::string transcript = written("transcript.jsonl", lines_of("transcript.jsonl"));
  std::string stream = written("stream.jsonl", lines_of("stream.jsonl"));
  std::string log = written("app.log", log_lines());

  std::string written(const std::string& name, const std::vector<std::string>& lines) const {
    std::string text;
    for (const std::string& line : lines)
      text += line + "\n";
    return files.write(name, text).string();
  }

  std::vector<std::string> recorded_hooks() const {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < hooks.size(); ++at)
      lines.push_back(base::format(R"({{"at":"{}","agent":"devbot","payload":{}}})",
                                   base::to_iso(recorded_at(at)),
                                   hooks[at]));
    return lines;
  }

  static std::vector<std::string> log_lines() {
    std::vector<std::string> lines;
    for (int second = 0; second < 40; ++second)
      lines.push_back(base::format(
          "2020-01-01T00:00:{:02}Z ERROR disk {} [run={}]", second, second, recordings::run));
    return lines;
  }

  std::vector<std::vector<std::string>> commands() const {
    return {{"import", hooks_file, transcript},
            {"ingest", "--once", log},
            {"import", stream},
            {"import", transcript, hooks_file}};
  }
};

support::ServerProcess started(const fs::path& home, const std::vector<std::string>& words) {
  return support::ServerProcess(support::runlog_server, words, spooled::variables(home));
}

std::string exported(const fs::path& home) {
  const auto done = support::run_to_end(support::runlog_server,
                                        {"export", recordings::run, "--format", "jsonl"},
                                        spooled::variables(home));
  INFO(done.errors);
  REQUIRE(done.exit_code == 0);
  std::string text;
  for (const std::string& line : done.lines)
    text += line + "\n";
  return text;
}

/// Starts the command again and again, and kills it sooner or later each time; then lets it end.
void run_with_kills(const fs::path& home,
                    const std::vector<std::string>& words,
                    std::mt19937& random) {
  for (int round = 0; round < 5; ++round) {
    auto process = started(home, words);
    std::uniform_int_distribution<int> patience(0, 25);
    if (process.wait_exit(std::chrono::milliseconds(patience(random)))) continue;
    process.signal(SIGKILL);
    REQUIRE(process.wait_exit());
  }
  auto process = started(home, words);
  process.close_input();
  REQUIRE(process.wait_exit() == 0);
}

/// Whatever else a hook says is another event when it is said at another time.
bool is_known_by_call(const std::string& payload) {
  return payload.find("tool_use_id") != std::string::npos &&
         payload.find("PostToolBatch") == std::string::npos &&
         payload.find("PermissionRequest") == std::string::npos;
}

void tell_by_hook(const fs::path& home, const std::string& payload, bool is_killed) {
  support::ServerProcess process(
      support::runlog_server, {"hook"}, spooled::variables(home, {{"AGENT_NAME", "devbot"}}));
  process.send_bytes(payload);
  process.close_input();
  if (is_killed) process.signal(SIGKILL);
  REQUIRE(process.wait_exit());
}

}  // namespace

TEST_CASE("processes that are killed while they tell, and run again, leave the same bytes") {
  const Crew crew;
  const support::TemporaryDirectory calm;
  for (const auto& words : crew.commands()) {
    auto process = started(calm.path(), words);
    process.close_input();
    REQUIRE(process.wait_exit() == 0);
  }
  const std::string expected = exported(calm.path());
  CHECK(std::count(expected.begin(), expected.end(), '\n') > 90);
  std::mt19937 random(17);
  for (int storm = 0; storm < 3; ++storm) {
    const support::TemporaryDirectory home;
    fs::copy_file(calm.path() / key, home.path() / key);
    for (const std::string& payload : crew.hooks)
      if (is_known_by_call(payload)) tell_by_hook(home.path(), payload, random() % 2 == 0);
    auto commands = crew.commands();
    std::shuffle(commands.begin(), commands.end(), random);
    for (const auto& words : commands)
      run_with_kills(home.path(), words, random);
    const bool is_same = exported(home.path()) == expected;
    CHECK(is_same);
  }
}
