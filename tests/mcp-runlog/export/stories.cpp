#include "mcp-runlog/export/stories.hpp"

#include <algorithm>
#include <utility>

#include "base/format.hpp"
#include "json/writer.hpp"

namespace stories {
namespace {

using runlog::Event;
using runlog::Kind;
using runlog::Severity;
using runlog::Source;
using runlog::Story;
using runlog::ToolCall;
using std::chrono::milliseconds;

constexpr const char* run_id = "0199c0de-0000-7000-8000-000000000002";
constexpr milliseconds beginning(1'790'000'000'000);

/// Puts events in order, one after another, and tool calls together.
class Teller {
 public:
  Teller() {
    story_.run.run_id = run_id;
    story_.run.started_at = base::Instant(beginning);
    story_.timeline.reference_clock = "host:builder-1";
  }

  /// Gives its place. `at` is milliseconds from the beginning.
  std::size_t tell(std::int64_t at, Event event) {
    const std::size_t place = story_.timeline.moments.size();
    event.id = runlog::event_id(event.source, base::format("{}", place));
    event.at = base::Instant(beginning + milliseconds(at));
    event.run_id = run_id;
    if (event.clock.empty()) event.clock = "host:builder-1";
    if (event.agent.empty()) event.agent = "devbot";
    story_.run.last_at = std::max(story_.run.last_at, event.at);
    story_.timeline.moments.push_back(
        {std::move(event), base::Instant(beginning + milliseconds(at))});
    return place;
  }

  runlog::Moment& moment(std::size_t place) { return story_.timeline.moments[place]; }

  /// A call with its beginning told.
  std::size_t begin(std::int64_t at, const std::string& tool, Event event) {
    event.kind = Kind::tool_start;
    event.source = Source::hook;
    event.tool = tool;
    event.tool_use_id = base::format("toolu_{}", story_.calls.size());
    if (event.title.empty()) event.title = tool;
    ToolCall call{event.tool_use_id, tool};
    call.start = tell(at, std::move(event));
    call.told_by = {Source::hook};
    story_.calls.push_back(std::move(call));
    return story_.calls.size() - 1;
  }

  std::size_t end(std::size_t number, std::int64_t at, Kind kind, Event event) {
    ToolCall& call = story_.calls[number];
    event.kind = kind;
    event.source = Source::hook;
    event.tool = call.tool;
    event.tool_use_id = call.tool_use_id;
    event.actor = moment(*call.start).event.actor;
    if (event.title.empty()) event.title = moment(*call.start).event.title;
    const auto began = moment(*call.start).effective_at - base::Instant(beginning);
    if (kind != Kind::tool_denied) event.duration_ms = at - began.count();
    call.duration_ms = event.duration_ms;
    call.state = kind == Kind::tool_end     ? ToolCall::State::done
                 : kind == Kind::tool_error ? ToolCall::State::failed
                                            : ToolCall::State::denied;
    call.end = tell(at, std::move(event));
    return *call.end;
  }

  void other(std::size_t number, std::size_t place) {
    moment(place).event.tool_use_id = story_.calls[number].tool_use_id;
    story_.calls[number].others.push_back(place);
  }

  Story& story() { return story_; }

  Story take() {
    auto& counts = story_.run.counts;
    counts.events = static_cast<std::int64_t>(story_.timeline.moments.size());
    counts.tool_calls = static_cast<std::int64_t>(story_.calls.size());
    for (const runlog::Moment& moment : story_.timeline.moments) {
      counts.errors += moment.event.severity == Severity::error ? 1 : 0;
      counts.file_edits += moment.event.kind == Kind::file_edit ? 1 : 0;
    }
    return std::move(story_);
  }

