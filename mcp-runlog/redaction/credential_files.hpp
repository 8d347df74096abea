#pragma once
// Files that exist to hold credentials: of them no content is stored, whatever it looks like.
// Judged by their names; no file is touched.

#include <string>
#include <string_view>
#include <vector>

namespace runlog {

class CredentialFiles {
 public:
  /// `globs` are added to the list of credential_files.cpp. As in a shell without regard to case,
  /// but * also goes over slashes. One without a slash is for the last name of a path, any other
  /// for the whole path or what follows a slash in it.
  explicit CredentialFiles(std::vector<std::string> globs) : globs_(std::move(globs)) {}

  bool has(std::string_view path) const;

 private:
  std::vector<std::string> globs_;
};

}  // namespace runlog
