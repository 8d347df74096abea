// Any text as a YAML file: a tree within the limits, or an error with a line.

#include "config/yaml.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"

static void look(const config::Node& node, std::size_t depth) {
  CHECK(depth <= config::depth_max + 1);
  CHECK(node.line() >= 1);
  CHECK(base::is_utf8(node.text()));
  for (const config::Node& item : node.items())
    look(item, depth + 1);
}

FUZZ_TARGET(input) {
  const auto node = config::parse_text(std::string(input), "team.yaml");
  if (!node) {
    CHECK(node.error().message.rfind("team.yaml", 0) == 0);
    return;
  }
  look(*node, 0);
}
