#include "mcp/request_state.hpp"

#include <vector>

#include "base/base64.hpp"
#include "base/limits.hpp"
#include "support/catch.hpp"

using Catch::Matchers::Contains;

namespace {

const mcp::Binding question{"devbot", "tools/call", R"({"name":"deploy","arguments":{"to":"a"}})"};

/// States whose clock is ticked by hand.
struct Desk {
  base::Instant now = base::Instant(std::chrono::hours(24 * 365 * 56));
  mcp::RequestStates states{[this] { return now; }, std::string(32, 'k')};

  std::string refusal(std::string_view token, const mcp::Binding& binding = question) const {
    const auto payload = states.open(token, binding);
    return payload ? "accepted " + *payload : payload.error().message;
  }
};

}  // namespace

TEST_CASE("a request state comes back as it was sealed") {
  const Desk desk;
  for (const std::string& payload : {std::string(),
                                     std::string("step 2"),
                                     std::string("\0\xff|.", 4),
                                     std::string(base::limits::request_state_bytes_max, 'x')}) {
    const std::string token = desk.states.seal(payload, question);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                                  ".") == std::string::npos);
    const auto opened = desk.states.open(token, question);
    REQUIRE(opened);
    CHECK(*opened == payload);
  }
}

TEST_CASE("a request state holds only for its caller and its request") {
  const Desk desk;
  const std::string token = desk.states.seal("step 2", question);
  for (const mcp::Binding& other :
       std::vector<mcp::Binding>{{"infrabot", question.method, question.arguments},
                                 {"", question.method, question.arguments},
                                 {question.principal, "prompts/get", question.arguments},
                                 {question.principal, question.method, "{}"},
                                 // The same bytes, cut at another place.
                                 {"devbott", "ools/call", question.arguments},
                                 {"devbo", "ttools/call", question.arguments}}) {
    CAPTURE(other.principal, other.method, other.arguments);
    CHECK_THAT(desk.refusal(token, other), Contains("is not one that this server gave"));
  }
}

TEST_CASE("a request state that was changed anywhere is refused") {
  const Desk desk;
  const std::string token = desk.states.seal("step 2", question);
  for (std::size_t at = 0; at < token.size(); ++at) {
    for (const char c : {'A', 'B', '_', '.', '=', ' '}) {
      std::string changed = token;
      if (changed[at] == c) continue;
      changed[at] = c;
      CAPTURE(changed);
      CHECK_THAT(desk.refusal(changed), Contains("is not one that this server gave"));
    }
  }
  for (const std::string& changed : {token + "A",
                                     token + "=",
                                     token + ".",
                                     "A" + token,
                                     token.substr(1),
                                     token.substr(0, token.size() - 1),
                                     token.substr(0, token.find('.')),
                                     token.substr(0, token.find('.') + 1),
                                     token.substr(token.find('.')),
                                     std::string("."),
                                     std::string()}) {
    CAPTURE(changed);
    CHECK_THAT(desk.refusal(changed), Contains("is not one that this server gave"));
  }
}

TEST_CASE("a payload cannot be put under the signature of another") {
  const Desk desk;
  const std::string one = desk.states.seal("approved: no", question);
  const std::string two = desk.states.seal("approved: yes", {"devbot", "tools/call", "{}"});
  const std::string mixed = two.substr(0, two.find('.')) + one.substr(one.find('.'));
  CHECK_THAT(desk.refusal(mixed), Contains("is not one that this server gave"));
}

TEST_CASE("a request state expires") {
  Desk desk;
  const std::string token = desk.states.seal("step 2", question);
  desk.now += base::limits::request_state_age_max - std::chrono::seconds(1);
  CHECK(desk.refusal(token) == "accepted step 2");
  desk.now += std::chrono::seconds(1);
  CHECK_THAT(desk.refusal(token), Contains("expired; ask again from the start"));
  // One that is old and somebody else's does not say that it is old.
  CHECK_THAT(desk.refusal(token, {"infrabot", "tools/call", "{}"}), !Contains("expired"));
}

TEST_CASE("a request state with a later expiry written into it is refused") {
  Desk desk;
  const std::string token = desk.states.seal("step 2", question);
  desk.now += base::limits::request_state_age_max;
  std::string body = *base::read_base64_url(token.substr(0, token.find('.')));
  body[1] = '\x7f';
  CHECK_THAT(desk.refusal(base::base64_url(body) + token.substr(token.find('.'))),
             Contains("is not one that this server gave"));
}

TEST_CASE("a request state of another process is refused") {
  const mcp::RequestStates here(base::system_clock());
  const mcp::RequestStates there(base::system_clock());
  const std::string token = here.seal("step 2", question);
  CHECK(here.open(token, question));
  CHECK_FALSE(there.open(token, question));
}

TEST_CASE("a request state beyond the limit is refused") {
  const Desk desk;
  const std::string payload(base::limits::request_state_bytes_max + 3, 'x');
  CHECK_THAT(desk.refusal(desk.states.seal(payload, question)),
             Contains("is not one that this server gave"));
}
