// Objects inside of arguments: kept as text for another shape, or described elsewhere.

#include "json/fields.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using json::field;

namespace {

struct Record {
  std::string title;
  std::optional<std::string> note;
};

const json::Shape<Record>& shape_of(const Record*) {
  static const json::Shape<Record> shape{
      {field("title", &Record::title).characters(1, 9), field("note", &Record::note)}};
  return shape;
}

const json::Shape<Record>& record_shape() {
  return shape_of(static_cast<const Record*>(nullptr));
}

/// As a tool that changes a record: the handler knows the members that may be set.
struct Update {
  std::string id;
  json::Object set;
  std::optional<json::Object> more = {};
};

const json::Shape<Update>& update_shape() {
  static const json::Shape<Update> shape{{field("id", &Update::id).characters(1, 3),
                                          field("set", &Update::set, "Members of a record."),
                                          field("more", &Update::more)}};
  return shape;
}

/// As a tool that replaces a record: what may be written is known before.
struct Replace {
  std::string id;
  Record record;
};

const json::Shape<Replace>& replace_shape() {
  static const json::Shape<Replace> shape{
      {field("id", &Replace::id).characters(1, 3),
       field("record", &Replace::record, "As write_record takes it.").described_elsewhere()}};
  return shape;
}

template <class S>
std::variant<S, json::Rejection> decoded(const json::Shape<S>& shape, const std::string& text) {
  const auto document = json::parse(text);
  if (!document) FAIL(text << ": " << document.error().message);
  return shape.decode(document->root());
}

Update update(const std::string& text) {
  return std::get<Update>(decoded(update_shape(), text));
}

std::vector<std::string> pointers(const json::Rejection& rejection) {
  std::vector<std::string> found;
  for (const json::Violation& violation : rejection.violations)
    found.push_back(violation.pointer);
  return found;
}

}  // namespace

TEST_CASE("the schema of an object for later says that it is one, and no more") {
  CHECK_THAT(json::schema(update_shape().rule()),
             Contains(R"("set":{"type":"object","description":"Members of a record."})"));
  CHECK_THAT(json::schema(update_shape().rule()), Contains(R"("required":["id","set"])"));
  CHECK_THAT(json::schema(replace_shape().rule()),
             Contains(R"("record":{"type":"object","description":"As write_record takes it."})"));
}

TEST_CASE("an object for later is kept as it came, null and empty members too") {
  const std::string set = R"({"title":null,"tags":[],"note":"","deep":{"a":[null,1.5]}})";
  CHECK(update(R"({"id":"a","set":)" + set + "}").set.text == set);
  CHECK(update(R"({"id":"a","set":{}})").set.text == "{}");
  CHECK(update_shape().dump(update(R"({"id":"a","set":)" + set + "}")) ==
        R"({"id":"a","set":)" + set + "}");
}

TEST_CASE("an object for later that was sent as text is taken for what it spells") {
  CHECK(update(R"({"id":"a","set":"{\"title\":null}"})").set.text == R"({"title":null})");
  CHECK(update(R"("{\"id\":\"a\",\"set\":\"{\\\"title\\\":null}\"}")").set.text ==
        R"({"title":null})");
}

TEST_CASE("an object for later that need not be given may be absent or null") {
  CHECK_FALSE(update(R"({"id":"a","set":{}})").more);
  CHECK_FALSE(update(R"({"id":"a","set":{},"more":null})").more);
  CHECK(update(R"({"id":"a","set":{},"more":{"a":1}})").more->text == R"({"a":1})");
  CHECK(update_shape().dump(Update{"a", {}, {}}) == R"({"id":"a"})");
}

TEST_CASE("what is no object is refused, and what else was given is kept in the suggestion") {
  const std::string given = GENERATE("[1]", "7", "null", "\"text\"", "\"[1]\"", "\"{\"");
  const auto refused = decoded(update_shape(), R"({"id":"a","set":)" + given + "}");
  CHECK(pointers(std::get<json::Rejection>(refused)) == std::vector<std::string>{"/set"});
  CHECK(std::get<json::Rejection>(refused).suggestion == R"({"id":"a","set":{}})");
  const auto long_id = decoded(update_shape(), R"({"id":"abcd","set":{"title":null,"n":[1]}})");
  CHECK(std::get<json::Rejection>(long_id).suggestion ==
        R"({"id":"abc","set":{"title":null,"n":[1]}})");
}

TEST_CASE(
    "an object as deep as a message may be still reaches its shape, a deeper one is refused") {
  const auto nested = [](std::size_t depth) {
    return R"({"a":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(update(R"({"id":"a","set":)" + nested(62) + "}").set.text == nested(62));
  const auto as_text = [&](std::size_t depth) {
    return decoded(update_shape(), R"({"id":"a","set":)" + json::quoted(nested(depth)) + "}");
  };
  CHECK(std::holds_alternative<Update>(as_text(62)));
  CHECK(std::holds_alternative<json::Rejection>(as_text(63)));
  CHECK(std::holds_alternative<json::Rejection>(as_text(70)));
}

TEST_CASE("another shape decodes the object") {
  const Update given = update(R"({"id":"a","set":{"title":"x","note":null}})");
  const auto record = record_shape().decode(given.set);
  REQUIRE(std::holds_alternative<Record>(record));
  CHECK(std::get<Record>(record).title == "x");
  const auto nothing = record_shape().decode(json::Object{});
  CHECK(std::holds_alternative<json::Rejection>(nothing));
}

TEST_CASE("what another shape rejects is told from the root of the arguments") {
  const Update given = update(R"({"id":"a","set":{"title":"0123456789","nte":"n"}})");
  auto rejection = std::get<json::Rejection>(record_shape().decode(given.set));
  rejection = json::within("set", std::move(rejection), update_shape().dump(given));
  CHECK(pointers(rejection) == std::vector<std::string>{"/set/title", "/set/nte"});
  CHECK(rejection.suggestion == R"({"id":"a","set":{"title":"012345678","note":"n"}})");
}

TEST_CASE(
    "a rejection within a member keeps its place, escapes its name and adds what is missing") {
  const json::Rejection inner{{{"", "x"}, {"/b", "y"}}, "{}"};
  CHECK(json::within("a", inner, R"({"a":1,"z":null})").suggestion == R"({"a":{},"z":null})");
  CHECK(json::within("a", inner, R"({"z":2})").suggestion == R"({"z":2,"a":{}})");
  CHECK(json::within("a", inner, GENERATE("", "[1]", "oops")).suggestion == R"({"a":{}})");
  CHECK(pointers(json::within("a/b", inner, "{}")) == std::vector<std::string>{"/a~1b", "/a~1b/b"});
}

TEST_CASE("an object that is described elsewhere is checked with the rest of the arguments") {
  const auto result = decoded(replace_shape(), R"({"id":"abcd","record":{"titel":"x"}})");
  const auto& rejection = std::get<json::Rejection>(result);
  CHECK(pointers(rejection) == std::vector<std::string>{"/id", "/record/title", "/record/titel"});
  CHECK(rejection.suggestion == R"({"id":"abc","record":{"title":"x"}})");
  const auto replaced =
      decoded(replace_shape(), R"({"id":"a","record":"{\"title\":\"x\",\"note\":null}"})");
  CHECK(std::get<Replace>(replaced).record.title == "x");
}
