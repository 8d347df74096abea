#pragma once
// Exports made up for tests: records that are updated, confirmed, linked and superseded.

#include <fstream>
#include <string>
#include <vector>

#include "base/format.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "samples.hpp"

namespace exports {

inline std::string id_of(int number) {
  return base::format("01938a6e-7c01-7000-8000-{:012x}", number);
}

inline std::string line(const char* kind, int number, const std::string& members) {
  return base::format(R"({{"change":"{}","id":"{}","at":"2026-11-22T20:27:00.{:03}Z",)"
                      R"("agent":"{}","project":"shop",{}}})",
                      kind,
                      id_of(number),
                      number % 1000,
                      kind == std::string("confirmed") ? "infrabot" : "devbot",
                      members);
}

inline std::string pattern(const std::string& title) {
  return sample::with(sample::pattern(title), "status", R"("candidate")");
}

/// The life of one record on its own.
inline std::vector<std::string> record(int number, const std::string& title) {
  return {
      line("written", number, R"("revision":1,"record":)" + pattern(title)),
      line("updated", number, R"("revision":2,"record":)" + pattern(title + " again")),
      line("confirmed", number, R"("revision":2,"outcome":"worked","evidence":"Seen in a run.")")};
}

/// So many records; each but the first is linked to the one before, which some supersede.
inline std::vector<std::string> many(int records) {
  std::vector<std::string> lines;
  for (int number = 0; number < records; ++number) {
    for (std::string& each : record(number, base::format("Pattern number{}", number)))
      lines.push_back(std::move(each));
    if (number == 0) continue;
    const std::string before = id_of(number - 1);
    lines.push_back(
        line("linked",
             number,
             base::format(R"("revision":2,"relation":"relates_to","to":"{}")", before)));
    if (number % 10 != 0) continue;
    lines.push_back(
        line("superseded",
             number - 1,
             base::format(R"("revision":2,"by":"{}","reason":"It changed.")", id_of(number))));
  }
  return lines;
}

inline void write(const std::filesystem::path& file, const std::vector<std::string>& lines) {
  std::ofstream out(file, std::ios::binary);
  out << memory::export_opening() << "\n";
  for (const std::string& each : lines)
    out << each << "\n";
}

}  // namespace exports
