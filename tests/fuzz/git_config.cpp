// Any text as a git configuration file.

#include "fuzz/fuzz.hpp"
#include "git/config_value.hpp"

FUZZ_TARGET(input) {
  const auto url = git::first_config_value(input, "remote", "origin", "url");
  if (url) CHECK(url->size() <= input.size());
  (void)git::first_config_value(input, "core", "", "worktree");
}
