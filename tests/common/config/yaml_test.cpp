#include "config/yaml.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "config/fields.hpp"
#include "support/catch.hpp"
#include "support/temporary_directory.hpp"

using Catch::Matchers::Contains;
using config::Kind;

namespace {

config::Node parsed(const std::string& text) {
  auto node = config::parse_text(text, "f.yaml");
  if (!node) FAIL(node.error().message);
  return std::move(node).value();
}

std::string refusal(const std::string& text) {
  const auto node = config::parse_text(text, "f.yaml");
  return node ? "accepted" : node.error().message;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t count = 0; count < times; ++count)
    all += text;
  return all;
}

}  // namespace

TEST_CASE("a YAML file is a tree that knows its lines") {
  const config::Node root =
      parsed("# comment\nname: devbot\nlist:\n  - 0123\n  - {a: yes}\nempty:\n");
  REQUIRE(root.kind() == Kind::map);
  CHECK(root.line() == 2);
  CHECK(root.keys() == std::vector<std::string>{"name", "list", "empty"});
  CHECK(root.find("name")->text() == "devbot");
  const config::Node& list = *root.find("list");
  REQUIRE(list.kind() == Kind::list);
  REQUIRE(list.items().size() == 2);
  CHECK(list.items()[0].text() == "0123");
  CHECK(list.items()[0].line() == 4);
  CHECK(list.items()[1].find("a")->text() == "yes");
  CHECK(list.items()[1].find("a")->line() == 5);
  CHECK(root.find("empty")->kind() == Kind::nothing);
  CHECK(root.find("absent") == nullptr);
  CHECK(list.find("name") == nullptr);
}

TEST_CASE("texts keep what was written") {
  const config::Node root =
      parsed("a: \"null\"\nb: ~\nc: 'it''s'\nd: |\n  two\n  lines\ne: \"\"\nf: \"\\u00e9\"\n");
  CHECK(root.find("a")->text() == "null");
  CHECK(root.find("b")->kind() == Kind::nothing);
  CHECK(root.find("c")->text() == "it's");
  CHECK(root.find("d")->text() == "two\nlines\n");
  CHECK(root.find("e")->kind() == Kind::text);
  CHECK(root.find("f")->text() == "\xC3\xA9");
}

TEST_CASE("an empty file is nothing") {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    CAPTURE(text);
    CHECK(parsed(text).kind() == Kind::nothing);
  }
}

TEST_CASE("what is refused is refused with its line") {
  const std::vector<std::pair<std::string, std::string>> refusals = {
      {"a: 1\nb: 2\na: 3\n", "f.yaml:3: the key a appears twice"},
      {"a:\n  b: 1\n  b: 1\n", "f.yaml:3: the key b appears twice"},
      {"{a: 1, a: 2}", "f.yaml:1: the key a appears twice"},
      {"a: 1\nb: &x 2\n", "f.yaml:2: anchors"},
      {"a: &x [1]\n", "f.yaml:1: anchors"},
      {"a: 1\nb: !!str 2\n", "f.yaml:2: tags"},
      {"a: !thing {b: c}\n", "f.yaml:1: tags"},
      {"[1, 2]: a\n", "f.yaml:1: a key must be a text"},
      {"? {a: b}\n: c\n", "f.yaml:1: a key must be a text"},
      {"a: 1\n~: b\n", "f.yaml:2: a key must be a text"},
      {"a: 1\n---\nb: 2\n", "a second document"},
      {"a: [1, 2\n", "f.yaml:"},
      {"a: 1\n\tb: 2\n", "f.yaml:2: "},
      {"a: \"open\n", "f.yaml:"},
      {"a: 'open\n\n", "f.yaml:"},
      {"a: b: c\n", "f.yaml:1: "},
      {"a: 1\n b: 2\n", "f.yaml:2: "},
      {"a: *unknown\n", "f.yaml:1: "},
      {"a: \xFF\n", "f.yaml: not UTF-8"},
      {"\xFF\xFE"
       "a\0",
       "f.yaml: not UTF-8"},
      {"%YAML 9.9\n---\na: 1\n", "f.yaml:"},
  };
  for (const auto& [text, message] : refusals) {
    CAPTURE(text);
    CHECK_THAT(refusal(text), Contains(message));
  }
}

TEST_CASE("an alias bomb is refused at its first anchor") {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int level = 1; level < 40; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below + ", " +
            below + "]\n";
  }
  CHECK_THAT(refusal(bomb), Contains("f.yaml:1: anchors"));
  CHECK_THAT(refusal("a: &x [*x]\n"), Contains("anchors"));
}

