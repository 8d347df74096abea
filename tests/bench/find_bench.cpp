#include <algorithm>
#include <list>
#include <stdexcept>

#include "base/format.hpp"
#include "bench/bare_sql.hpp"
#include "bench/contestants.hpp"
#include "bench/filled_store.hpp"
#include "bench/measure.hpp"
#include "json/writer.hpp"
#include "mcp-memory/store/ranking.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/requests.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t shown = 10;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

struct Question {
  std::string text;
  std::string call;
  std::vector<std::string> ids;  ///< what the store finds
  std::vector<BareStatements::Bound> statements;
};

/// The same questions, asked in three ways of one store.
class Asking {
 public:
  Asking(const Contestants& contestants, std::uint64_t records, std::uint64_t questions)
      : home_(filled_home(contestants, records)),
        store_(home_ / "memory.db"),
        plain_(sqlite::Connection::open(
                   home_ / "memory.db", sqlite::Access::read_only, std::chrono::seconds(10))
                   .value()),
        bare_(plain_),
        server_(started(contestants.memory, home_)) {
    memory::add_scores(plain_).value();
    // A store of its own: being listened to takes time.
    StatementRecorder recorder;
    memory::RecordStore recorded(home_ / "memory.db");
    for (std::uint64_t number = 0; number < questions; ++number)
      add(corpus().question(number, records), recorded, recorder);
  }

  std::vector<double> over_stdio() {
    return timed([&](const Question& question) {
      server_.send(question.call);
      check(question, server_.read_line().value_or(""));
    });
  }

  std::vector<double> in_process() {
    return timed([&](const Question& question) { search(store_, question.text); });
  }

  std::vector<double> bare() {
    return timed([&](const Question& question) { BareStatements::run(question.statements); });
  }

 private:
  template <class Ask>
  std::vector<double> timed(Ask ask) {
    std::vector<double> times_ms;
    for (const Question& question : questions_) {
      const auto begin = Clock::now();
      ask(question);
      times_ms.push_back(milliseconds_since(begin));
    }
    return times_ms;
  }

  static memory::Matches search(memory::RecordStore& store, const std::string& text) {
    const memory::Filter filter{.project = corpus_project};
    return store.search({}, text, filter, base::system_clock()(), {.count = shown}).value();
  }

  void add(const std::string& text, memory::RecordStore& store, StatementRecorder& recorder) {
    Question question{.text = text, .call = {}, .ids = {}, .statements = {}};
    json::Writer arguments;
    arguments.begin_object().member("query", text).member("budget_tokens", std::int64_t{20'000});
    arguments.member("limit", std::int64_t{shown}).end_object();
    question.call = support::tool_call(7, "find_records", arguments.take());
    recorder.take();
    for (const memory::Match& match : search(store, text).matches)
      question.ids.push_back(match.entry.id);
    question.statements = bare_.bound(recorder.take());
    if (BareStatements::run(question.statements) < question.ids.size())
      throw std::runtime_error("the statements alone find less: " + text);
    questions_.push_back(std::move(question));
  }

  static void check(const Question& question, const std::string& reply) {
    const support::Answer answer(reply);
    const json::View records = answer.result().find("structuredContent").find("records");
    bool same = records.size() == question.ids.size();
    for (std::size_t at = 0; same && at < records.size(); ++at)
      same = records.item(at).find("id").text() == question.ids[at];
    if (!same) throw std::runtime_error("not what the store finds: " + reply.substr(0, 1000));
  }

  const std::filesystem::path home_;
  memory::RecordStore store_;
  sqlite::Connection plain_;
  BareStatements bare_;
  support::ServerProcess server_;
  std::list<Question> questions_;
};

void bench_size(const Contestants& contestants,
                std::uint64_t records,
                std::uint64_t questions,
                double p95_max_ms) {
  Asking asking(contestants, records, questions);
  std::vector<double> p95s_ms;
  const Samples ms = interleaved({[&] {
                                    const auto times_ms = asking.over_stdio();
                                    p95s_ms.push_back(percentile(times_ms, 0.95));
                                    return median(times_ms);
                                  },
                                  [&] { return median(asking.in_process()); },
                                  [&] { return median(asking.bare()); }});
  const double p95_ms = median(p95s_ms);
  row(base::format("find over stdio, {} records: p50, p95", records),
      base::format("{:.1f} ms, {:.1f} ms", median(ms[0]), p95_ms),
      base::format("p95 < {} ms", p95_max_ms),
      p95_ms < p95_max_ms);
  const double over_stdio = median_ratio(ms[0], ms[2]);
  const double in_process = median_ratio(ms[1], ms[2]);
  row("  p50 against its SQL run bare",
      base::format("{:.1f} ms, ratio {:.2f}", median(ms[2]), over_stdio),
      "<= 1.5x",
      over_stdio <= 1.5);
  row("  the same without process and pipes",
      base::format("{:.1f} ms, ratio {:.2f}", median(ms[1]), in_process),
      "<= 1.5x",
      in_process <= 1.5);
}

}  // namespace

void bench_memory_find(const Contestants& contestants) {
  const OneCore pinned;
  bench_size(contestants, 10'000, 200, 20);
  bench_size(contestants, 100'000, 100, 100);
}

}  // namespace bench
