#include "patterns/pattern_module.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <exception>
#include <type_traits>

#include "base/format.hpp"
#include "base/text.hpp"

namespace patterns {
namespace {

/// Of one pattern, compiled and with the states that it has met. RE2 stays within by forgetting.
constexpr std::int64_t memory_bytes_max = std::int64_t{1} << 20U;

RE2::Options options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_bytes_max);
  return options;
}

class Expression : public Pattern {
 public:
  explicit Expression(std::string_view text)
      : expression_(re2::StringPiece(text.data(), text.size()), options()) {}

  bool is_valid() const { return expression_.ok(); }

  const std::string& reason() const { return expression_.error(); }

  std::vector<Span> find(std::string_view text) const override {
    const re2::StringPiece whole(text.data(), text.size());
    const int groups = std::min(expression_.NumberOfCapturingGroups(), 1);
    std::array<re2::StringPiece, 2> found;
    std::vector<Span> spans;
    std::size_t at = 0;
    while (at <= text.size() &&
           expression_.Match(whole, at, text.size(), RE2::UNANCHORED, found.data(), groups + 1)) {
      const Span match = span_of(text, found.front());
      const re2::StringPiece& wanted = found.at(static_cast<std::size_t>(groups));
      if (wanted.data() != nullptr && !wanted.empty()) spans.push_back(span_of(text, wanted));
      at = match.end > match.begin ? match.end : match.end + 1;
    }
    return spans;
  }

 private:
  static Span span_of(std::string_view text, const re2::StringPiece& piece) {
    const auto begin = static_cast<std::size_t>(piece.data() - text.data());
    return {begin, begin + piece.size()};
  }

  const RE2 expression_;
};

Compiled compiled(std::string_view expression) {
  const auto made = std::make_shared<const Expression>(expression);
  if (made->is_valid()) return std::shared_ptr<const Pattern>(made);
  return base::invalid(
      base::format("no regular expression: {}", base::one_line(made->reason(), 200)));
}

}  // namespace
}  // namespace patterns

extern "C" __attribute__((visibility("default"))) void agent_smith_patterns_compile_1(
    std::string_view expression, patterns::Compiled& compiled) noexcept {
  try {
    compiled = patterns::compiled(expression);
  } catch (const std::exception& failure) {
    compiled = base::unavailable(base::format("cannot compile a pattern: {}", failure.what()));
  }
}

static_assert(std::is_same_v<decltype(agent_smith_patterns_compile_1), patterns::CompileFunction>);
