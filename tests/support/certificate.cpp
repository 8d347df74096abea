#include "support/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace support {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;

void require(bool condition, const std::string& what) {
  if (!condition) throw std::runtime_error("OpenSSL: cannot " + what);
}

Owned<X509> self_signed(EVP_PKEY* key) {
  constexpr long day_s = 86'400;
  Owned<X509> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), day_s);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const std::string host = "localhost";
  X509_NAME_add_entry_by_txt(name,
                             "CN",
                             MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(host.data()),
                             static_cast<int>(host.size()),
                             -1,
                             0);
  X509_set_issuer_name(certificate.get(), name);
  require(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "sign a certificate");
  return certificate;
}

Owned<FILE> opened(const std::filesystem::path& file) {
  Owned<FILE> stream(std::fopen(file.c_str(), "w"), [](FILE* open) { std::fclose(open); });
  require(stream != nullptr, "write " + file.string());
  return stream;
}

}  // namespace

void write_certificate(const std::filesystem::path& certificate_file,
                       const std::filesystem::path& key_file) {
  const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  require(key != nullptr, "make a key");
  const Owned<X509> certificate = self_signed(key.get());
  const Owned<FILE> key_stream = opened(key_file);
  const Owned<FILE> certificate_stream = opened(certificate_file);
  require(PEM_write_PrivateKey(key_stream.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr),
          "write the key");
  require(PEM_write_X509(certificate_stream.get(), certificate.get()), "write the certificate");
}

}  // namespace support
