// Any bytes: findings lie in the text, in order, apart and named, and the work stays linear.

#include "secrets/scanner.hpp"

#include "fuzz/fuzz.hpp"

FUZZ_TARGET(input) {
  constexpr std::size_t reads_of_a_byte_max = 250;
  constexpr std::size_t reads_to_begin = 1000;
  const secrets::Text text(input);
  std::size_t end = 0;
  const auto findings = secrets::scan(text);
  CHECK(findings.size() <= secrets::findings_max);
  for (const secrets::Finding& finding : findings) {
    CHECK(!finding.kind.empty());
    CHECK(end <= finding.begin && finding.begin < finding.end && finding.end <= input.size());
    end = finding.end;
  }
  CHECK(text.bytes_read() <= input.size() * reads_of_a_byte_max + reads_to_begin);
}
