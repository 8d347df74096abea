#pragma once
// What all shims over a VFS of SQLite do: pass calls on to the file that they stand for.

#include <sqlite3.h>

namespace support::vfs {

using Io = sqlite3_io_methods;

/// Lies in memory of SQLite's; the real file follows it, or what derives from it.
struct Shim {
  sqlite3_file head;
  sqlite3_file* real;
  const char* name;  ///< SQLite keeps it until the file is closed
};

inline Shim& shim_of(sqlite3_file* file) {
  return *reinterpret_cast<Shim*>(file);
}

template <auto method, class... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = shim_of(file).real;
  return (real->pMethods->*method)(real, arguments...);
}

}  // namespace support::vfs
