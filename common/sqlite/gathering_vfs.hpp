#pragma once

// Gathering VFS: writes the frames of a commit to the write-ahead log with one call of the system.
// SQLite makes two for each page; of a write of thirty pages they are a tenth of its time, and
// other processes wait for the lock meanwhile.
//
// A shim over SQLite's default VFS, for connections that write. What is held back is on its way to
// the file before anybody can know of it: with the last frame of a commit, before the log is read,
// cut or synced, before its index tells of it, and before the lock on writing to it is let go. An
// error of the disk comes from the call that brings the bytes to the file, or from the next sync
// where that call has no errors; what was held back is then gone, as it is for SQLite.

namespace sqlite {

/// The name of the VFS over the one that is the default now. Registered on first use, thread-safe.
const char* gathering_vfs();

}  // namespace sqlite
