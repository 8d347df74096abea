#include "support/places.hpp"

namespace support {

const char* const source_directory = SOURCE_DIRECTORY;
const char* const build_directory = BUILD_DIRECTORY;
const char* const sample_server = BUILD_DIRECTORY "/bin/mcp-sample";
const char* const memory_server = BUILD_DIRECTORY "/bin/mcp-memory";
const char* const runlog_server = BUILD_DIRECTORY "/bin/mcp-runlog";

}  // namespace support
