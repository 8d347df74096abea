#include "common/secrets/innocents.hpp"

#include <string>

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::found_in;

TEST_CASE("nothing is found where there is no secret") {
  for (const std::string_view text : innocents::texts) {
    CAPTURE(std::string(text));
    CHECK(found_in(text).empty());
  }
}

TEST_CASE("innocents stay innocent in company") {
  for (const std::string separator : {"\n", "\n\n", " -- ", "\r\n- "}) {
    std::string all;
    for (const std::string_view text : innocents::texts)
      all.append(text).append(separator);
    CHECK(found_in(all).empty());
  }
}

TEST_CASE("a secret is found between any innocents") {
  const std::string token = made_up::token();
  const std::string assigned = "DB_PASSWORD=" + made_up::body(made_up::alnum, 16);
  for (const std::string_view text : innocents::texts) {
    CAPTURE(std::string(text));
    const std::string around = std::string(text) + "\n" + token + "\n" + std::string(text) + "\n" +
                               assigned + "\n" + std::string(text);
    CHECK(found_in(around) ==
          "GitHub token: " + token + "\nvalue assigned to password: " + assigned.substr(12) + "\n");
  }
}

TEST_CASE("the documents of this project tell no secrets") {
  for (const std::string_view text :
       {"Tokens and hashes appear in no message and no log.",
        "token: SHA-256, compared in constant time with every agent's",
        "One server for several machines, over HTTP with a token for each agent: "
        "[docs/shared-server.md](docs/shared-server.md)."}) {
    CHECK(found_in(text).empty());
  }
}
