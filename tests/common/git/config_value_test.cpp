#include "git/config_value.hpp"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

std::optional<std::string> origin(std::string_view text) {
  return git::first_config_value(text, "remote", "origin", "url");
}

}  // namespace

TEST_CASE("a config value is found however it is spelled") {
  const std::vector<std::pair<std::string, std::string>> spellings = {
      {"[remote \"origin\"]\n\turl = a:b\n", "a:b"},
      {"[REMOTE \"origin\"]\nURL=a:b", "a:b"},
      {"[remote \"origin\"] url = a:b\n", "a:b"},
      {"[remote \"origin\"]\r\n\turl = a:b\r\n", "a:b"},
      {"\xEF\xBB\xBF[remote \"origin\"]\nurl = a:b", "a:b"},
      {"[remote.origin]\nurl = a:b", "a:b"},
      {"[Remote.Origin]\nurl = a:b", "a:b"},
      {"[remote \"or\\igin\"]\nurl = a:b", "a:b"},
      {"# first\n; second\n[remote \"origin\"] # third\nurl = a:b ; fourth", "a:b"},
      {"[remote \"origin\"]\nurl = \"a:b # c\" # d", "a:b # c"},
      {"[remote \"origin\"]\nurl = \"  a:b \"", "  a:b "},
      {"[remote \"origin\"]\nurl = a:\\\nb", "a:b"},
      {"[remote \"origin\"]\nurl = a:\\\r\nb", "a:b"},
      {"[remote \"origin\"]\nurl = a\\\\b\\tc\\\"", "a\\b\tc\""},
      {"[remote \"origin\"]\nurl = a b   c   ", "a b   c"},
      {"[remote \"origin\"]\nfetch\nurl = a:b", "a:b"},
      {"[remote \"other\"]\nurl = no\n[remote \"origin\"]\nurl = a:b", "a:b"},
      {"[remote \"origin\"]\nfetch = x\n[core]\nurl = no\n[remote \"origin\"]\nurl = a:b", "a:b"},
      {"[remote \"origin\"]\nurl = a:b\nurl = second", "a:b"},
      {"[remote \"origin\"]\nurl = forgotten\nurl =\nurl = a:b", "a:b"},
  };
  for (const auto& [text, value] : spellings) {
    CAPTURE(text);
    CHECK(origin(text) == value);
  }
}

TEST_CASE("what is not the wanted value is not taken for it") {
  for (const std::string text : {"",
                                 "url = a",
                                 "[remote]\nurl = a",
                                 "[remote \"Origin\"]\nurl = a",
                                 "[remote \"origin2\"]\nurl = a",
                                 "[remotes \"origin\"]\nurl = a",
                                 "[remote \"origin\"]\nurl",
                                 "[remote \"origin\"]\nurl =",
                                 "[remote \"origin\"]\n#url = a",
                                 "[remote \"origin\"]\npushurl = a",
                                 "[remote \"origin\"]\nx = \\\nurl = a"}) {
    CAPTURE(text);
    CHECK_FALSE(origin(text));
  }
}

TEST_CASE("lines that git would refuse are skipped") {
  for (const std::string broken : {"[remote \"origin\n",
                                   "[remote \"origin\"\n",
                                   "[\n",
                                   "[]\n",
                                   "= x\n",
                                   "key = \"open\n",
                                   "key = \\x\n",
                                   "key key = 1\n",
                                   "\x01\x02\n",
                                   "]]]\n"}) {
    CAPTURE(broken);
    CHECK(origin(broken + "[remote \"origin\"]\n" + broken + "url = a:b\n") ==
          (broken.starts_with("[") ? std::nullopt : std::optional<std::string>("a:b")));
    CHECK(origin(broken + "[remote \"origin\"]\nurl = a:b\n" + broken) == "a:b");
  }
}

TEST_CASE("any cut and any changed byte of a config is read to an end") {
  const std::string text = "[remote \"origin\"] # c\n\turl = \"a\\\"b\" \\\n c ; d\n[core]\n x\n";
  for (std::size_t at = 0; at < text.size(); ++at) {
    origin(text.substr(0, at));
    for (const char c : {'\\', '"', '[', ']', '\n', '=', '\0', '\xFF'}) {
      std::string changed = text;
      changed[at] = c;
      origin(changed);
    }
  }
  CHECK(origin(text) == "a\"b  c");
}
