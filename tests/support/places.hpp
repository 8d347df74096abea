#pragma once

// Where this tree and what was built of it lie. Known to one source only, so that another clone
// finds the other tests compiled already.

namespace support {

extern const char* const source_directory;
extern const char* const build_directory;
extern const char* const sample_server;  ///< the binary
extern const char* const memory_server;  ///< the binary
extern const char* const runlog_server;  ///< the binary

}  // namespace support
