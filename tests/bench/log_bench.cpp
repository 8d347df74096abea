// A memory that machines share, on a real NATS server: delivery, catching up, and how soon one
// machine has what another wrote.

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/format.hpp"
#include "base/text.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "json/document.hpp"
#include "mcp-memory/memory.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/shared/log_message.hpp"
#include "support/eventually.hpp"
#include "support/nats_server.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using support::ServerProcess;

constexpr std::uint64_t delivered_records = 10'000;
constexpr std::uint64_t known_records = 50'000;
constexpr std::uint64_t first_single = 2'000'000;  ///< beyond all records of the stores
constexpr int singles = 1000;
constexpr double catch_up_s_max = 5;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

template <class T>
T must(base::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(result).value();
}

nats::Patience patience() {
  return {.deadline = Clock::now() + std::chrono::minutes(2)};
}

nats::Options to(const std::string& url) {
  return {.urls = {url}, .name = "bench"};
}

/// A server with the two streams.
struct Site {
  Site() {
    must(bus->wait_connected(patience()) ? base::Result<bool>(true)
                                         : base::unavailable(bus->standing().trouble));
    must(bus->add({.name = memory::memory_stream, .subjects = {"memory.>"}}, patience()));
    must(bus->add({.name = memory::events_stream, .subjects = {"swarm.events.>"}}, patience()));
  }

  std::uint64_t messages() const {
    return must(bus->stream(memory::memory_stream, patience()))->state.messages;
  }

  support::NatsServer server;
  std::unique_ptr<nats::Bus> bus = must(nats::open(to(server.url())));
};

/// A machine of the crew.
std::unique_ptr<memory::Memory> machine(const fs::path& home,
                                        const std::string& url,
                                        const std::string& agent) {
  const memory::Sharing sharing{.bus = to(url), .sender = {agent, agent == "operator"}};
  return std::make_unique<memory::Memory>(
      memory::Sources{.home = [home]() -> base::Result<fs::path> { return home; },
                      .sharing = [sharing]() -> base::Result<std::optional<memory::Sharing>> {
                        return std::optional(sharing);
                      }},
      base::system_clock());
}

/// So many records of the corpus in the outbox.
void fill_outbox(const fs::path& home, std::uint64_t records) {
  constexpr std::size_t batch = 500;
  memory::RecordStore store(home / "crew-memory.db", memory::RecordStore::Role::projection);
  std::vector<memory::ExportedChange> changes;
  for (std::uint64_t number = 0; number < records; ++number) {
    const std::string lines = corpus().export_lines(number);
    for (const std::string_view line : base::split(lines, '\n'))
      if (!line.empty()) changes.push_back(must(memory::exported_change(line)));
    if (changes.size() < batch && number + 1 < records) continue;
    must(store.import_changes({}, changes));
    changes.clear();
  }
}

std::vector<nats::Publication> waiting_in(const fs::path& home, std::size_t count) {
  memory::RecordStore store(home / "crew-memory.db", memory::RecordStore::Role::projection);
  std::vector<nats::Publication> publications;
  for (const auto& waiting : must(store.projection().next_to_deliver({}, {.count = count})))
    publications.push_back(memory::letter_of(waiting, "operator").change);
  return publications;
}