 private:
  Story story_;
};

Event event(Source source, Kind kind, std::string title, std::string body = {}) {
  Event event;
  event.source = source;
  event.kind = kind;
  event.title = std::move(title);
  event.body_json = std::move(body);
  return event;
}

Event call(std::string title, std::string body) {
  return event(Source::hook, Kind::tool_start, std::move(title), std::move(body));
}

constexpr const char* patch_body =
    R"({"structuredPatch":[{"oldStart":41,"oldLines":5,"newStart":41,"newLines":7,"lines":[)"
    R"(" void Retry::wait(int attempt) {","   using namespace std::chrono;",)"
    R"("-  const auto pause = base_ * attempt;","+  // Doubles each time: servers that are down stay down.",)"
    R"("+  const auto pause = std::min(base_ * (1 << attempt), longest_);",)"
    R"("+  if (stop_.stop_requested()) return;","   timer_.wait(pause);"," }"]}],"replaceAll":false})";

void tell_opening(Teller& teller) {
  Event woken =
      event(Source::matrix,
            Kind::message_in,
            "The upload retries hammer the registry, please look into it",
            R"({"text":"The upload retries hammer the registry, please look into it. )"
            R"(Last night it made 4,000 requests in ten minutes.\n\n)"
            R"(Keep the public API as it is.","room":"#builds","sender":"@kim:example.org"})");
  woken.clock = "matrix";
  woken.actor = "kim";
  teller.tell(-420, woken);
  teller.tell(0, event(Source::mcp, Kind::run_start, "Retries hammer the registry"));
  Event session = event(Source::hook, Kind::session, "Session started", R"({"source":"startup"})");
  teller.tell(35, session);
  teller.tell(
      120,
      event(Source::hook,
            Kind::prompt,
            "The upload retries hammer the registry, please look into it",
            R"({"prompt":"The upload retries hammer the registry, please look into it."})"));
  Event said = event(Source::transcript,
                     Kind::assistant,
                     "I'll look at the retry code first, then at what the log says...",
                     R"({"text":"I'll look at the retry code first, then at what the log says )"
                     R"(about last night.","model":"opus"})");
  teller.moment(teller.tell(2300, said)).approximate = true;
  Event api =
      event(Source::otel, Kind::api, "opus, 2.1 s", R"({"model":"opus","request_id":"r1"})");
  api.cost_usd = 0.1834;
  api.tokens_in = 18'230;
  api.tokens_out = 412;
  api.duration_ms = 2140;
  teller.tell(2340, api);
}

void tell_search(Teller& teller) {
  const std::size_t grep = teller.begin(
      2600,
      "Bash",
      call(
          "Bash: rg -n 'retry' src/upload",
          R"({"input":{"command":"rg -n 'retry' src/upload","description":"Find the retry code"}})"));
  const std::size_t read = teller.begin(
      2650,
      "Read",
      call("Read: src/upload/retry.cpp", R"({"input":{"file_path":"src/upload/retry.cpp"}})"));
  teller.end(read,
             2790,
             Kind::tool_end,
             call("", R"({"output":"     1\t#include \"retry.hpp\"\n     2\t"})"));
  const std::size_t found = teller.end(
      grep,
      3480,
      Kind::tool_end,
      call(
          "",
          R"({"input":{"command":"rg -n 'retry' src/upload"},"tool_response":{"stdout":"src/upload/retry.cpp:12:Retry::Retry(Stop stop)\n)"
          R"(src/upload/retry.cpp:41:void Retry::wait(int attempt) {\nsrc/upload/send.cpp:88:  retry.wait(n);",)"
          R"("stderr":"","interrupted":false}})"));
  teller.moment(found).event.original_bytes = 184'220;
  const std::size_t again = teller.tell(
      3500, event(Source::transcript, Kind::tool_end, "Bash: rg -n 'retry' src/upload"));
  teller.other(grep, again);
}

void tell_subagent(Teller& teller) {
  Event start =
      event(Source::hook, Kind::subagent_start, "explorer: what did the registry answer?");
  start.actor = "explorer";
  teller.tell(3900, start);
  Event asked = call("mcp__logs__query: status:429 last night",
                     R"({"input":{"query":"status:429","hours":12}})");
  asked.actor = "explorer";
  const std::size_t query = teller.begin(4100, "mcp__logs__query", asked);
  Event log = event(Source::log,
                    Kind::log,
                    "registry: 429 Too Many Requests, retry-after 30",
                    R"({"host":"registry-2","status":429,"path":"/v2/blobs"})");
  log.clock = "host:registry-2";
  log.severity = Severity::warning;
  log.agent = "registry";
  teller.moment(teller.tell(5210, log)).approximate = true;
  teller.end(
      query,
      9730,
      Kind::tool_end,
      call("", R"({"tool_response":[{"count":4013,"status":429},{"count":7,"status":503}]})"));
  Event stop = event(
      Source::hook,
      Kind::subagent_stop,
      "explorer: 4,013 times 429 with retry-after 30",
      R"({"last_assistant_message":"The registry answered 429 with retry-after 30; we waited 200 ms."})");
  stop.actor = "explorer";
  teller.tell(9900, stop);
}

