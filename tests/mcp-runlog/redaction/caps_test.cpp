#include "mcp-runlog/redaction/caps.hpp"

#include "json/writer.hpp"
#include "mcp-runlog/redaction/limits.hpp"
#include "mcp-runlog/redaction/world.hpp"

namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using redaction_world::event_with_body;
using redaction_world::World;
using runlog::Event;

const std::string mark = secrets::mark("token", "0123456789abcdef");

Event redacted(const std::string& body) {
  const World world;
  const auto redactor = world.redactor();
  const Event once = redactor.redacted(event_with_body(body));
  CHECK(once.body_json.size() <= runlog::limits::body_bytes_max);
  CHECK(redactor.redacted(once) == once);
  const auto document = json::parse(once.body_json);
  REQUIRE(document);
  CHECK(document->root().dump() == once.body_json);
  CHECK(runlog::read_event_line(runlog::event_line(once)));
  return once;
}

std::string body_of(const std::vector<std::pair<std::string, std::string>>& members) {
  json::Writer out;
  out.begin_object();
  for (const auto& [name, text] : members)
    out.member(name, text);
  return out.end_object().take();
}

std::string text_of(const Event& event, std::string_view name) {
  const auto document = json::parse(event.body_json);
  return std::string(document->root().find(name).text());
}

/// Prose, in which nothing looks like a secret.
std::string prose(std::size_t bytes) {
  std::string text;
  for (int line = 0; text.size() < bytes; ++line)
    text += "line " + std::to_string(line) + " of the build\n";
  text.resize(bytes);
  return text;
}

TEST_CASE("of a large body the largest texts lose their middle, and the rest stays") {
  const std::string body =
      body_of({{"command", "make all"}, {"stdout", prose(300'000)}, {"stderr", prose(2000)}});
  const Event event = redacted(body);
  CHECK(event.original_bytes == static_cast<std::int64_t>(body.size()));
  CHECK(text_of(event, "command") == "make all");
  CHECK(text_of(event, "stderr") == prose(2000));
  CHECK_THAT(text_of(event, "stdout"), StartsWith("line 0 of the build\nline 1 "));
  CHECK_THAT(text_of(event, "stdout"), EndsWith(prose(300'000).substr(299'000)));
  CHECK_THAT(text_of(event, "stdout"), Contains(" of 300000 bytes left out ...]\n"));
  CHECK(event.body_json.size() > runlog::limits::body_bytes_max - 1000);
}

TEST_CASE("two large texts come to one size") {
  const Event event = redacted(body_of({{"a", prose(300'000)}, {"b", prose(80'000)}}));
  const std::size_t a = text_of(event, "a").size();
  const std::size_t b = text_of(event, "b").size();
  CHECK(std::max(a, b) - std::min(a, b) < 200);
}

TEST_CASE("a body at its cap is not cut") {
  const std::string around = body_of({{"a", ""}});
  const std::string text = std::string(runlog::limits::body_bytes_max - around.size(), ' ');
  const Event whole = redacted(body_of({{"a", text}}));
  CHECK(text_of(whole, "a") == text);
  CHECK_FALSE(whole.original_bytes);
  const Event cut = redacted(body_of({{"a", text + " "}}));
  CHECK(cut.original_bytes == static_cast<std::int64_t>(runlog::limits::body_bytes_max + 1));
}

TEST_CASE("a body of very many small texts is kept as one text") {
  json::Writer out;
  out.begin_object().key("list").begin_list();
  for (int item = 0; item < 20'000; ++item)
    out.text("item " + std::to_string(item));
  const Event event = redacted(out.end_list().end_object().take());
  CHECK_THAT(text_of(event, "text"), StartsWith(R"({"list":["item 0","item 1",)"));
  CHECK_THAT(text_of(event, "text"), EndsWith(R"("item 19999"]})"));
}

TEST_CASE("texts that take more bytes in JSON than in memory fit too") {
  redacted(body_of({{"a", std::string(100'000, '"')}, {"b", std::string(100'000, '\n')}}));
  std::string umlauts;
  while (umlauts.size() < 200'000)
    umlauts += "\xC3\xA4\xE2\x82\xAC";
  redacted(body_of({{"a", umlauts}}));
}

TEST_CASE("hostile bodies become texts") {
  CHECK(text_of(redacted(std::string(5000, '[')), "text") == std::string(5000, '['));
  std::string deep;
  for (int depth = 0; depth < 60; ++depth)
    deep += R"({"a":)";
  deep += "1" + std::string(60, '}');
  CHECK(text_of(redacted(deep), "text") == deep);
  std::string wide = "{";
  for (int member = 0; member < 3000; ++member)
    wide += "\"m" + std::to_string(member) + "\":1,";
  wide.back() = '}';
  CHECK(text_of(redacted(wide), "text") == wide);
  CHECK(text_of(redacted(std::string(200'000, '\0') + "end"), "text") == "end");
  CHECK(text_of(redacted("\xFF\xFE\xC0\x80"), "text").empty());
}

TEST_CASE("the deepest body that is kept as it is fits into a line") {
  std::string deep;
  for (std::size_t depth = 0; depth < runlog::limits::body_depth_max; ++depth)
    deep += R"({"a":)";
  deep += "1" + std::string(runlog::limits::body_depth_max, '}');
  CHECK(redacted(deep).body_json == deep);
}

TEST_CASE("a cut leaves marks whole") {
  std::string text;
  while (text.size() < 1000)
    text += mark;
  for (std::size_t bytes = 128; bytes < 600; ++bytes) {
    const std::string cut = runlog::without_middle(text, bytes);
    CHECK(cut.size() <= bytes);
    const std::string head = cut.substr(0, cut.find("\n[..."));
    const std::string tail = cut.substr(cut.rfind('\n') + 1);
    CHECK(head.size() % mark.size() == 0);
    CHECK(tail.size() % mark.size() == 0);
  }
  CHECK(runlog::shortened_outside_marks(mark + mark, mark.size() + 10) == mark + "...");
  CHECK(runlog::cut_before_marks("ab" + mark, 20) == "ab");
}

TEST_CASE("fields are lines within their caps") {
  const World world;
  const auto redactor = world.redactor();
  Event event = event_with_body("{}");
  event.title = prose(10'000);
  event.tool = prose(10'000);
  event.file_path = prose(10'000);
  event.session_id = std::string(1000, 'a') + "1";
  event.stream = event.session_id;
  Event other = event;
  other.session_id = std::string(1000, 'a') + "2";
  event = redactor.redacted(event);
  CHECK(event.title.size() <= runlog::limits::title_bytes_max);
  CHECK_THAT(event.title, StartsWith("line 0 of the build line 1 ") && EndsWith("..."));
  CHECK(event.tool.size() <= runlog::limits::name_bytes_max);
  CHECK(event.file_path.size() <= runlog::limits::file_path_bytes_max);
  CHECK(event.session_id.size() == runlog::limits::id_bytes_max);
  CHECK(event.session_id != redactor.redacted(other).session_id);
  CHECK(event.stream.size() == runlog::limits::stream_bytes_max);
  CHECK(redactor.redacted(event) == event);
  CHECK(runlog::read_event_line(runlog::event_line(event)));
}

}  // namespace
