// What one server over stdio holds on to: memory, descriptors and threads after the first tenth of
// many calls and at their end, and the memory of one that is idle. Exits with 1 if something grows,
// or if the idle one has more than it may.
//
//   soak_growth MCP_MEMORY CALLS RECORDS    RECORDS: of the large store

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>

#include "base/format.hpp"
#include "bench/corpus.hpp"
#include "support/process_figures.hpp"
#include "support/requests.hpp"
#include "support/server_process.hpp"
#include "support/temporary_directory.hpp"

namespace {

using support::ProcessFigures;

constexpr std::uint64_t seed = 4;

std::map<std::string, std::string> variables(const std::filesystem::path& home) {
  return {{"AGENT_SMITH_HOME", home.string()},
          {"AGENT_SMITH_PROJECT", bench::corpus_project},
          {"AGENT_SMITH_TEAM", ""},
          {"AGENT_NAME", ""},
          {"RUN_ID", ""}};
}

/// Brings in so many records of the corpus, a part at a time: a command that says nothing for long
/// counts as stuck.
void fill(const std::string& binary,
          const std::filesystem::path& home,
          const bench::Corpus& corpus,
          int records) {
  constexpr int part = 5000;
  const support::TemporaryDirectory directory;
  const auto file = directory.path() / "corpus.jsonl";
  for (int begin = 0; begin < records; begin += part) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    for (int number = begin; number < std::min(records, begin + part); ++number)
      out << corpus.export_lines(static_cast<std::uint64_t>(number));
    out.close();
    const auto done = support::run_to_end(binary, {"import", file.string()}, variables(home));
    if (done.exit_code != 0) throw std::runtime_error("import: " + done.errors.substr(0, 1000));
  }
}

/// One client that keeps the server busy and looks at every answer.
class Load {
 public:
  Load(const std::string& binary, const std::filesystem::path& home, const bench::Corpus& corpus)
      : corpus_(corpus), server_(binary, {}, variables(home)) {}

  void call(int calls) {
    constexpr int at_once = 8;
    int asked = 0;
    for (int answered = 0; answered < calls; ++answered) {
      while (asked < calls && asked < answered + at_once) {
        server_.send(next());
        ++asked;
      }
      take(server_.read_line());
    }
  }

  ProcessFigures figures() const { return support::figures_of(server_.pid()); }

 private:
  /// Half of them searches, which hold most. One of a hundred writes: a store that doubles would
  /// be all that is seen.
  std::string next() {
    const int number = ++number_;
    switch (dice_() % 20) {
      case 0:
        if (dice_() % 5 != 0) return support::tool_call(number, "brief");
        return support::tool_call(
            number, "write_record", corpus_.draft(filled + static_cast<std::uint64_t>(number)));
      case 1:
      case 2:
        return support::tool_call(number, "brief");
      case 3:
      case 4:
      case 5:
        return support::tool_call(number, "read_records", R"({"limit":20})");
      case 6:
      case 7:
        return support::tool_call(number, "memory_status");
      case 8:
      case 9:
        return support::tool_call(number, "changes_since", R"({"own":true,"limit":20})");
      default:
        return support::tool_call(
            number,
            "find_records",
            base::format(R"({{"query":"{}"}})",
                         corpus_.question(static_cast<std::uint64_t>(number), filled)));
    }
  }

  void take(const std::optional<std::string>& line) const {
    if (!line) throw std::runtime_error("no answer; stderr: " + server_.errors());
    const bool good = line->find("\"result\"") != std::string::npos &&
                      line->find("\"isError\":true") == std::string::npos;
    if (!good) throw std::runtime_error("an error: " + line->substr(0, 1000));
  }

 public:
  static constexpr std::uint64_t filled = 20'000;

 private:
  const bench::Corpus& corpus_;
  support::ServerProcess server_;
  std::mt19937 dice_{seed};
  int number_ = 0;
};

class Report {
 public:
  void line(const char* what, const std::string& found, bool good) {
    std::printf("%-34s %s%s\n", what, found.c_str(), good ? "" : "  WRONG");
    std::fflush(stdout);
    good_ = good_ && good;
  }

  void growth(const char* what, std::size_t before, std::size_t after, std::size_t more_max) {
    line(what,
         base::format("{} after a tenth, {} at the end, {} more allowed", before, after, more_max),
         after <= before + more_max);
  }

  bool good() const { return good_; }

 private:
  bool good_ = true;
};

void look_for_growth(Report& report, const std::string& binary, int calls) {
  const support::TemporaryDirectory home;
  const bench::Corpus corpus(seed);
  fill(binary, home.path(), corpus, static_cast<int>(Load::filled));
  Load load(binary, home.path(), corpus);
  load.call(calls / 10);
  const ProcessFigures before = load.figures();
  load.call(calls - calls / 10);
  const ProcessFigures after = load.figures();
  report.growth(
      "resident KiB", before.resident_kib, after.resident_kib, before.resident_kib / 10 + 1024);
  report.growth("descriptors", before.descriptors, after.descriptors, 0);
  report.growth("threads", before.threads, after.threads, 0);
}

/// Of a session that waits for its first call, and of one that has had its digest: by then much of
/// the code of the libraries is mapped, which all processes of a machine share.
void look_at_idle(Report& report, const std::string& binary, int records) {
  constexpr std::size_t kib_max = 8 * 1024;
  const support::TemporaryDirectory home;
  fill(binary, home.path(), bench::Corpus(seed), records);
  support::ServerProcess server(binary, {}, variables(home.path()));
  server.send(support::legacy_initialize);
  server.read_line();
  server.send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  server.send(support::legacy_request(1, "ping", "{}"));
  server.read_line();
  const ProcessFigures idle = support::figures_of(server.pid());
  report.line("idle, KiB",
              base::format("{}, at most {}; {} threads, {} descriptors",
                           idle.resident_kib,
                           kib_max,
                           idle.threads,
                           idle.descriptors),
              idle.resident_kib < kib_max);
  server.send(support::legacy_request(2, "tools/call", R"({"name":"brief","arguments":{}})"));
  const auto brief = server.read_line();
  if (!brief || brief->find("\"isError\":true") != std::string::npos)
    throw std::runtime_error("no digest: " + brief.value_or(server.errors()));
  report.line(base::format("after a digest of {} records, KiB", records).c_str(),
              std::to_string(support::figures_of(server.pid()).resident_kib),
              true);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: soak_growth MCP_MEMORY CALLS RECORDS\n");
    return 2;
  }
  try {
    Report report;
    look_at_idle(report, argv[1], std::stoi(argv[3]));
    look_for_growth(report, argv[1], std::stoi(argv[2]));
    return report.good() ? 0 : 1;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "soak_growth: %s\n", failure.what());
    return 1;
  }
}
