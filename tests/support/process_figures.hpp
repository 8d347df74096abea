#pragma once
// What the system says about a running process (proc(5)).

#include <sys/types.h>

#include <cstddef>

namespace support {

struct ProcessFigures {
  std::size_t resident_kib;
  std::size_t threads;
  std::size_t descriptors;
};

ProcessFigures figures_of(pid_t pid);

/// CPU microseconds that all its threads have used so far.
double cpu_us_of(pid_t pid);

}  // namespace support
