#include <array>

#include "tests/sample_server/sample.hpp"

namespace sample {
namespace {

enum class Mode { plain, sized, colored };

std::span<const std::string_view> names_of(Mode) {
  static constexpr std::array<std::string_view, 3> names = {"plain", "sized", "colored"};
  return names;
}

struct Point {
  int x = 0;
  int y = 0;
  std::optional<std::string> label;
};

const json::Shape<Point>& shape_of(const Point*) {
  static const json::Shape<Point> shape{
      {json::field("x", &Point::x, "From the left.").between(-100, 100),
       json::field("y", &Point::y, "From the top.").between(-100, 100),
       json::field("label", &Point::label, "What stands there.").characters(1, 10)}};
  return shape;
}

struct Shapes {
  std::string title;
  int count = 1;
  std::int64_t serial = 0;
  bool filled = false;
  double ratio = 1.5;
  Mode mode = Mode::plain;
  std::optional<int> size;
  std::optional<std::string> color;
  std::vector<std::string> tags;
  Point origin;
  std::optional<Point> center;
  std::vector<Point> corners;
};

json::Form letters_only() {
  return {.words = "lower-case letters",
          .keyword = "pattern",
          .keyword_value = "^[a-z]+$",
          .accepts = [](std::string_view text) {
            return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
          }};
}

const json::Shape<Shapes>& shape_of(const Shapes*) {
  static const json::Shape<Shapes> shape{{
      json::field("title", &Shapes::title, "Two to twelve characters.").characters(2, 12),
      json::field("count", &Shapes::count, "One to ten.").between(1, 10).defaulted(),
      json::field("serial", &Shapes::serial, "Any 64-bit integer.").defaulted(),
      json::field("filled", &Shapes::filled, "Yes or no.").defaulted(),
      json::field("ratio", &Shapes::ratio, "Any number.").defaulted(),
      json::field("mode", &Shapes::mode, "What is drawn.").defaulted(),
      json::field("size", &Shapes::size, "Of what is sized.")
          .between(1, 9)
          .only_when("mode", {"sized"})
          .required_when("mode", {"sized"}),
      json::field("color", &Shapes::color, "Of what is colored or sized.")
          .only_when("mode", {"colored", "sized"})
          .choices_when("mode", "colored", {"red", "green"}),
      json::field("tags", &Shapes::tags, "Up to three words.")
          .characters(1, 8)
          .entries(0, 3)
          .form(letters_only()),
      json::field("origin", &Shapes::origin, "Where it begins."),
      json::field("center", &Shapes::center, "Where its middle is."),
      json::field("corners", &Shapes::corners, "Up to four points.").entries(0, 4),
  }};
  return shape;
}

}  // namespace

mcp::Tool shapes_tool() {
  return mcp::tool<Shapes>(
      {.name = "shapes",
       .title = "Shapes",
       .description = "Takes every kind of argument and gives them back.",
       .effects = {.read_only = true},
       .output_schema = json::schema(shape_of(static_cast<const Shapes*>(nullptr)).rule())},
      shape_of(static_cast<const Shapes*>(nullptr)),
      [](const Shapes& shapes, mcp::Call&) {
        return mcp::json_reply(shape_of(static_cast<const Shapes*>(nullptr)).dump(shapes));
      });
}

}  // namespace sample
