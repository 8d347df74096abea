// Random events: a secret gets in nowhere, and a second pass changes nothing.

#include "common/json/random_values.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/world.hpp"

namespace {

using redaction_world::event_with_body;
using redaction_world::World;
using runlog::Event;

/// Scalars that are secrets, names that promise some, marks, and what cuts them.
std::string piece(random_values::Source& source,
                  const std::vector<redaction_world::Secret>& secrets) {
  static const std::vector<std::string> around{"",
                                               " ",
                                               "\n",
                                               "password=",
                                               "token: ",
                                               "\"",
                                               "\\",
                                               "\xE2\x80\x8B",
                                               "[redacted:",
                                               "[redacted:token:0123456789abcdef]",
                                               "[redacted:file-1-bytes:0123456789abcdef]",
                                               "Cookie: a=",
                                               "://u:",
                                               "@h/",
                                               "{\"password\":\"x\"}"};
  std::string made;
  const std::size_t pieces = source.below(5);
  for (std::size_t at = 0; at < pieces; ++at) {
    made += source.one_of(around);
    if (source.chance(40)) made += "\n" + secrets[source.below(secrets.size())].written + "\n";
    if (source.chance(2)) made += std::string(source.below(90'000), 'x');
  }
  return made;
}

std::string body(random_values::Source& source,
                 const std::vector<redaction_world::Secret>& secrets,
                 int depth) {
  static const std::vector<std::string> names{
      "password", "authorization", "output", "file_path", "content", "name", "value", "text"};
  json::Writer out;
  std::set<std::string> used;
  out.begin_object();
  for (std::size_t at = source.below(5); at > 0; --at) {
    const std::string name = source.chance(90) ? source.one_of(names) : piece(source, secrets);
    if (!used.insert(name).second) continue;
    out.key(name);
    if (depth > 0 && source.chance(30)) {
      const std::string inner = body(source, secrets, depth - 1);
      out.raw(source.chance(50) ? inner : json::quoted(inner));
    } else if (source.chance(10)) {
      out.text("/app/.env");
    } else if (source.chance(70)) {
      out.text(piece(source, secrets));
    } else {
      out.raw(source.value(2));
    }
  }
  return out.end_object().take();
}

TEST_CASE("whatever an event holds, no secret gets in, and a second pass changes nothing") {
  const World world("redact: {patterns: ['line [0-9]+', '(?:x{3})(y)']}\n");
  const auto redactor = world.redactor();
  const auto secrets = redaction_world::secrets();
  random_values::Source source(17);
  for (int round = 0; round < 400; ++round) {
    Event event = event_with_body(body(source, secrets, 3));
    event.title = piece(source, secrets);
    event.actor = piece(source, secrets);
    event.stream = piece(source, secrets);
    if (source.chance(10)) event.file_path = "conf/server.key";
    CAPTURE(round);
    const Event once = redactor.redacted(event);
    const std::string line = runlog::event_line(once);
    for (const auto& secret : secrets) {
      CAPTURE(secret.name);
      REQUIRE(line.find(secret.secret) == std::string::npos);
    }
    REQUIRE(redactor.redacted(once) == once);
    REQUIRE(once.body_json.size() <= runlog::limits::body_bytes_max);
    const auto document = json::parse(once.body_json);
    REQUIRE(document);
    REQUIRE(document->root().dump() == once.body_json);
    const auto read = runlog::read_event_line(line);
    REQUIRE(read);
    REQUIRE(*read == once);
  }
}

TEST_CASE("a text is redacted once") {
  const World world;
  const auto redactor = world.redactor();
  const auto secrets = redaction_world::secrets();
  random_values::Source source(5);
  for (int round = 0; round < 1500; ++round) {
    const std::string text = piece(source, secrets) + source.value(2) + piece(source, secrets);
    const std::string once = redactor.redacted(text);
    CAPTURE(text, once);
    REQUIRE(redactor.redacted(once) == once);
  }
}

}  // namespace
