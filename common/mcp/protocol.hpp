#pragma once
// The protocol revisions we speak, and the names that they fix.
//
// Modern is the stateless revision 2026-07-28: every request carries its own metadata. Legacy is
// everything that begins with the initialize handshake. The era belongs to a request, never to the
// process.

#include <array>
#include <string_view>

namespace mcp {

enum class Era { modern, legacy };

inline constexpr std::string_view modern_version = "2026-07-28";

/// Newest first.
inline constexpr std::array<std::string_view, 2> legacy_versions = {"2025-11-25", "2025-06-18"};

/// Every revision that knew no request metadata, also those that we do not serve.
inline constexpr std::array<std::string_view, 4> older_versions = {
    "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

namespace key {

inline constexpr std::string_view protocol_version = "io.modelcontextprotocol/protocolVersion";
inline constexpr std::string_view client_features = "io.modelcontextprotocol/clientCapabilities";
inline constexpr std::string_view log_level = "io.modelcontextprotocol/logLevel";
inline constexpr std::string_view server_info = "io.modelcontextprotocol/serverInfo";
inline constexpr std::string_view subscription_id = "io.modelcontextprotocol/subscriptionId";

}  // namespace key

/// Severity of a log message to the client (RFC 5424), least first.
enum class LogLevel { debug, info, notice, warning, error, critical, alert, emergency };

inline constexpr std::array<std::string_view, 8> log_level_names = {
    "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};

}  // namespace mcp
