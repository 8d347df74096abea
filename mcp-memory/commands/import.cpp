#include <cstdio>
#include <fstream>
#include <iostream>
#include <unordered_map>

#include "base/format.hpp"
#include "json/document.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/tools/secret_guard.hpp"

namespace memory {
namespace {

/// Other servers wait while a batch is brought in; this many take a fraction of a second.
constexpr std::size_t batch_lines_max = 200;

constexpr std::size_t line_bytes_max = std::size_t{1024} * 1024;

struct Line {
  std::size_t number;
  ExportedChange change;
};

/// What is longer than any line of an export is counted, not kept.
struct Text {
  std::string kept;
  std::size_t bytes = 0;
};

/// False at the end.
bool read_line(std::istream& stream, Text& line) {
  line = {};
  char c = 0;
  while (stream.get(c) && c != '\n') {
    if (++line.bytes <= line_bytes_max) line.kept += c;
  }
  if (line.kept.ends_with('\r')) line.kept.pop_back();
  return !stream.bad() && (stream.good() || line.bytes > 0);
}

/// invalid: the line is no change, or holds a secret.
base::Result<ExportedChange> change_in(const Text& line) {
  if (line.bytes > line_bytes_max)
    return base::invalid(
        base::format("has {} bytes, at most {} are allowed; no export has such lines",
                     line.bytes,
                     line_bytes_max));
  const auto document = TRY(json::parse(line.kept));
  const auto places = secrets_in(document.root());
  if (!places.empty()) return base::invalid(secrets_refused(places));
  return exported_change(line.kept);
}

bool has_no_number(ChangeKind kind) {
  return kind == ChangeKind::linked || kind == ChangeKind::unlinked ||
         kind == ChangeKind::confirmed;
}

/// From here on the index is put in order afterwards.
constexpr std::size_t many_changes = 2000;

/// Brings in an export, batch by batch: one that is cut off can be brought in again.
class Import {
 public:
  explicit Import(RecordStore& records) : records_(records) {}

  base::Result<void> take(std::size_t number, const Text& line) {
    if (line.kept.empty() || is_export_opening(line.kept)) return {};
    auto change = change_in(line);
    if (!change) {
      refuse(number, change.error());
      return {};
    }
    if (has_no_number(change->kind)) change->occurrence = ++seen_[line.kept];
    batch_.push_back({number, std::move(change).value()});
    if (batch_.size() < batch_lines_max) return {};
    return finish_batch();
  }

  base::Result<std::string> finish() {
    TRY(finish_batch());
    if (purged_) {
      TRY(records_.erase_traces({}));
    } else if (now_ >= many_changes) {
      TRY(records_.fold_words({}));
    }
    return base::format(
        "{} changes brought in, {} were there already, {} refused\n", now_, before_, refused_);
  }

  bool refused_any() const { return refused_ > 0; }

 private:
  base::Result<void> finish_batch() {
    std::vector<ExportedChange> changes;
    for (Line& line : batch_)
      changes.push_back(std::move(line.change));
    const auto results = TRY(records_.import_changes({}, changes));
    for (std::size_t at = 0; at < results.size(); ++at) {
      if (!results[at]) {
        refuse(batch_[at].number, results[at].error());
      } else if (*results[at] == Applied::now) {
        ++now_;
        purged_ = purged_ || changes[at].kind == ChangeKind::purged;
      } else {
        ++before_;
      }
    }
    batch_.clear();
    return {};
  }

  void refuse(std::size_t number, const base::Error& error) {
    ++refused_;
    std::fprintf(stderr, "line %zu: %s\n", number, error.message.c_str());
  }

  RecordStore& records_;
  std::vector<Line> batch_;
  std::unordered_map<std::string, std::int64_t> seen_;
  std::size_t now_ = 0;
  std::size_t before_ = 0;
  std::size_t refused_ = 0;
  bool purged_ = false;
};

int import_from(const Setting& setting, std::istream& stream) {
  const auto records = setting.memory->records();
  if (!records) return report(records.error());
  Import import(**records);
  std::size_t number = 0;
  for (Text line; read_line(stream, line);) {
    const auto taken = import.take(++number, line);
    if (!taken) return report(taken.error());
  }
  const bool is_whole = !stream.bad();
  const int code = report(import.finish());
  if (!is_whole) return report(base::unavailable("the input could not be read to its end"));
  return code == 0 && import.refused_any() ? 1 : code;
}

int import_file(const Setting& setting, const std::string& file) {
  if (file == "-") return import_from(setting, std::cin);
  std::ifstream stream(file);
  if (!stream)
    return report(base::invalid(file + ": cannot be read; name a file that export has made, or -"));
  return import_from(setting, stream);
}

}  // namespace

app::Command import_command(const Setting& setting) {
  return {
      .name = "import",
      .help = "Bring in an export; what is there already is left as it is",
      .options = {{.name = "file",
                   .help = "What export printed; - for standard input",
                   .positional = true,
                   .required = true,
                   .is_path = true}},
      .run = [setting](const app::Words& words) { return import_file(setting, words.at("file")); }};
}

}  // namespace memory
