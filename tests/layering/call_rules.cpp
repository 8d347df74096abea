#include <algorithm>

#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

enum class Where { everywhere, product };

struct Ban {
  std::string_view words;  ///< separated by spaces
  std::string_view reason;
  std::string_view allowed;  ///< files or folders (ending in /), separated by spaces
  Where where = Where::everywhere;
  bool only_calls = true;
};

constexpr Ban bans[] = {
    {"cout cerr clog",
     "stdout belongs to the protocol, stderr to base::log",
     "common/app/",
     Where::product,
     false},
    {"printf fprintf puts fputs putchar vprintf",
     "stdout belongs to the protocol, stderr to base::log",
     "common/app/ common/base/check.hpp mcp-memory/commands.cpp mcp-memory/commands/ "
     "mcp-runlog/commands/",
     Where::product},
    {"sleep usleep nanosleep sleep_for sleep_until",
     "wait for what happens, not for time to pass",
     "common/sqlite/bells.cpp common/spool/spool.cpp tests/support/ "
     "tests/sample_server/waiting_tools.cpp"},
    {"detach", "a thread has an owner that joins it", ""},
    {"system popen", "no shell: start a program by its arguments", "", Where::product},
    {"strcpy strncpy strcat strncat sprintf vsprintf gets", "use std::string and base::format", ""},
    {"getenv secure_getenv",
     "read the environment through base::env",
     "common/base/env.cpp tests/support/"},
    {"setenv putenv unsetenv", "this process never changes its environment", "", Where::product},
    {"endl", "write '\\n': a flush is a decision of its own", "", Where::everywhere, false},
    {"nlohmann",
     "only json parses and dumps: it holds the limits and catches",
     "common/json/ tests/common/json/ tests/bench/floor.cpp tests/bench/http_floor.cpp "
     "tests/fuzz/json_parse.cpp",
     Where::everywhere,
     false},
    {"new delete",
     "memory has an owner: a value, a container or std::make_unique",
     "",
     Where::everywhere,
     false},
    {"rand srand", "use getrandom or <random>", ""},
};

std::vector<std::string_view> words_of(std::string_view spaced_list) {
  std::vector<std::string_view> words;
  while (!(spaced_list = trimmed(spaced_list)).empty()) {
    words.push_back(spaced_list.substr(0, std::min(spaced_list.find(' '), spaced_list.size())));
    spaced_list.remove_prefix(words.back().size());
  }
  return words;
}

bool applies(const Ban& ban, const File& file) {
  if (!is_source(file.path)) return false;
  if (ban.where == Where::product && !is_product(file.path)) return false;
  const auto allowed = words_of(ban.allowed);
  return std::none_of(allowed.begin(), allowed.end(), [&](std::string_view place) {
    return file.path.starts_with(place);
  });
}

bool is_call(std::string_view code, std::size_t end) {
  return trimmed(code.substr(end, 8)).starts_with('(');
}

/// `= delete` and `operator new` declare; `#include <new>` names a header.
bool declares(std::string_view code, std::size_t at, std::string_view word) {
  const std::string_view before = trimmed(code.substr(0, at));
  return (before.ends_with('=') && word == "delete") || before.ends_with("operator") ||
         before.ends_with("include <");
}

void find_calls(const Ban& ban, const File& file, const std::string& code, Violations& violations) {
  for (const std::string_view word : words_of(ban.words)) {
    for (const std::size_t at : find_word(code, word)) {
      if (ban.only_calls ? !is_call(code, at + word.size()) : declares(code, at, word)) continue;
      violations.push_back(
          {file.path, line_at(code, at), std::string(word) + ": " + std::string(ban.reason)});
    }
  }
}

}  // namespace

Violations banned_calls(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    const std::string code = code_of(file.text);
    for (const Ban& ban : bans) {
      if (applies(ban, file)) find_calls(ban, file, code, violations);
    }
  }
  return violations;
}

Violations catch_alls(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    if (!is_source(file.path)) continue;
    const auto lines = lines_of(file.text);
    const std::string code = code_of(file.text);
    for (std::size_t at = code.find("catch (...)"); at != std::string::npos;
         at = code.find("catch (...)", at + 1)) {
      const std::size_t line = line_at(code, at);
      const std::size_t last = std::min(line + 1, lines.size());
      const bool explained = std::any_of(
          lines.begin() + static_cast<std::ptrdiff_t>(line) - 1,
          lines.begin() + static_cast<std::ptrdiff_t>(last),
          [](std::string_view text) { return text.find("// ") != std::string_view::npos; });
      if (!explained)
        violations.push_back(
            {file.path,
             line,
             "catch (...) needs a comment that says why, on its line or the next"});
    }
  }
  return violations;
}

}  // namespace layering
