#include <algorithm>
#include <fstream>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "base/format.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "json/writer.hpp"
#include "mcp-memory/record_shape.hpp"
#include "mcp-memory/store/record_rows.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

using support::ServerProcess;
using Clock = std::chrono::steady_clock;

/// Beyond all records of the stores.
constexpr std::uint64_t first_new_record = 1'000'000;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// A program that writes one record for each line, and says so.
class Writing {
 public:
  Writing(const Command& command, const std::filesystem::path& home, std::uint64_t first)
      : process_(started(command, home)), next_(first) {}

  virtual ~Writing() = default;

  /// Makes up the next so many records.
  std::vector<std::string> drafted(int count) {
    std::vector<std::string> lines;
    for (int at = 0; at < count; ++at)
      lines.push_back(line(next_++));
    return lines;
  }

  /// Milliseconds of each of these writes, one after the other.
  std::vector<double> write(const std::vector<std::string>& lines) {
    std::vector<double> times_ms;
    for (const std::string& line : lines) {
      const auto begin = Clock::now();
      process_.send(line);
      const auto reply = process_.read_line();
      times_ms.push_back(milliseconds_since(begin));
      if (!reply || !is_written(*reply))
        throw std::runtime_error("a record was not written: " + reply.value_or("no reply"));
    }
    return times_ms;
  }

  std::vector<double> write(int count) { return write(drafted(count)); }

  double write_ms_p50(int count) { return median(write(count)); }

  double cpu_us() const { return support::cpu_us_of(process_.pid()); }

  double writes_per_s(int count) {
    const auto times_ms = write(count);
    return count * 1e3 / std::accumulate(times_ms.begin(), times_ms.end(), 0.0);
  }

 protected:
  ServerProcess& process() { return process_; }

 private:
  virtual std::string line(std::uint64_t number) const = 0;
  virtual bool is_written(const std::string& reply) const = 0;

  ServerProcess process_;
  std::uint64_t next_;
};

class OurWriting : public Writing {
 public:
  OurWriting(const Contestants& contestants,
             const std::filesystem::path& home,
             std::uint64_t first = first_new_record)
      : Writing(contestants.memory, home, first) {}

 private:
  std::string line(std::uint64_t number) const override {
    return support::tool_call(static_cast<int>(number), "write_record", corpus().draft(number));
  }

  bool is_written(const std::string& reply) const override {
    return support::Answer(reply)
        .result()
        .find("structuredContent")
        .find("id")
        .is(json::Kind::text);
  }
};

