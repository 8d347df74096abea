#include "json/fields.hpp"

#include <array>

#include "common/json/random_values.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;
using json::field;

namespace {

enum class Color { red, green };

std::span<const std::string_view> names_of(Color) {
  static constexpr std::array<std::string_view, 2> names = {"red", "green"};
  return names;
}

struct Point {
  std::int64_t x = 0;
  std::int64_t y = 0;
};

const json::Shape<Point>& shape_of(const Point*) {
  static const json::Shape<Point> shape{{field("x", &Point::x), field("y", &Point::y)}};
  return shape;
}

struct Drawing {
  std::string name;
  Color color = Color::green;
  int width = 3;
  double scale = 1.5;
  bool filled = false;
  std::optional<std::string> note;
  std::optional<Color> border;
  std::vector<Point> points;
  std::vector<std::string> tags;
};

const json::Shape<Drawing>& drawing_shape() {
  static const json::Shape<Drawing> shape{{
      field("name", &Drawing::name, "What it is called.")
          .characters(1, 20)
          .example("\"a drawing\""),
      field("color", &Drawing::color).defaulted(),
      field("width", &Drawing::width, "In pixels.").between(1, 100).defaulted(),
      field("scale", &Drawing::scale).defaulted(),
      field("filled", &Drawing::filled).defaulted(),
      field("note", &Drawing::note).characters(1, 40),
      field("border", &Drawing::border).only_when("color", {"red"}),
      field("points", &Drawing::points).entries(0, 10),
      field("tags", &Drawing::tags).entries(0, 3).characters(1, 5),
  }};
  return shape;
}

std::variant<Drawing, json::Rejection> decoded(const std::string& text) {
  const auto document = json::parse(text);
  if (!document) FAIL(text << ": " << document.error().message);
  return drawing_shape().decode(document->root());
}

}  // namespace

TEST_CASE("what is left out keeps the struct's own value") {
  const auto drawing = std::get<Drawing>(decoded(R"({"name":"x"})"));
  CHECK(drawing.name == "x");
  CHECK(drawing.color == Color::green);
  CHECK(drawing.width == 3);
  CHECK(drawing.scale == 1.5);
  CHECK_FALSE(drawing.filled);
  CHECK_FALSE(drawing.note);
  CHECK(drawing.points.empty());
}

TEST_CASE("every field is written and read back") {
  Drawing drawing{"house",
                  Color::red,
                  7,
                  0.25,
                  true,
                  "n\"1",
                  Color::green,
                  {{1, -2}, {INT64_MAX, 0}},
                  {"a", "b"}};
  const std::string text = drawing_shape().dump(drawing);
  const auto again = std::get<Drawing>(decoded(text));
  CHECK(again.color == Color::red);
  CHECK(again.border == Color::green);
  CHECK(again.points[1].x == INT64_MAX);
  CHECK(drawing_shape().dump(again) == text);
}

TEST_CASE("fallbacks are the struct's own values") {
  const std::string schema = json::schema(drawing_shape().rule());
  const auto document = json::parse(schema);
  REQUIRE(document);
  const json::View properties = document->root().find("properties");
  CHECK(properties.find("color").find("default").text() == "green");
  CHECK(properties.find("width").find("default").integer() == 3);
  CHECK(properties.find("scale").find("default").number() == 1.5);
  CHECK_FALSE(properties.find("filled").find("default").boolean());
  CHECK(document->root().find("required").dump() == R"(["name"])");
}

TEST_CASE("a rejection tells all violations and a value that is accepted") {
  const auto result = decoded(R"({"naem":"x","width":0,"color":"gren","points":[{"x":1}]})");
  const auto& rejection = std::get<json::Rejection>(result);
  CHECK(rejection.violations.size() == 5);
  const auto accepted = decoded(rejection.suggestion);
  REQUIRE(std::holds_alternative<Drawing>(accepted));
  CHECK(std::get<Drawing>(accepted).name == "x");
  CHECK(std::get<Drawing>(accepted).color == Color::green);
}

TEST_CASE("an integer that does not fit the member is refused, not cut") {
  CHECK(std::holds_alternative<json::Rejection>(decoded(R"({"name":"x","width":4294967297})")));
  CHECK(std::holds_alternative<json::Rejection>(
      decoded(R"({"name":"x","points":[{"x":9223372036854775808,"y":0}]})")));
}

TEST_CASE("a condition on a field with a fallback looks at the fallback") {
  CHECK(std::holds_alternative<json::Rejection>(decoded(R"({"name":"x","border":"red"})")));
  CHECK(std::holds_alternative<Drawing>(decoded(R"({"name":"x","color":"red","border":"red"})")));
}

TEST_CASE("whatever is sent is decoded or refused with what would be accepted") {
  random_values::Source source(11);
  static const std::vector<std::string> names{
      "name", "color", "width", "scale", "filled", "note", "border", "points", "tags", "colour"};
  for (int round = 0; round < 4000; ++round) {
    json::Writer out;
    out.begin_object();
    for (const std::string& name : names)
      if (source.chance(60)) out.key(name).raw(source.value(3));
    const std::string text = source.chance(95) ? out.end_object().take() : source.value(3);
    const auto result = decoded(text);
    CAPTURE(text);
    if (const auto* rejection = std::get_if<json::Rejection>(&result)) {
      CAPTURE(rejection->suggestion);
      REQUIRE(std::holds_alternative<Drawing>(decoded(rejection->suggestion)));
    } else {
      const std::string written = drawing_shape().dump(std::get<Drawing>(result));
      REQUIRE(std::holds_alternative<Drawing>(decoded(written)));
    }
  }
}
