#include <string>

#include "common/secrets/made_up.hpp"
#include "support/catch.hpp"

using made_up::alnum;
using made_up::body;
using made_up::found_in;

namespace {

std::string first_line(const std::string& label) {
  return "-----BEGIN " + label + "-----";
}

std::string last_line(const std::string& label) {
  return "-----END " + label + "-----";
}

std::string key_lines(const std::string& line_break = "\n") {
  return body(alnum, 64, 1) + line_break + body(alnum, 64, 2) + line_break + body(alnum, 20, 3) +
         "==";
}

std::string block(const std::string& label, const std::string& line_break = "\n") {
  return first_line(label) + line_break + key_lines(line_break) + line_break + last_line(label);
}

std::string found(const std::string& secret) {
  return "private key (PEM): " + secret + "\n";
}

}  // namespace

TEST_CASE("a block with a private key is found as a whole, whatever its kind") {
  for (const std::string label : {"PRIVATE KEY",
                                  "RSA PRIVATE KEY",
                                  "EC PRIVATE KEY",
                                  "DSA PRIVATE KEY",
                                  "OPENSSH PRIVATE KEY",
                                  "ENCRYPTED PRIVATE KEY",
                                  "PGP PRIVATE KEY BLOCK"}) {
    CAPTURE(label);
    CHECK(found_in(block(label)) == found(block(label)));
    CHECK(found_in("key:\n" + block(label) + "\nThat was it.") == found(block(label)));
    CHECK(found_in(block(label, "\r\n")) == found(block(label, "\r\n")));
  }
}

TEST_CASE("line breaks may be written out, and the key may stand in JSON or code") {
  const std::string escaped = block("PRIVATE KEY", "\\n");
  CHECK(found_in("{\"private_key\": \"" + escaped + "\\n\"}").find(escaped) != std::string::npos);
  CHECK(found_in("say " + escaped) == found(escaped));
  const std::string code = block("RSA PRIVATE KEY", "\\n\"\n  \"");
  CHECK(found_in("k = \"" + code + "\"").find(code) != std::string::npos);
  const std::string on_one_line = block("RSA PRIVATE KEY", " ");
  CHECK(found_in(on_one_line) == found(on_one_line));
}

TEST_CASE("headers within a block belong to it") {
  const std::string label = "RSA PRIVATE KEY";
  const std::string text = first_line(label) +
                           "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n" +
                           key_lines() + "\n" + last_line(label);
  CHECK(found_in(text) == found(text));
}

TEST_CASE("a block that is cut off is found up to its last line") {
  const std::string cut = first_line("RSA PRIVATE KEY") + "\n" + key_lines();
  CHECK(found_in(cut) == found(cut));
  CHECK(found_in("it was:\n" + cut.substr(0, cut.size() - 20)) ==
        found(cut.substr(0, cut.size() - 20)));
  const std::string two_lines = cut.substr(0, cut.size() - 23);
  CHECK(found_in(two_lines + "\n(the rest is missing)") == found(two_lines));
}

TEST_CASE("who speaks of keys has not shown one") {
  CHECK(
      found_in("The file begins with " + first_line("PRIVATE KEY") + " and a line break.").empty());
  CHECK(found_in(first_line("PRIVATE KEY") + "\n...\n" + last_line("PRIVATE KEY")).empty());
  CHECK(found_in(first_line("RSA PRIVATE KEY")).empty());
  CHECK(found_in("-----BEGIN").empty());
}

TEST_CASE("certificates and public keys are public") {
  for (const std::string label :
       {"CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY", "PGP PUBLIC KEY BLOCK", "X509 CRL"}) {
    CAPTURE(label);
    CHECK(found_in(block(label)).empty());
  }
  const std::string both = block("CERTIFICATE") + "\n" + block("PRIVATE KEY");
  CHECK(found_in(both) == found(block("PRIVATE KEY")));
}