void write_messages(const fs::path& file, const std::vector<nats::Publication>& publications) {
  std::ofstream out(file);
  for (const nats::Publication& one : publications)
    out << one.subject << '\t' << one.message_id << '\t' << one.after.value_or(0) << '\t'
        << one.payload << '\n';
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

/// A full outbox against the same messages sent by nats.c.
class Delivering {
 public:
  explicit Delivering(const Contestants& contestants) : contestants_(contestants) {
    fill_outbox(home_.path(), delivered_records);
    write_messages(messages_, waiting_in(home_.path(), delivered_records * 2));
  }

  void measure() {
    const Samples seconds = interleaved({[&] { return ours_s(); }, [&] { return floor_s(); }}, 3);
    const double ratio = median_ratio(seconds[1], seconds[0]);
    row(base::format("{} records out of an outbox, against js_PublishAsync", delivered_records),
        base::format(
            "{:.2f} x ({:.2f} s against {:.2f})", ratio, median(seconds[0]), median(seconds[1])),
        ">= 0.2 x",
        ratio >= 0.2);
  }

 private:
  /// Until all of them are in the log and read back.
  double ours_s() const {
    const OwnHome own(contestants_);
    fs::copy(home_.path(), own.path(), fs::copy_options::recursive);
    const Site site;
    const auto memory = machine(own.path(), site.server.url(), "operator");
    const auto begin = Clock::now();
    if (must(memory->deliver_all(patience())) != 0)
      throw std::runtime_error("not everything was delivered");
    const double seconds = seconds_since(begin);
    if (site.messages() < delivered_records) throw std::runtime_error("records are missing");
    return seconds;
  }

  double floor_s() const {
    const Site site;
    return printed_figure(contestants_.nats_floor, {site.server.url(), "async", messages_});
  }

  const Contestants& contestants_;
  OwnHome home_{contestants_};
  OwnHome room_{contestants_};
  fs::path messages_ = room_.path() / "messages";
};

memory::Draft draft_of(std::uint64_t number) {
  const auto document = json::parse(corpus().draft(number));
  if (!document) throw std::runtime_error(document.error().message);
  return memory::shape_of(static_cast<const memory::Draft*>(nullptr)).read(document->root());
}

/// One after the other: through the bus alone, and as an agent writes.
class Singles {
 public:
  explicit Singles(const Contestants& contestants) : contestants_(contestants) {
    fill_outbox(home_.path(), singles);
    publications_ = waiting_in(home_.path(), singles);
    write_messages(messages_, publications_);
  }

  void measure() {
    const Samples seconds = interleaved({[&] { return ours_s(); }, [&] { return floor_s(); }});
    const double ratio = median_ratio(seconds[1], seconds[0]);
    const double each_us = 1e6 / static_cast<double>(publications_.size());
    row(base::format("{} messages, each acknowledged, against js_Publish", publications_.size()),
        base::format("{:.2f} x ({:.0f} us against {:.0f})",
                     ratio,
                     median(seconds[0]) * each_us,
                     median(seconds[1]) * each_us),
        ">= 0.7 x",
        ratio >= 0.7);
  }

 private:
  double ours_s() const {
    const Site site;
    const auto begin = Clock::now();
    for (const nats::Publication& one : publications_) {
      const auto published = site.bus->publish({&one, 1}, patience());
      if (published.front().verdict != nats::Verdict::stored)
        throw std::runtime_error("not stored: " + published.front().detail);
    }
    return seconds_since(begin);
  }

  double floor_s() const {
    const Site site;
    return printed_figure(contestants_.nats_floor, {site.server.url(), "single", messages_});
  }

  const Contestants& contestants_;
  OwnHome home_{contestants_};
  OwnHome room_{contestants_};
  std::vector<nats::Publication> publications_;
  fs::path messages_ = room_.path() / "messages";
};

/// What DevBot writes, until InfraBot has it on another machine.
class Hops {
 public:
  explicit Hops(const Contestants& contestants) : contestants_(contestants) {}

  void measure() {
    const double floor_ms = bare_hop_ms() + 2 * commit_ms();
    const double ours_ms = hop_ms();
    row("a decision on the other machine, against a hop and two commits",
        base::format("{:.1f} x ({:.2f} ms against {:.2f})", ours_ms / floor_ms, ours_ms, floor_ms),
        "<= 3 x",
        ours_ms <= 3 * floor_ms);
  }

 private:
  static void write(memory::Memory& memory, const memory::Draft& draft) {
    const auto written = memory.durably<memory::Stored>({}, [&](const memory::Writing& writing) {
      return memory.write(writing, draft, {"devbot", corpus_project, "", ""});
    });
    if (!written) throw std::runtime_error(written.error().message);
  }

  static std::int64_t newest(memory::Memory& memory) {
    return must(must(memory.records())->projection().place({})).sequence;
  }

  double hop_ms() {
    constexpr std::chrono::seconds time_max{10};
    constexpr std::chrono::microseconds between_looks{50};
    const auto devbot = machine(here_.path(), site_.server.url(), "devbot");
    const auto infrabot = machine(there_.path(), site_.server.url(), "infrabot");
    if (!devbot->await_log(patience()) || !infrabot->await_log(patience()))
      throw std::runtime_error("the log could not be read");
    std::vector<double> times_ms;
    for (std::uint64_t number = first_single; number < first_single + 200; ++number) {
      const memory::Draft draft = draft_of(number);
      const std::int64_t before = newest(*infrabot);
      const auto begin = Clock::now();
      const std::jthread writing([&] { write(*devbot, draft); });
      support::eventually([&] { return newest(*infrabot) > before; }, time_max, between_looks);
      times_ms.push_back(seconds_since(begin) * 1000);
    }
    return median(times_ms);
  }

  double bare_hop_ms() const {
    const OwnHome room(contestants_);
    fill_outbox(room.path(), singles);
    write_messages(room.path() / "messages", waiting_in(room.path(), singles));
    return printed_figure(contestants_.nats_floor,
                          {site_.server.url(), "hop", room.path() / "messages"});
  }

  /// Of a record, by SQLite alone.
  double commit_ms() const {
    const OwnHome room(contestants_);
    return sqlite_write_ms(contestants_, room.path());
  }

  const Contestants& contestants_;
  Site site_;
  OwnHome here_{contestants_};
  OwnHome there_{contestants_};
};

std::string called(std::string_view tool, std::string_view arguments) {
  return support::legacy_request(
      3, "tools/call", base::format(R"({{"name":"{}","arguments":{}}})", tool, arguments));
}

std::string asked(ServerProcess& server, const std::string& request) {
  server.send(request);
  const auto reply = server.read_line();
  if (!reply) throw std::runtime_error("no reply to " + request);
  return *reply;
}

Command on_log(const Contestants& contestants, const std::string& url) {
  Command command = contestants.memory;
  command.insert(command.end(), {"--nats", url});
  return command;
}

/// From the start of the process to the answer of initialize.
double handshake_ms(const Command& command, const fs::path& home) {
  const auto begin = Clock::now();
  ServerProcess server = started(command, home);
  asked(server, std::string(support::legacy_initialize));
  return seconds_since(begin) * 1000;
}

/// A job agent with an empty disk, while the log has many records.
class Newcomers {
 public:
  explicit Newcomers(const Contestants& contestants) : contestants_(contestants) {
    const OwnHome home(contestants_);
    fill_outbox(home.path(), known_records);
    const auto memory = machine(home.path(), site_.server.url(), "operator");
    if (must(memory->deliver_all(patience())) != 0)
      throw std::runtime_error("the log could not be filled");
    write_floor_lines(floor_lines_, known_records);
  }

  void measure() {
    const Samples seconds = interleaved(
        {[&] { return first_find(); }, [&] { return sqlite_fill_s(contestants_, floor_lines_); }},
        3);
    row(base::format("a new machine has all of {} records", known_records),
        base::format("{:.2f} s (SQLite alone, with the same texts: {:.2f} s)",
                     median(seconds[0]),
                     median(seconds[1])),
        base::format("<= {:.0f} s", catch_up_s_max),
        median(seconds[0]) <= catch_up_s_max);
    row("  its first find_records, which says so",
        base::format("{:.0f} ms after the start", median(first_ms_)),
        "<= 500 ms",
        median(first_ms_) <= 500);
    const OwnHome home(contestants_);
    const Samples shaken = interleaved(
        {[&] { return handshake_ms(on_log(contestants_, "nats://127.0.0.1:9"), home.path()); },
         [&] { return handshake_ms(contestants_.memory, home.path()); }},
        15);
    const double ratio = median_ratio(shaken[0], shaken[1]);
    row("handshake without a bus that answers, against embedded",
        base::format("{:.2f} x ({:.1f} ms)", ratio, median(shaken[0])),
        "<= 1.2 x",
        ratio <= 1.2);
  }

 private:
  /// Seconds until it has everything.
  double first_find() {
    const OwnHome home(contestants_);
    const std::string find = called(
        "find_records",
        base::format(R"({{"query":"{}"}})", corpus().question(known_records / 2, known_records)));
    const auto begin = Clock::now();
    ServerProcess server = started(on_log(contestants_, site_.server.url()), home.path());
    asked(server, std::string(support::legacy_initialize));
    const std::string first = asked(server, find);
    first_ms_.push_back(seconds_since(begin) * 1000);
    if (first.find("catching up") == std::string::npos)
      throw std::runtime_error("it does not say that it is catching up: " + first);
    support::eventually(
        [&] { return asked(server, find).find("catching up") == std::string::npos; },
        std::chrono::minutes(2),
        std::chrono::milliseconds(50));
    return seconds_since(begin);
  }

  const Contestants& contestants_;
  Site site_;
  OwnHome room_{contestants_};
  fs::path floor_lines_ = room_.path() / "lines";
  std::vector<double> first_ms_;
};

}  // namespace

void bench_memory_log(const Contestants& contestants) {
  Delivering(contestants).measure();
  Singles(contestants).measure();
  Hops(contestants).measure();
  Newcomers(contestants).measure();
}

}  // namespace bench
