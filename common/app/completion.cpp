#include "app/completion.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/text.hpp"

namespace app {
namespace {

// A place in the command line is written COMMAND:--OPTION for the word of an option, COMMAND:- for
// the name of one, and COMMAND:2 for the third positional word; the command is empty before its own
// word. The loop finds the place of the cursor, the cases below say what may stand there.

constexpr const char* start_of_script =
    R"bash(# Completes {0} in bash; printed by: {0} completion bash
{1}() {{
  local IFS=$' \t\n' current=${{COMP_WORDS[COMP_CWORD]}} command='' place='' position=0 at
  local words='' paths=''
  for ((at = 1; at < COMP_CWORD; ++at)); do
    case $command:${{COMP_WORDS[at]}} in
      {2})
        place=$command:${{COMP_WORDS[at]}}
        [[ ${{COMP_WORDS[at + 1]-}} == '=' ]] && ((++at))
        ((++at < COMP_CWORD)) && place=''
        ;;
      *:-*) ;;
      :*) command=${{COMP_WORDS[at]}} ;;
      *) ((++position)) ;;
    esac
  done
  [[ $current == '=' ]] && current=''
  if [[ ! $place ]]; then
    place=$command:$position
    [[ $current == -* ]] && place=$command:-
  fi
  case $place in
)bash";

constexpr const char* end_of_script = R"bash(  esac
  if [[ $paths ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  fi
}}
complete -F {0} {1}
)bash";

/// bash would expand other characters, or take them for the end of a word.
bool is_plain(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./+@").find(c) != std::string_view::npos;
  });
}

std::string case_of(const std::string& pattern, const std::vector<std::string>& words) {
  if (words.empty()) return base::format("    {}) ;;\n", pattern);
  CHECK(std::all_of(words.begin(), words.end(), is_plain));
  return base::format("    {}) words='{}' ;;\n", pattern, base::join(words, " "));
}

bool takes_word(const Option& option) {
  return !option.positional && !option.is_flag;
}

std::string case_of_word(const std::string& pattern, const Option& option) {
  if (option.is_path) return base::format("    {}) paths=1 ;;\n", pattern);
  return case_of(pattern, option.choices);
}

/// The words of options, for the command or, with *, for all.
std::string cases_of_options(const std::string& command, const std::vector<Option>& options) {
  std::string cases;
  for (const Option& option : options) {
    if (takes_word(option)) cases += case_of_word(command + ":" + spelled(option), option);
  }
  return cases;
}

std::string cases_of_positionals(const Command& command) {
  std::string cases;
  std::size_t position = 0;
  for (const Option& option : command.options) {
    if (!option.positional) continue;
    const std::string places = option.repeatable ? "[0-9]*" : std::to_string(position);
    ++position;
    if (option.is_path || !option.choices.empty())
      cases += case_of_word(command.name + ":" + places, option);
  }
  return cases;
}

std::vector<std::string> option_names(const std::vector<Option>& own, const Grammar& grammar) {
  std::vector<std::string> names{"--help"};
  for (const auto& options : {own, grammar.options}) {
    for (const Option& option : options) {
      if (!option.positional) names.push_back(spelled(option));
    }
  }
  return names;
}

/// Where nothing else can be said, a command offers its options.
std::string cases(const Grammar& grammar) {
  std::string cases = cases_of_options("*", grammar.options);
  std::vector<std::string> names;
  for (const Command& command : grammar.commands) {
    names.push_back(command.name);
    cases += cases_of_options(command.name, command.options) + cases_of_positionals(command);
    cases += case_of(command.name + ":*", option_names(command.options, grammar));
  }
  return cases + case_of(":-", option_names({}, grammar)) + case_of(":0", names);
}

std::vector<std::string> options_with_word(const Grammar& grammar) {
  std::vector<std::string> patterns;
  for (const Option& option : grammar.options) {
    if (takes_word(option)) patterns.push_back("*:" + spelled(option));
  }
  for (const Command& command : grammar.commands) {
    for (const Option& option : command.options) {
      if (takes_word(option)) patterns.push_back(command.name + ":" + spelled(option));
    }
  }
  return patterns;
}

}  // namespace

std::string bash_completion(const Grammar& grammar) {
  std::string function = "_" + grammar.name;
  std::replace(function.begin(), function.end(), '-', '_');
  return base::format(
             start_of_script, grammar.name, function, base::join(options_with_word(grammar), "|")) +
         cases(grammar) + base::format(end_of_script, function, grammar.name);
}

}  // namespace app
