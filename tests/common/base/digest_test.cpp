#include "base/digest.hpp"

#include "base/format.hpp"
#include "support/catch.hpp"

namespace {

std::string hex(std::string_view bytes) {
  std::string digits;
  for (const char byte : bytes)
    digits += base::format("{:02x}", static_cast<unsigned char>(byte));
  return digits;
}

std::string repeated(std::size_t count, int byte) {
  return std::string(count, static_cast<char>(byte));
}

}  // namespace

TEST_CASE("SHA-256 gives the digests of the standard's examples") {
  CHECK(base::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(base::sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(base::sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a digest in bytes is the one in digits") {
  CHECK(hex(base::sha256("abc")) == base::sha256_hex("abc"));
}

TEST_CASE("a NUL byte counts like any other") {
  CHECK(base::sha256_hex(std::string_view("a\0b", 3)) != base::sha256_hex("a"));
}

TEST_CASE("HMAC-SHA-256 gives the codes of RFC 4231") {
  CHECK(hex(base::hmac_sha256(repeated(20, 0x0b), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(base::hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(base::hmac_sha256(repeated(20, 0xaa), repeated(50, 0xdd))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  std::string counted;
  for (char byte = 1; byte <= 25; ++byte)
    counted += byte;
  CHECK(hex(base::hmac_sha256(counted, repeated(50, 0xcd))) ==
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  CHECK(hex(base::hmac_sha256(repeated(131, 0xaa),
                              "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hex(base::hmac_sha256(repeated(131, 0xaa),
                              "This is a test using a larger than block-size key and a larger than "
                              "block-size data. The key needs to be hashed before being used by "
                              "the HMAC algorithm.")) ==
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST_CASE("secrets are the same only byte for byte") {
  CHECK(base::same_secret("", ""));
  CHECK(base::same_secret({}, ""));
  CHECK(base::same_secret("secret", std::string("secret")));
  CHECK(base::same_secret(std::string_view("a\0b", 3), std::string_view("a\0b", 3)));
  CHECK_FALSE(base::same_secret(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
  CHECK_FALSE(base::same_secret("Secret", "secret"));
  CHECK_FALSE(base::same_secret("secreT", "secret"));
  CHECK_FALSE(base::same_secret("secret", "secre"));
  CHECK_FALSE(base::same_secret("", "secret"));
}
