// Any bytes as text and as a member's name: always valid JSON, and valid UTF-8 comes back
// unchanged.

#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "json/document.hpp"
#include "json/writer.hpp"

FUZZ_TARGET(input) {
  json::Writer out;
  out.begin_object().member(input, input).key("list").begin_list().text(input).boolean(true);
  out.end_list().end_object();
  const auto document = json::parse(input == "list" ? json::quoted(input) : out.str());
  CHECK(document);
  if (input == "list" || !base::is_utf8(input)) return;
  CHECK(document->root().find(input).text() == input);
  CHECK(document->root().find("list").item(0).text() == input);
}
