#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "base/format.hpp"
#include "base/text.hpp"
#include "tests/sample_server/sample.hpp"

namespace sample {
namespace {

struct Nothing {};

struct Text {
  std::string text = "echo";
};

struct Terms {
  std::int64_t a = 0;
  std::int64_t b = 0;
};

struct Size {
  int bytes = 0;
};

struct Words {
  int count = 0;
  std::vector<std::string> words;
};

const json::Shape<Nothing>& nothing() {
  static const json::Shape<Nothing> shape{{}};
  return shape;
}

const json::Shape<Words>& words_shape() {
  static const json::Shape<Words> shape{{json::field("count", &Words::count, "How many."),
                                         json::field("words", &Words::words, "Which.")}};
  return shape;
}

mcp::Tool echo() {
  return mcp::tool<Text>(
      {"echo", "Echo", "Says what you say.", {.read_only = true}},
      json::Shape<Text>{{json::field("text", &Text::text, "What to say.").defaulted()}},
      [](const Text& text, mcp::Call&) { return mcp::text_reply(text.text); });
}

mcp::Tool add() {
  constexpr std::int64_t limit = 1'000'000;
  return mcp::tool<Terms>(
      {"add", "Add", "Adds two integers.", {.read_only = true}},
      json::Shape<Terms>{{json::field("a", &Terms::a, "The first term.").between(-limit, limit),
                          json::field("b", &Terms::b, "The second term.").between(-limit, limit)}},
      [](const Terms& terms, mcp::Call&) {
        return mcp::text_reply(base::format("{}", terms.a + terms.b));
      });
}

mcp::Tool structured() {
  return mcp::tool<Text>(
      {.name = "structured",
       .title = "Structured",
       .description = "Splits a text into words, as structured content.",
       .effects = {.read_only = true},
       .output_schema = json::schema(words_shape().rule())},
      json::Shape<Text>{{json::field("text", &Text::text, "What to split.").defaulted()}},
      [](const Text& text, mcp::Call&) {
        Words words;
        for (const std::string_view word : base::split(text.text, ' '))
          words.words.emplace_back(word);
        words.count = static_cast<int>(words.words.size());
        return mcp::json_reply(words_shape().dump(words));
      });
}

mcp::Tool big() {
  return mcp::tool<Size>(
      {"big", "Big", "A reply of that many bytes.", {.read_only = true}},
      json::Shape<Size>{
          {json::field("bytes", &Size::bytes, "How many.").between(0, 64 * 1024 * 1024)}},
      [](const Size& size, mcp::Call&) {
        return mcp::text_reply(std::string(static_cast<std::size_t>(size.bytes), 'x'));
      });
}

mcp::Tool fails() {
  return mcp::tool<Nothing>({"fails", "Fails", "Fails, saying why.", {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call&) -> base::Result<mcp::Reply> {
                              return base::conflict("it always fails; do not call it");
                            });
}

mcp::Tool throws() {
  return mcp::tool<Nothing>({"throws", "Throws", "Has a bug.", {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call&) -> base::Result<mcp::Reply> {
                              throw std::runtime_error("a secret detail");
                            });
}

mcp::Tool needs_sampling() {
  return mcp::tool<Nothing>({.name = "needs_sampling",
                             .title = "Needs sampling",
                             .description = "For clients that declare sampling.",
                             .effects = {.read_only = true},
                             .client_features = {"sampling"}},
                            nothing(),
                            [](const Nothing&, mcp::Call&) { return mcp::text_reply("declared"); });
}

mcp::Tool prints() {
  return mcp::tool<Nothing>({"prints", "Prints", "Prints where it must not.", {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call&) {
                              std::puts("printed by a library");
                              std::fflush(stdout);
                              constexpr std::string_view text = "written by a library\n";
                              [[maybe_unused]] const auto written =
                                  ::write(STDOUT_FILENO, text.data(), text.size());
                              return mcp::text_reply("printed");
                            });
}

mcp::Tool who() {
  return mcp::tool<Nothing>({"who", "Who", "Names the agent that calls.", {.read_only = true}},
                            nothing(),
                            [](const Nothing&, mcp::Call& call) -> base::Result<mcp::Reply> {
                              return mcp::text_reply(TRY(call.agent()));
                            });
}

}  // namespace

std::vector<mcp::Tool> simple_tools() {
  return {echo(), add(), structured(), big(), fails(), throws(), prints(), needs_sampling(), who()};
}

}  // namespace sample
