#pragma once
// The programs that are compared, and what they are asked to do.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/listening.hpp"
#include "support/server_process.hpp"

namespace bench {

using Command = std::vector<std::string>;

struct Contestants {
  Command memory;
  Command runlog;
  std::string floor;         ///< bench_floor
  std::string http_floor;    ///< bench_http_floor
  std::string sqlite_floor;  ///< bench_sqlite_floor
  std::string nats_floor;    ///< bench_nats_floor
  std::string stores;        ///< where filled stores are kept
  Command official = {};     ///< the TypeScript memory server; empty without Node
  Command official_http = {};

  bool have_official() const { return !official.empty(); }
};

/// With all that it may want to keep below `home`.
support::ServerProcess started(const Command& command, const std::filesystem::path& home);

/// The same, for a server that listens on a free port.
class HttpServer {
 public:
  HttpServer(const Command& command, const std::filesystem::path& home)
      : process_(started(command, home)), port_(support::port_of(process_)) {}

  int port() const { return port_; }

  pid_t pid() const { return process_.pid(); }

 private:
  support::ServerProcess process_;
  int port_;
};

/// The command of mcp-memory as a shared server.
Command shared_memory(const Contestants& contestants);

/// Arguments of write_record.
std::string record(int number);

/// What get_record is asked for, and what it has to say.
struct StoredRecord {
  std::string call;
  std::string reply;
};

/// Writes some records to `home`, by a server over stdio.
StoredRecord store_records(const Contestants& contestants, const std::filesystem::path& home);

/// The call over HTTP.
std::string call_request(const StoredRecord& stored);

/// The number that a program prints. Throws if it prints none.
double printed_figure(const std::string& program, const std::vector<std::string>& arguments);

/// How long SQLite by itself takes to write a record to a file in `home`, the median.
double sqlite_write_ms(const Contestants& contestants, const std::filesystem::path& home);

/// What SQLite by itself is to write of the first so many records of the corpus, in a file.
void write_floor_lines(const std::filesystem::path& file, std::uint64_t records);

/// How many seconds it takes for all of them.
double sqlite_fill_s(const Contestants& contestants, const std::filesystem::path& lines);

inline constexpr const char* list_tools = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";

// The parts of the table.
void bench_stdio(const Contestants& contestants);
void bench_kept(const Contestants& contestants);
void bench_http(const Contestants& contestants);
void bench_crowd(const Contestants& contestants);
void bench_memory_write(const Contestants& contestants);
void bench_memory_write_crew(const Contestants& contestants);
void bench_memory_find(const Contestants& contestants);
void bench_memory_read(const Contestants& contestants);
void bench_memory_start(const Contestants& contestants);
void bench_memory_log(const Contestants& contestants);
void bench_runlog_hook(const Contestants& contestants);
void bench_runlog_write(const Contestants& contestants);
void bench_runlog_read(const Contestants& contestants);
void bench_runlog_memory(const Contestants& contestants);

}  // namespace bench
