#include "app/command_line.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include <CLI/CLI.hpp>

#include "base/format.hpp"
#include "base/text.hpp"

namespace app {
namespace {

std::string meant(std::string_view word, const std::vector<std::string>& candidates) {
  const auto nearest = base::nearest(word, candidates);
  return nearest ? base::format("; did you mean {}?", *nearest) : std::string();
}

/// Stricter than CLI::Range, which takes 0x10 for 16.
std::string range_reason(const std::string& word, std::pair<int, int> range) {
  int number = 0;
  const char* end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= range.first && number <= range.second)
    return {};
  return base::format("{} is no whole number from {} to {}", word, range.first, range.second);
}

std::string choice_reason(const std::string& word, const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return {};
  return base::format("{} is none of: {}{}", word, base::join(choices, ", "), meant(word, choices));
}

/// What stands for the word of the option in the help.
std::string word_name(const Option& option) {
  constexpr std::size_t choices_bytes_max = 60;
  if (option.range) return base::format("{}..{}", option.range->first, option.range->second);
  std::string choices = base::join(option.choices, "|");
  if (!choices.empty() && choices.size() <= choices_bytes_max) return choices;
  return option.is_path ? "FILE" : "TEXT";
}

void add_option(CLI::App& cli, const Option& option) {
  if (option.is_flag) {
    cli.add_flag(spelled(option), option.help);
    return;
  }
  CLI::Option* added = cli.add_option(spelled(option), CLI::callback_t{}, option.help);
  added->type_name(word_name(option))->default_str(option.fallback)->required(option.required);
  if (option.repeatable) {
    added->expected(1, CLI::detail::expected_max_vector_size);
    added->allow_extra_args(option.positional);
  }
  if (option.range) {
    const auto range = *option.range;
    added->check([range](const std::string& word) { return range_reason(word, range); });
  }
  if (!option.choices.empty()) {
    added->check([choices = option.choices](const std::string& word) {
      return choice_reason(word, choices);
    });
  }
}

void add_options(CLI::App& cli, const std::vector<Option>& options) {
  for (const Option& option : options)
    add_option(cli, option);
  for (const Option& option : options) {
    if (!option.needs.empty())
      cli.get_option(spelled(option))->needs(cli.get_option("--" + option.needs));
  }
}

Words words_of(const CLI::App& cli, const std::vector<Option>& options) {
  Words words;
  for (const Option& option : options) {
    words.declare(option.name, option.fallback);
    const CLI::Option* parsed = cli.get_option(spelled(option));
    const bool is_off = option.is_flag && parsed->count() > 0 && !parsed->as<bool>();
    if (parsed->count() > 0 && !is_off) words.give(option.name, parsed->results());
  }
  return words;
}

const Command* named(const CLI::App& cli, const Grammar& grammar) {
  for (const Command& command : grammar.commands) {
    if (cli.got_subcommand(command.name)) return &command;
  }
  return nullptr;
}

std::vector<std::string> spelled_options(const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options) {
    if (!option.positional) names.push_back(spelled(option));
  }
  return names;
}

/// Why a word has no place in the command line.
std::string misplaced(const std::string& word, const Command* command, const Grammar& grammar) {
  if (word.starts_with("-")) {
    std::vector<std::string> known = spelled_options(grammar.options);
    const auto own = command ? spelled_options(command->options) : std::vector<std::string>();
    known.insert(known.end(), own.begin(), own.end());
    const std::string name = word.substr(0, word.find('='));
    return base::format("unknown option {}{}", name, meant(name, known));
  }
  if (command != nullptr) return base::format("{}: unexpected word {}", command->name, word);
  std::vector<std::string> names;
  for (const Command& known : grammar.commands)
    names.push_back(known.name);
  return base::format("unknown command {}{}", word, meant(word, names));
}

/// A word that is misspelt is often the very one that is missing, so it is told first.
std::string reason(const CLI::App& cli, const CLI::ParseError& error, const Grammar& grammar) {
  const int code = error.get_exit_code();
  const bool is_about_words = code == static_cast<int>(CLI::ExitCodes::ExtrasError) ||
                              code == static_cast<int>(CLI::ExitCodes::RequiredError);
  const auto left = cli.remaining(true);
  if (!is_about_words || left.empty()) return error.what();
  return misplaced(left.front(), named(cli, grammar), grammar);
}

Ending ending(const CLI::App& cli, const CLI::ParseError& error, const Grammar& grammar) {
  std::ostringstream output;
  std::ostringstream ignored;
  if (cli.exit(error, output, ignored) == 0) return {0, output.str(), {}};
  return {2,
          {},
          base::format("{}: {}\nRun with --help for more information.\n",
                       grammar.name,
                       reason(cli, error, grammar))};
}

}  // namespace

std::string spelled(const Option& option) {
  return option.positional ? option.name : "--" + option.name;
}

std::variant<CommandLine, Ending> parse(const Grammar& grammar, int argc, const char* const* argv) {
  CLI::App cli(grammar.description, grammar.name);
  add_options(cli, grammar.options);
  cli.require_subcommand(0, 1);
  cli.fallthrough();
  cli.footer(grammar.footer);
  for (const Command& command : grammar.commands)
    add_options(*cli.add_subcommand(command.name, command.help), command.options);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ending(cli, error, grammar);
  }
  const Command* command = named(cli, grammar);
  if (command == nullptr) command = &grammar.commands.front();
  return CommandLine{command,
                     words_of(*cli.get_subcommand(command->name), command->options),
                     words_of(cli, grammar.options)};
}

}  // namespace app
