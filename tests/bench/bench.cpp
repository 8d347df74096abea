// Measures mcp-memory against floors and against official TypeScript servers, and prints one table.
// A missed bar is marked and no failure, because machines differ; a wrong reply is one.
//
//   bench MCP_MEMORY BENCH_FLOOR BENCH_HTTP_FLOOR [NODE OFFICIAL_SERVER OFFICIAL_HTTP_SERVER]

#include <sys/resource.h>

#include <cstdio>
#include <exception>

#include "bench/contestants.hpp"
#include "bench/measure.hpp"

namespace {

/// The usual limit of 1024 is less than the connections that are opened.
void allow_many_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

bench::Contestants contestants_of(int argc, char** argv) {
  bench::Contestants contestants{
      .memory = {argv[1], "--project", "bench"}, .floor = argv[2], .http_floor = argv[3]};
  if (argc == 7) {
    contestants.official = {argv[4], argv[5]};
    contestants.official_http = {argv[4], argv[6]};
  }
  return contestants;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 7) {
    std::fprintf(stderr,
                 "usage: bench MCP_MEMORY BENCH_FLOOR BENCH_HTTP_FLOOR "
                 "[NODE OFFICIAL_SERVER OFFICIAL_HTTP_SERVER]\n");
    return 2;
  }
  const bench::Contestants contestants = contestants_of(argc, argv);
  allow_many_files();
  try {
    bench::row("what", "measured (medians of interleaved rounds)", "bar");
    bench::row("---", "---", "---");
    bench::bench_stdio(contestants);
    bench::bench_kept(contestants);
    bench::bench_http(contestants);
    bench::bench_crowd(contestants);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
