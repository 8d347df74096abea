#include "nats/subject.hpp"

#include <string>

#include "support/catch.hpp"

TEST_CASE("a subject is made of visible tokens with dots between them") {
  CHECK(nats::is_subject("memory.p.decision.devbot.0193"));
  CHECK(nats::is_subject("$KV.x"));
  for (const std::string& text : {std::string(),
                                  std::string("a..b"),
                                  std::string(".a"),
                                  std::string("a."),
                                  std::string("a b"),
                                  std::string("a\r\nPUB b"),
                                  std::string("a.*"),
                                  std::string("a.>"),
                                  std::string("a\0b", 3),
                                  std::string(1001, 'x')})
    CHECK_FALSE(nats::is_subject(text));
}

TEST_CASE("a filter may have wildcards as whole tokens") {
  for (const char* text : {"a.b", "a.*.c", "*", ">", "a.>", "*.>"})
    CHECK(nats::is_subject_filter(text));
  for (const char* text : {"", "a.>.b", "a*", "a b", ".>", "a..>"})
    CHECK_FALSE(nats::is_subject_filter(text));
}