TEST_CASE("nesting, keys and size are bounded") {
  CHECK(refusal(repeated("[", config::depth_max) + repeated("]", config::depth_max)) == "accepted");
  const std::size_t too_deep = config::depth_max + 1;
  CHECK_THAT(refusal(repeated("[", too_deep) + repeated("]", too_deep)),
             Contains("nested deeper than 32"));
  CHECK_THAT(refusal(repeated("{a: ", too_deep) + repeated("}", too_deep)),
             Contains("nested deeper than 32"));
  for (const char* opener : {"[", "{a: ", "{", "? ", "- [", "a: [", "[\n"}) {
    CAPTURE(opener);
    CHECK(refusal(repeated(opener, 100'000)) != "accepted");
  }
  CHECK_THAT(refusal(repeated("- ", 10'000)), Contains("nested deeper than 32"));
  std::string keys;
  for (std::size_t at = 0; at <= config::keys_max; ++at)
    keys += "k" + std::to_string(at) + ": 1\n";
  CHECK_THAT(refusal(keys), Contains("f.yaml:1025: more than 1024 keys"));
  CHECK_THAT(refusal(std::string(config::file_bytes_max + 1, '#')), Contains("larger than"));
}

TEST_CASE("any cut and any changed byte of a file is read to an end") {
  const std::string text = "a: [1, {b: \"c\"}]\nd:\n  - e\n  - ? f\n    : |\n      g\n";
  for (std::size_t at = 0; at < text.size(); ++at) {
    CHECK_FALSE(refusal(text.substr(0, at)).empty());
    for (const char c : {'\0',
                         '\n',
                         '\t',
                         '"',
                         '\'',
                         '[',
                         '}',
                         ':',
                         '-',
                         '?',
                         '&',
                         '*',
                         '!',
                         '|',
                         '%',
                         '@',
                         '`'}) {
      std::string changed = text;
      changed[at] = c;
      CHECK_FALSE(refusal(changed).empty());
    }
  }
}

TEST_CASE("a message shows a hostile key on one short line") {
  const std::string message = refusal("\"x\\e[31m\\ny" + std::string(500, 'z') +
                                      "\": 1\n\"x\\e[31m\\ny" + std::string(500, 'z') + "\": 2\n");
  CHECK_THAT(message, Contains("appears twice"));
  CHECK(message.find_first_of("\n\x1B") == std::string::npos);
  CHECK(message.size() < 300);
}

TEST_CASE("files that cannot be read say why") {
  const support::TemporaryDirectory directory;
  const auto absent = config::parse_file(directory.path() / "absent.yaml");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().kind == base::ErrorKind::not_found);
  const auto folder = config::parse_file(directory.path());
  REQUIRE_FALSE(folder);
  CHECK_THAT(folder.error().message, Contains("not a regular file"));
  REQUIRE(::mkfifo((directory.path() / "pipe").c_str(), 0600) == 0);
  CHECK_FALSE(config::parse_file(directory.path() / "pipe"));
  const auto large = config::parse_file(directory.write("large.yaml", std::string(3'000'000, 'x')));
  REQUIRE_FALSE(large);
  CHECK_THAT(large.error().message, Contains("large.yaml: larger than 1048576 bytes"));
  const auto file = directory.write("good.yaml", "a: [b\n");
  const auto broken = config::parse_file(file);
  REQUIRE_FALSE(broken);
  CHECK_THAT(broken.error().message, Contains(file.string() + ":"));
  if (::geteuid() == 0) return;  // root reads everything
  std::filesystem::permissions(file, std::filesystem::perms::none);
  const auto forbidden = config::parse_file(file);
  REQUIRE_FALSE(forbidden);
  CHECK(forbidden.error().kind == base::ErrorKind::unavailable);
}

TEST_CASE("fields say what they must be") {
  const config::Node root = parsed("name: x\nlist: [a]\nnone:\nempty: ''\n");
  CHECK(*config::required_text(root, "name") == "x");
  CHECK((*config::required_list(root, "list"))->items().size() == 1);
  CHECK_FALSE(*config::optional_text(root, "none"));
  CHECK_FALSE(*config::optional_text(root, "absent"));
  CHECK(config::required_text(root, "list").error().message ==
        "f.yaml:2: list must be a text, not a list");
  CHECK(config::required_list(root, "name").error().message ==
        "f.yaml:1: name must be a list, not a text");
  CHECK_THAT(config::required_text(root, "none").error().message, Contains("none is missing"));
  CHECK_THAT(config::required_text(root, "empty").error().message,
             Contains("f.yaml:4: empty is missing"));
  CHECK_THAT(config::required_list(root, "absent").error().message,
             Contains("f.yaml:1: absent is missing"));
}

TEST_CASE("an unknown key is refused with the known one it resembles") {
  const config::Node root = parsed("name: x\nrol: y\n");
  CHECK(config::only_keys(root, {"name", "rol"}));
  const auto refused = config::only_keys(root, {"name", "role"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message ==
        "f.yaml:2: unknown key rol; did you mean role? allowed: name, role");
  CHECK_THAT(config::only_keys(root, {"name", "unlike"}).error().message,
             !Contains("did you mean"));
}
