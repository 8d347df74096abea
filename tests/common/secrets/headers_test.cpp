// Secrets in headers of HTTP, as they stand in messages, command lines, JSON and logs.

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::body;
using made_up::found_in;

namespace {

const std::string value = body(made_up::alnum, 32);
const std::string cookie = "cookie: " + value + "\n";
const std::string authorization = "value of Authorization: " + value + "\n";

TEST_CASE("a session in a cookie is a secret") {
  CHECK(found_in("Cookie: theme=dark; sid=" + value + "; lang=en") == cookie);
  CHECK(found_in("< set-cookie: sid=" + value + "; Path=/; HttpOnly\r\nAge: 0") == cookie);
  CHECK(found_in("curl -H 'Cookie: sid=" + value + "' https://example.com") == cookie);
  CHECK(found_in(R"({"Set-Cookie": "sid=)" + value + R"(; Secure"})") == cookie);
  CHECK(found_in(R"({\"cookie\": \"sid=)" + value + R"(\"})") == cookie);
  CHECK(found_in("Cookie: a=\"" + value + "\"; b=" + value) == cookie + cookie);
}

TEST_CASE("cookies that tell nothing are none") {
  for (const char* text : {"Cookie: theme=dark; lang=en-GB; consent=yes",
                           "Set-Cookie: sid=<session>; Path=/; Expires=Wed, 21 Oct 2026 07:28:00",
                           "The cookie: it has to be set before the redirect",
                           "cookie: ",
                           "Cookie:",
                           "cookie-parser: 1.4.7"})
    CHECK(found_in(text).empty());
}

TEST_CASE("what an Authorization header says is a secret, by any scheme") {
  for (const char* before : {"Authorization: token ",
                             "authorization: ApiKey ",
                             "Authorization: ",
                             "Proxy-Authorization: Custom "})
    CHECK(found_in(before + value + "\r\nAccept: */*") == authorization);
  CHECK(found_in(R"("Authorization": "token )" + value + R"(")") == authorization);
}

TEST_CASE("an Authorization header without a credential has nothing to hide") {
  for (const char* text : {"Authorization: Bearer <token>",
                           "Authorization: token ${TOKEN}",
                           "authorization: none",
                           "Authorization: see the internal documentation of the gateway",
                           "authorization"})
    CHECK(found_in(text).empty());
}

}  // namespace