void tell_change(Teller& teller) {
  const std::size_t edit = teller.begin(
      14'200,
      "Edit",
      call("Edit: src/upload/retry.cpp", R"({"input":{"file_path":"src/upload/retry.cpp"}})"));
  teller.end(edit, 14'420, Kind::tool_end, call("", R"({"output":"The file was updated."})"));
  Event change = event(Source::hook, Kind::file_edit, "src/upload/retry.cpp", patch_body);
  change.file_path = "src/upload/retry.cpp";
  teller.other(edit, teller.tell(14'421, change));
  const std::size_t failing =
      teller.begin(15'000, "Bash", call("Bash: make test", R"({"input":{"command":"make test"}})"));
  Event failed = call(
      "",
      R"({"error":"exit code 2\nretry_test.cpp:31: FAILED: waits at most longest\n  400 ms <= 300 ms"})");
  failed.severity = Severity::error;
  teller.end(failing, 31'800, Kind::tool_error, failed);
  const std::size_t denied =
      teller.begin(33'000,
                   "Bash",
                   call("Bash: git push --force origin main",
                        R"({"input":{"command":"git push --force origin main"}})"));
  Event refusal =
      call("", R"({"reason":"pushing to main is not among the capabilities of devbot"})");
  refusal.severity = Severity::warning;
  teller.end(denied, 33'040, Kind::tool_denied, refusal);
  const std::size_t fixed =
      teller.begin(36'500, "Bash", call("Bash: make test", R"({"input":{"command":"make test"}})"));
  const std::size_t passed = teller.end(
      fixed,
      51'900,
      Kind::tool_end,
      call("",
           R"({"input":{"command":"make test"},"tool_response":{"stdout":"212 tests passed"}})"));
  teller.moment(passed).event.redactions = 2;
  teller.begin(52'300,
               "Bash",
               call("Bash: tail -f build/upload.log",
                    R"({"input":{"command":"tail -f build/upload.log"}})"));
}

void tell_ending(Teller& teller) {
  Event decided = event(
      Source::nats,
      Kind::bus,
      "memory: decision written: Uploads back off exponentially",
      R"({"type":"decision","title":"Uploads back off exponentially","id":"0199c0de-0000-7000-8000-00000000000a"})");
  decided.clock = "nats";
  teller.moment(teller.tell(53'000, decided)).approximate = true;
  teller.tell(
      58'200,
      event(Source::hook, Kind::prompt, "And the timeout?", R"({"prompt":"And the timeout?"})"));
  teller.tell(
      61'000,
      event(Source::transcript,
            Kind::assistant,
            "The timeout stays at 30 s",
            R"({"text":"The timeout stays at 30 s: it bounds one attempt, not all of them."})"));
  teller.tell(64'000,
              event(Source::matrix,
                    Kind::message_out,
                    "Retries now back off exponentially up to 60 s",
                    R"({"text":"Retries now back off exponentially, up to 60 s; 212 tests pass. )"
                    R"(I could not push to main, so the branch is fix/backoff."})"));
  teller.tell(64'500, event(Source::mcp, Kind::run_finish, "ok: back-off in uploads"));
  Event late = event(Source::log, Kind::log, "registry: quota window reset");
  late.clock = "host:registry-2";
  late.agent = "registry";
  teller.moment(teller.tell(66'200, late)).late = true;
}

void know_completeness(Story& story) {
  const auto at = [](std::int64_t ms) { return base::Instant(beginning + milliseconds(ms)); };
  story.completeness.sources = {
      {Source::hook,
       runlog::Presence::seen,
       true,
       20,
       at(35),
       at(58'200),
       "the session of the run"},
      {Source::transcript,
       runlog::Presence::seen,
       true,
       3,
       at(2300),
       at(61'000),
       "the session of the run"},
      {Source::nats,
       runlog::Presence::failing,
       true,
       1,
       at(53'000),
       at(53'000),
       "configured; cannot be reached since 20:27:31"},
      {Source::log, runlog::Presence::seen, true, 2, at(5210), at(66'200), "configured"},
      {Source::matrix, runlog::Presence::seen, false, 2, at(-420), at(64'000), ""},
      {Source::otel,
       runlog::Presence::silent,
       true,
       1,
       {},
       {},
       "CLAUDE_CODE_ENABLE_TELEMETRY was set"}};
  story.completeness.gaps = {"the end of Bash toolu_7 was never told"};
  story.timeline.offsets = {{"host:registry-2", milliseconds(2010), milliseconds(40)},
                            {"matrix", milliseconds(0)},
                            {"nats", milliseconds(-310), milliseconds(12)}};
}

}  // namespace

// The characters that a terminal, a browser or a reader could take for something else.
const std::string hostile_text =
    "</pre></details></li><script>document.title='owned'</script>"
    "<img src=x onerror=\"document.title='owned'\"> <!-- ]]> \" ' onload='document.title=1' & &lt; "
    "javascript:alert(1) http://evil.example/x \x1B[31mred\x1B]0;owned\x07 \u202Edesrever\u202C "
    "\u200B``` ~~~ | `a` [x](javascript:alert(1)) ![i](http://evil.example/i.png) @everyone <b>";

Story rich() {
  Teller teller;
  tell_opening(teller);
  tell_search(teller);
  tell_subagent(teller);
  tell_change(teller);
  tell_ending(teller);
  Story& story = teller.story();
  story.run.agent = "devbot";
  story.run.title = "The upload retries hammer the registry, please look into it";
  story.run.status = runlog::Status::ok;
  story.run.outcome =
      "Uploads back off exponentially up to 60 s; branch fix/backoff, 212 tests pass.";
  story.run.finished_at = base::Instant(beginning + milliseconds(64'500));
  story.run.session_ids = {"0199c0de-0000-7000-8000-000000000001"};
  story.run.child_run_ids = {"0199c0de-0000-7000-8000-000000000003"};
  know_completeness(story);
  return teller.take();
}

Story hostile() {
  Teller teller;
  const std::string quoted = json::quoted(hostile_text);
  const std::string body = base::format(
      R"({{"text":{0},{0}:{0},"input":{{"command":{0},"deep":{{"x":{0}}}}},"diff":{1}}})",
      quoted,
      json::quoted("@@ -1,1 +1,2 @@ " + hostile_text + "\n-" + hostile_text + "\n+" + hostile_text +
                   "\n+````\n"));
  for (std::size_t kind = 0; kind < runlog::kind_names.size(); ++kind) {
    Event said = event(Source::log, static_cast<Kind>(kind), hostile_text, body);
    said.stream = said.actor = said.agent = said.tool = said.file_path = said.clock = hostile_text;
    said.severity = Severity::warning;
    teller.tell(static_cast<std::int64_t>(kind) * 10, std::move(said));
  }
  Event asked = call(hostile_text, body);
  const std::size_t number = teller.begin(300, hostile_text, asked);
  teller.end(number, 400, Kind::tool_error, asked);
  Story& story = teller.story();
  story.run.agent = story.run.title = story.run.outcome = hostile_text;
  story.run.session_ids = story.run.child_run_ids = {hostile_text};
  story.completeness.sources = {
      {Source::log, runlog::Presence::failing, true, 1, {}, {}, hostile_text}};
  story.completeness.gaps = {hostile_text};
  story.timeline.reference_clock = hostile_text;
  story.timeline.offsets = {{hostile_text, milliseconds(5)}};
  return teller.take();
}

Story large(std::size_t events) {
  Teller teller;
  teller.tell(0, event(Source::mcp, Kind::run_start, "A long run"));
  std::int64_t at = 100;
  while (teller.story().timeline.moments.size() + 3 <= events) {
    const std::size_t number = teller.story().calls.size();
    const std::int64_t took = 40 + static_cast<std::int64_t>(number * 7919 % 4000);
    const std::size_t begun =
        teller.begin(at,
                     number % 3 == 0 ? "Read" : "Bash",
                     call(base::format("step {} of a long run", number),
                          base::format(R"({{"input":{{"command":"step {}"}}}})", number)));
    Event ended = call("", R"({"output":"done\nand done\nand so on"})");
    const bool fails = number % 41 == 40;
    if (fails) ended.severity = Severity::error;
    teller.end(begun, at + took, fails ? Kind::tool_error : Kind::tool_end, ended);
    Event log = event(Source::log, Kind::log, base::format("line {}", number));
    log.agent = "registry";
    teller.tell(at + took + 5, log);
    at += took + 60;
  }
  while (teller.story().timeline.moments.size() < events)
    teller.tell(at, event(Source::log, Kind::log, "the last lines"));
  teller.story().run.agent = "devbot";
  teller.story().run.title = "A long run";
  return teller.take();
}

Story empty() {
  Story story;
  story.run.run_id = run_id;
  story.run.started_at = base::Instant(beginning);
  story.run.last_at = base::Instant(beginning);
  return story;
}

}  // namespace stories