/// The texts that the store keeps of a record, for the floor.
std::string floor_line(std::uint64_t number) {
  const auto document = json::parse(corpus().draft(number)).value();
  const auto draft =
      memory::shape_of(static_cast<const memory::Draft*>(nullptr)).read(document.root());
  const memory::Kept kept = memory::kept_form(draft, corpus_project).value();
  std::string line = base::format("{:036}\t{}", number, corpus_project);
  for (const std::string_view text : {memory::name_of(draft.type),
                                      std::string_view(draft.status),
                                      std::string_view(kept.hash),
                                      std::string_view(kept.document),
                                      std::string_view(draft.title),
                                      std::string_view(draft.summary),
                                      std::string_view(kept.texts.keywords),
                                      std::string_view(kept.texts.body),
                                      std::string_view(kept.texts.fragments)})
    line.append("\t").append(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

class FloorWriting : public Writing {
 public:
  FloorWriting(const Contestants& contestants,
               const std::filesystem::path& home,
               std::uint64_t first = first_new_record)
      : Writing({contestants.sqlite_floor, home / "floor.db"}, home, first) {}

 private:
  std::string line(std::uint64_t number) const override { return floor_line(number); }

  bool is_written(const std::string& reply) const override { return reply == "ok"; }
};

/// The official server with the same texts as one entity each.
class OfficialWriting : public Writing {
 public:
  OfficialWriting(const Contestants& contestants, const std::filesystem::path& home)
      : Writing(contestants.official, home, first_new_record) {
    process().send(support::legacy_initialize);
    process().read_line();
    process().send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  }

  static std::string entity(std::uint64_t number, bool stored) {
    json::Writer out;
    out.begin_object();
    if (stored) out.member("type", "entity");
    out.member("name", base::format("record {}", number)).member("entityType", "record");
    out.key("observations").begin_list().text(corpus().draft(number)).end_list();
    return out.end_object().take();
  }

 private:
  std::string line(std::uint64_t number) const override {
    return support::legacy_request(
        static_cast<int>(number),
        "tools/call",
        base::format(R"({{"name":"create_entities","arguments":{{"entities":[{}]}}}})",
                     entity(number, false)));
  }

  bool is_written(const std::string& reply) const override {
    const support::Answer answer(reply);
    return answer.error_code() == 0 && answer.result().find("isError").is(json::Kind::absent);
  }
};

void bench_latency(const Contestants& contestants) {
  constexpr int writes = 200;
  constexpr int latency_rounds = 7;
  const OneCore pinned;
  const OwnHome home(contestants);
  OurWriting ours(contestants, home.path());
  FloorWriting floor(contestants, home.path());
  ours.write(1);
  floor.write(1);
  const double ours_before_us = ours.cpu_us();
  const double floor_before_us = floor.cpu_us();
  const Samples ms = interleaved(
      {[&] { return ours.write_ms_p50(writes); }, [&] { return floor.write_ms_p50(writes); }},
      latency_rounds);
  const double ratio = median_ratio(ms[0], ms[1]);
  row("write over stdio, fsynced: p50 against raw SQLite",
      base::format("{:.2f} ms, {:.2f} ms, ratio {:.2f}", median(ms[0]), median(ms[1]), ratio),
      "<= 1.5x",
      ratio <= 1.5);
  const double ours_us = (ours.cpu_us() - ours_before_us) / (writes * latency_rounds);
  const double floor_us = (floor.cpu_us() - floor_before_us) / (writes * latency_rounds);
  row("  CPU of one of these writes, and of the raw one",
      base::format("{:.0f} us, {:.0f} us", ours_us, floor_us));
}

void bench_against_official(const Contestants& contestants) {
  if (!contestants.have_official()) return;
  constexpr std::uint64_t present = 10'000;
  const OwnHome home(contestants, present);
  {
    std::ofstream graph(home.path() / "official.jsonl");
    for (std::uint64_t number = 0; number < present; ++number)
      graph << OfficialWriting::entity(number, true) << '\n';
  }
  OurWriting ours(contestants, home.path());
  OfficialWriting theirs(contestants, home.path());
  ours.write(1);
  theirs.write(1);
  const Samples per_s = interleaved(
      {[&] { return ours.writes_per_s(300); }, [&] { return theirs.writes_per_s(10); }});
  const double times = median_ratio(per_s[0], per_s[1]);
  row("  creates/s beside 10,000 against the official server",
      base::format("{:.0f}/s, {:.1f}/s, {:.0f} times", median(per_s[0]), median(per_s[1]), times),
      ">= 40x",
      times >= 40);
}

void bench_growth(const Contestants& contestants) {
  constexpr int writes = 500;
  const OwnHome full_home(contestants, 100'000);
  OurWriting full(contestants, full_home.path());
  full.write(1);
  std::uint64_t first = first_new_record;
  const Samples per_s = interleaved({[&] { return full.writes_per_s(writes); },
                                     [&] {
                                       const OwnHome home(contestants);
                                       OurWriting empty(contestants, home.path(), first);
                                       empty.write(1);
                                       first += writes + 1;
                                       return empty.writes_per_s(writes);
                                     }});
  const double ratio = median_ratio(per_s[0], per_s[1]);
  row("  rate at 100,000 records against an empty store",
      base::format("{:.0f}/s, {:.0f}/s, ratio {:.2f}", median(per_s[0]), median(per_s[1]), ratio),
      ">= 0.7x",
      ratio >= 0.7);
}

constexpr std::uint64_t crew_size = 8;

/// Eight processes that write to one file at once.
template <class Kind>
class Crew {
 public:
  explicit Crew(const Contestants& contestants) : contestants_(contestants) {}

  /// All together, a second.
  double operator()() {
    constexpr int writes = 60;
    const OwnHome home(contestants_);
    std::vector<std::unique_ptr<Kind>> writers;
    std::vector<std::vector<std::string>> lines;
    for (std::uint64_t at = 0; at < crew_size; ++at) {
      writers.push_back(
          std::make_unique<Kind>(contestants_, home.path(), first_new_record + at * 1000));
      writers.back()->write(1);
      lines.push_back(writers.back()->drafted(writes));
    }
    std::vector<std::vector<double>> times_ms(crew_size);
    std::vector<std::thread> threads;
    const auto begin = Clock::now();
    for (std::uint64_t at = 0; at < crew_size; ++at)
      threads.emplace_back([&, at] { times_ms[at] = writers[at]->write(lines[at]); });
    for (std::thread& thread : threads)
      thread.join();
    const double all_ms = milliseconds_since(begin);
    for (const auto& of_one : times_ms)
      slowest_ms_.push_back(*std::max_element(of_one.begin(), of_one.end()));
    return crew_size * writes * 1e3 / all_ms;
  }

  double slowest_ms() const { return *std::max_element(slowest_ms_.begin(), slowest_ms_.end()); }

 private:
  const Contestants& contestants_;
  std::vector<double> slowest_ms_;
};

}  // namespace

void write_floor_lines(const std::filesystem::path& file, std::uint64_t records) {
  std::ofstream out(file);
  for (std::uint64_t number = 0; number < records; ++number)
    out << floor_line(number) << '\n';
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

double sqlite_fill_s(const Contestants& contestants, const std::filesystem::path& lines) {
  const OwnHome home(contestants);
  return printed_figure(contestants.sqlite_floor, {home.path() / "floor.db", lines});
}

double sqlite_write_ms(const Contestants& contestants, const std::filesystem::path& home) {
  constexpr int writes = 200;
  return FloorWriting(contestants, home).write_ms_p50(writes);
}

void bench_memory_write(const Contestants& contestants) {
  bench_latency(contestants);
  bench_against_official(contestants);
  bench_growth(contestants);
}

void bench_memory_write_crew(const Contestants& contestants) {
  Crew<OurWriting> ours(contestants);
  Crew<FloorWriting> floor(contestants);
  const Samples per_s = interleaved({[&] { return ours(); }, [&] { return floor(); }}, 7);
  const double ratio = median_ratio(per_s[0], per_s[1]);
  row("eight processes that write, against eight raw writers",
      base::format("{:.0f}/s, {:.0f}/s, ratio {:.2f}", median(per_s[0]), median(per_s[1]), ratio),
      ">= 0.8x",
      ratio >= 0.8);
  row("  the slowest of these writes",
      base::format("{:.0f} ms ({:.0f} ms)", ours.slowest_ms(), floor.slowest_ms()),
      "< 1 s",
      ours.slowest_ms() < 1000);
}

}  // namespace bench
