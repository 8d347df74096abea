#pragma once
// nats.yaml; its keys are described in crew/bus.hpp.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crew/bus.hpp"

namespace crew {

struct BusUser {
  std::string name;
  bool needs_password = true;  ///< false: the file of the password is not even opened
};

/// Puts into `settings` what the file says; nothing if there is no file.
base::Result<void> read_bus_file(const std::filesystem::path& file,
                                 const BusUser& user,
                                 BusSettings& settings);

/// Why this is no URL for us; empty if it is one. Never shows the URL, which may hold a password.
std::string reason_against_url(std::string_view url);

}  // namespace crew
