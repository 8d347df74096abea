// Any bytes as the head of a request: whatever is accepted has one reading only, whoever reads it.

#include "base/limits.hpp"
#include "base/text.hpp"
#include "fuzz/fuzz.hpp"
#include "http_server/head.hpp"

FUZZ_TARGET(input) {
  const auto head = http_server::parse_head(input, base::limits::message_bytes_max);
  if (head.fault != 0) {
    CHECK(head.fault >= 400 && head.fault < 500);
    return;
  }
  CHECK(head.body_bytes <= base::limits::message_bytes_max);
  CHECK(!head.chunked || head.fields.count("content-length") == 0);
  CHECK(head.request_line.find_first_of("\r\n") == std::string::npos);
  for (const auto& [name, value] : head.fields.fields()) {
    CHECK(!name.empty() && name.find_first_of(" \t:\r\n") == std::string::npos);
    CHECK(value.find_first_of("\r\n") == std::string::npos);
    CHECK(base::trimmed(value) == value);
  }
}
