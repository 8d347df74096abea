#pragma once
// Random JSON for property tests; the same seed gives the same values everywhere.

#include <random>
#include <set>
#include <string>
#include <vector>

#include "json/writer.hpp"

namespace random_values {

class Source {
 public:
  explicit Source(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t end) { return engine_() % end; }

  bool chance(std::size_t percent) { return below(100) < percent; }

  const std::string& one_of(const std::vector<std::string>& choices) {
    return choices[below(choices.size())];
  }

  std::string word() {
    static const std::vector<std::string> words{"",
                                                " ",
                                                "a",
                                                "decision",
                                                "incidnt",
                                                "resolved",
                                                "[]",
                                                "{}",
                                                "[1,2]",
                                                "true",
                                                "42",
                                                "-1",
                                                "null",
                                                "2026-11-22",
                                                "\xE2\x82\xAC",
                                                "\n",
                                                "retry-policy",
                                                "\xE2\x80\x8B",
                                                "[\"x\",\"\"]",
                                                "{\"name\":\"n\"}"};
    if (chance(70)) return one_of(words);
    return std::string(below(chance(10) ? 600 : 30), static_cast<char>('a' + below(26)));
  }

  std::string scalar() {
    switch (below(7)) {
      case 0:
        return "null";
      case 1:
        return chance(50) ? "true" : "false";
      case 2:
        return std::to_string(static_cast<int>(below(200)) - 100);
      case 3:
        return chance(50) ? "9223372036854775807" : "18446744073709551615";
      case 4:
        return chance(50) ? "2.5" : "-1e300";
      default:
        return json::quoted(word());
    }
  }

  std::string value(int depth) {
    if (depth == 0 || chance(40)) return scalar();
    json::Writer out;
    const std::size_t size = below(5);
    if (chance(50)) {
      out.begin_list();
      for (std::size_t at = 0; at < size; ++at)
        out.raw(value(depth - 1));
      return out.end_list().take();
    }
    std::set<std::string> names;
    out.begin_object();
    for (std::size_t at = 0; at < size; ++at) {
      const std::string name = word();
      if (names.insert(name).second) out.key(name).raw(value(depth - 1));
    }
    return out.end_object().take();
  }

 private:
  std::mt19937 engine_;
};

}  // namespace random_values
