#pragma once
// What an operator may say about the run log: runlog.yaml in the state directory.
//
//   redact:                      # beside what is redacted anyway
//     patterns:                  # regular expressions (RE2); of one with groups the first group
//     goes
//       - 'CUST-[0-9]{8}'
//       - 'licen[cs]e key: (\S+)'
//     names: [x-internal-id]     # members of JSON objects whose value is secret, in any case
//     paths: ["*.vault", deploy/secrets/*]  # files of which no content is stored: globs, where
//                                # * also goes over slashes; without a slash for the last name
//   retention:                   # a number with s, m, h, d or w; 0 or forever keeps
//     silent_run: 24h            # an open run that is silent for so long is closed as timed out
//     bodies: 30d                # of events, which themselves stay
//     logs: 30d                  # events of kind log and raw
//     events: 400d               # everything else
//   follow:                      # logs that `mcp-runlog ingest` follows when it is told none
//     - path: /var/log/deploy.log
//       agent: infrabot            # whose lines these are; nobody's if unsaid
//   expect: [hook, transcript]   # sources that every run should be told of by
//
// Every key may be left out. Relative paths begin at the directory of runlog.yaml. Unknown keys are
// refused. What is said of patterns holds from the next start on: events that are stored stay as
// they are.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "mcp-runlog/event.hpp"
#include "mcp-runlog/redaction/rules.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace runlog {

struct FollowedLog {
  std::filesystem::path path;
  std::string agent = {};

  friend bool operator==(const FollowedLog&, const FollowedLog&) = default;
};

struct Settings {
  RedactionRules redaction = {};
  Retention retention = {};
  std::vector<FollowedLog> follow = {};
  std::vector<Source> expect = {};  ///< each once
};

/// The defaults if there is no such file. invalid: file:line and what is allowed. unavailable: the
/// file, or what patterns need, cannot be read.
base::Result<Settings> read_settings(const std::filesystem::path& home);

}  // namespace runlog
