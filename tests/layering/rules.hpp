#pragma once
// The rules of this tree that no compiler checks, one function each. A rule reads files and answers
// with what breaks it; it touches neither disk nor clock, so its own test hands it a few lines of
// made-up source. Why each rule exists: docs/ARCHITECTURE.md.

#include <cstddef>
#include <string>
#include <vector>

namespace layering {

struct File {
  std::string path;  ///< relative to the root, with forward slashes
  std::string text;
};

using Files = std::vector<File>;

struct Violation {
  std::string file;
  std::size_t line;  ///< counted from 1; 0 means the file as a whole
  std::string reason;
};

using Violations = std::vector<Violation>;

// include_rules.cpp
Violations include_directions(const Files& files);
Violations third_party_headers(const Files& files);

// call_rules.cpp
Violations banned_calls(const Files& files);
Violations catch_alls(const Files& files);

// size_rules.cpp
Violations long_functions(const Files& files);
Violations long_files(const Files& files);
Violations size_percentiles(const Files& files);

// shape_rules.cpp
Violations header_openings(const Files& files);
Violations room_namespaces(const Files& files);
Violations own_header_first(const Files& files);
Violations types_of_one_name(const Files& files);

// build_rules.cpp
Violations room_targets(const Files& files);
Violations unbuilt_sources(const Files& files);

// text_rules.cpp
Violations dead_links(const Files& files);
Violations workplace_paths(const Files& files);
Violations secrets(const Files& files);

}  // namespace layering
