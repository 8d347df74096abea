#include "app/command_line.hpp"

#include "support/catch.hpp"

using app::CommandLine;
using app::Ending;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

const app::Grammar& grammar() {
  static const app::Grammar grammar{
      .name = "tool",
      .description = "For tests.",
      .footer = "The end.",
      .options = {{.name = "team", .help = "A file.", .is_path = true}},
      .commands = {
          {.name = "list",
           .help = "Lists.",
           .options = {{.name = "limit", .help = "So many.", .fallback = "10", .range = {{1, 50}}},
                       {.name = "type", .help = "Only these.", .choices = {"red", "green"}},
                       {.name = "tag", .help = "Any.", .repeatable = true},
                       {.name = "all", .help = "Hidden ones too.", .is_flag = true},
                       {.name = "depth", .help = "With all.", .needs = "all"}},
           .run = {}},
          {.name = "put",
           .help = "Puts.",
           .options = {{.name = "place", .help = "Where.", .positional = true, .required = true},
                       {.name = "files",
                        .help = "What.",
                        .positional = true,
                        .repeatable = true,
                        .is_path = true}},
           .run = {}}}};
  return grammar;
}

std::variant<CommandLine, Ending> parsed(const std::vector<std::string>& words) {
  std::vector<const char*> argv{"tool"};
  for (const std::string& word : words)
    argv.push_back(word.c_str());
  return app::parse(grammar(), static_cast<int>(argv.size()), argv.data());
}

CommandLine line(const std::vector<std::string>& words) {
  auto result = parsed(words);
  if (const auto* ending = std::get_if<Ending>(&result)) FAIL(ending->errors);
  return std::get<CommandLine>(std::move(result));
}

std::string errors(const std::vector<std::string>& words) {
  const auto result = parsed(words);
  REQUIRE(std::holds_alternative<Ending>(result));
  const auto& ending = std::get<Ending>(result);
  CHECK(ending.exit_code == 2);
  CHECK(ending.output.empty());
  CHECK_THAT(ending.errors,
             StartsWith("tool: ") && EndsWith("Run with --help for more information.\n"));
  return ending.errors;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("the first command is meant if none is named, with all its fallbacks") {
  const CommandLine nothing = line({});
  CHECK(nothing.command->name == "list");
  CHECK(nothing.words.number("limit") == 10);
  CHECK(nothing.words.at("type").empty());
  CHECK_FALSE(nothing.words.has("all"));
  CHECK_FALSE(nothing.options.has("team"));
}

TEST_CASE("options are given in either spelling, those of all commands on both sides") {
  CHECK(line({"list", "--limit", "5"}).words.number("limit") == 5);
  CHECK(line({"list", "--limit=5"}).words.number("limit") == 5);
  CHECK(line({"--team", "a", "list"}).options.at("team") == "a");
  CHECK(line({"list", "--team", "a"}).options.at("team") == "a");
}

TEST_CASE("a flag is there or not") {
  CHECK(line({"list", "--all"}).words.has("all"));
  CHECK_FALSE(line({"list", "--all=false"}).words.has("all"));
}

TEST_CASE("what may be given several times keeps its words as they are") {
  CHECK(line({"list", "--tag", "a\nb", "--tag=c,d"}).words.all("tag") == Strings{"a\nb", "c,d"});
  const CommandLine put = line({"put", "here", "a b", "c"});
  CHECK(put.command->name == "put");
  CHECK(put.words.at("place") == "here");
  CHECK(put.words.all("files") == Strings{"a b", "c"});
  CHECK(line({"put", "here"}).words.all("files").empty());
}

TEST_CASE("what may be given once is refused a second time") {
  CHECK_THAT(errors({"list", "--limit", "1", "--limit", "2"}), Contains("--limit"));
  CHECK_THAT(errors({"list", "--tag", "a", "b"}), Contains("list: unexpected word b"));
}

TEST_CASE("a number is one in decimal and in range") {
  const std::string word = GENERATE("0", "51", "0x10", "1.5", "five", "", "99999999999", "5 ");
  CHECK_THAT(errors({"list", "--limit", word}), Contains("whole number from 1 to 50"));
}

TEST_CASE("a choice that is none is told with the nearest") {
  CHECK(line({"list", "--type", "red"}).words.at("type") == "red");
  CHECK_THAT(errors({"list", "--type", "gren"}),
             Contains("--type: gren is none of: red, green; did you mean green?"));
}

TEST_CASE("unknown commands and options are told with the nearest") {
  CHECK_THAT(errors({"lsit", "--limit", "5"}),
             Contains("unknown command lsit; did you mean list?"));
  CHECK_THAT(errors({"list", "--limt=5"}),
             Contains("unknown option --limt; did you mean --limit?"));
  CHECK_THAT(errors({"list", "--taem", "x"}), Contains("did you mean --team?"));
  CHECK_THAT(errors({"frobnicate"}), Contains("unknown command frobnicate\n"));
}

TEST_CASE("a misspelt option is told before what is missing without it") {
  CHECK_THAT(errors({"put", "--taem"}), Contains("--team"));
  CHECK_THAT(errors({"put"}), Contains("place is required"));
}

TEST_CASE("an option that needs another says so") {
  CHECK_THAT(errors({"list", "--depth", "1"}), Contains("--all"));
  CHECK(line({"list", "--all", "--depth", "1"}).words.at("depth") == "1");
}

TEST_CASE("help is printed for all and for a command, and is no failure") {
  const auto all = std::get<Ending>(parsed({"--help"}));
  CHECK(all.exit_code == 0);
  CHECK_THAT(all.output, Contains("Lists.") && Contains("--team FILE") && Contains("The end."));
  const auto one = std::get<Ending>(parsed({"list", "--help"}));
  CHECK_THAT(one.output, Contains("--limit 1..50=10") && Contains("--type red|green"));
  CHECK(one.errors.empty());
}
