#include "mcp-memory/store/words.hpp"

#include "support/catch.hpp"

using memory::is_fragment;
using memory::says_nothing;

TEST_CASE("words that say nothing are known in any case") {
  for (const char* word :
       {"a", "about", "The", "HOW", "does", "getting", "is", "whether", "your"}) {
    INFO(word);
    CHECK(says_nothing(word));
  }
  for (const char* word : {"", "orders", "use", "database", "new", "work", "tho", "thee", "日本"}) {
    INFO(word);
    CHECK_FALSE(says_nothing(word));
  }
}

TEST_CASE("what looks like code, a path or an error code is looked for in part") {
  for (const char* word : {"std::sort",
                           "src/orders/db.cpp",
                           "C:\\Temp",
                           "order_items",
                           "orders-db-1",
                           "a.b",
                           "x=1",
                           "#1234",
                           "me@example.com",
                           "E0502",
                           "0xDEADBEEF",
                           "v2",
                           "OrderService",
                           "orderService",
                           "日本",
                           "größe"}) {
    INFO(word);
    CHECK(is_fragment(word));
  }
}

TEST_CASE("plain words and bare numbers are no fragments") {
  for (const char* word :
       {"", "orders", "Orders", "ORDERS", "ETIMEDOUT", "42", "why?", "C++", "it's"}) {
    INFO(word);
    CHECK_FALSE(is_fragment(word));
  }
}
