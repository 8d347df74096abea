// Measures mcp-memory and mcp-runlog against floors and against official TypeScript servers, and
// prints one table. A missed bar is marked and no failure, because machines differ; a wrong reply
// is one.
//
//   bench PARTS MCP_MEMORY MCP_RUNLOG BENCH_FLOOR BENCH_HTTP_FLOOR BENCH_SQLITE_FLOOR
//         BENCH_NATS_FLOOR STORES [NODE OFFICIAL_SERVER OFFICIAL_HTTP_SERVER]
//
// PARTS: names of the table below with commas between them, or what some begin with (runlog for all
// runlog-...), or all. STORES: where filled stores are kept from one time to the next.

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "bench/contestants.hpp"
#include "bench/corpus.hpp"
#include "bench/measure.hpp"

namespace {

/// The usual limit of 1024 is less than the connections that are opened.
void allow_many_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

struct Part {
  std::string_view name;
  void (*measure)(const bench::Contestants&);
};

constexpr Part parts[] = {{"stdio", bench::bench_stdio},
                          {"kept", bench::bench_kept},
                          {"http", bench::bench_http},
                          {"crowd", bench::bench_crowd},
                          {"memory-read", bench::bench_memory_read},
                          {"memory-write", bench::bench_memory_write},
                          {"memory-write-crew", bench::bench_memory_write_crew},
                          {"memory-find", bench::bench_memory_find},
                          {"memory-start", bench::bench_memory_start},
                          {"memory-log", bench::bench_memory_log},
                          {"runlog-hook", bench::bench_runlog_hook},
                          {"runlog-write", bench::bench_runlog_write},
                          {"runlog-read", bench::bench_runlog_read},
                          {"runlog-memory", bench::bench_runlog_memory}};

/// Those that are named; none if a name is unknown.
std::vector<Part> chosen_parts(const std::string& names) {
  if (names == "all") return {std::begin(parts), std::end(parts)};
  std::vector<Part> chosen;
  for (const std::string_view name : base::split(names, ',')) {
    const std::string group = std::string(name) + "-";
    const std::size_t before = chosen.size();
    std::copy_if(
        std::begin(parts), std::end(parts), std::back_inserter(chosen), [&](const Part& part) {
          return part.name == name || part.name.starts_with(group);
        });
    if (chosen.size() == before) return {};
  }
  return chosen;
}

bench::Contestants contestants_of(int argc, char** argv) {
  bench::Contestants contestants{.memory = {argv[2], "--project", bench::corpus_project},
                                 .runlog = {argv[3]},
                                 .floor = argv[4],
                                 .http_floor = argv[5],
                                 .sqlite_floor = argv[6],
                                 .nats_floor = argv[7],
                                 .stores = std::filesystem::absolute(argv[8])};
  if (argc == 12) {
    contestants.official = {argv[9], argv[10]};
    contestants.official_http = {argv[9], argv[11]};
  }
  return contestants;
}

int usage() {
  std::fprintf(
      stderr,
      "usage: bench PARTS MCP_MEMORY MCP_RUNLOG BENCH_FLOOR BENCH_HTTP_FLOOR BENCH_SQLITE_FLOOR "
      "BENCH_NATS_FLOOR STORES [NODE OFFICIAL_SERVER OFFICIAL_HTTP_SERVER]\nPARTS: all, "
      "or some of");
  for (const Part& part : parts)
    std::fprintf(stderr, " %s", std::string(part.name).c_str());
  std::fprintf(stderr, "\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 9 && argc != 12) return usage();
  const std::vector<Part> chosen = chosen_parts(argv[1]);
  if (chosen.empty()) return usage();
  const bench::Contestants contestants = contestants_of(argc, argv);
  allow_many_files();
  try {
    bench::row("what", "measured (medians of interleaved rounds)", "bar");
    bench::row("---", "---", "---");
    for (const Part& part : chosen)
      part.measure(contestants);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
