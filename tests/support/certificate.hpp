#pragma once
// Certificates to test with. Failures throw std::runtime_error.

#include <filesystem>

namespace support {

/// Writes a key, and a certificate for localhost that is signed with it, both PEM.
void write_certificate(const std::filesystem::path& certificate_file,
                       const std::filesystem::path& key_file);

}  // namespace support
