#include "transcripts/traffic.hpp"

#include "base/env.hpp"
#include "base/format.hpp"
#include "json/writer.hpp"

namespace transcripts {

Traffic::Traffic(const std::string& name) {
  const auto directory = base::env("TRAFFIC_DIR");
  if (directory) file_.open(base::format("{}/{}.jsonl", *directory, name), std::ios::app);
}

void Traffic::record(const char* direction, const std::string& line) {
  if (!file_.is_open()) return;
  json::Writer out;
  out.begin_object().member("direction", direction).member("line", line).end_object();
  file_ << out.str() << '\n' << std::flush;
}

}  // namespace transcripts
