#include "support/process_figures.hpp"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace support {
namespace {

std::string proc(pid_t pid, const char* name) {
  return "/proc/" + std::to_string(pid) + "/" + name;
}

}  // namespace

ProcessFigures figures_of(pid_t pid) {
  ProcessFigures figures{};
  std::ifstream status(proc(pid, "status"));
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> figures.resident_kib;
    if (word == "Threads:") status >> figures.threads;
  }
  if (figures.threads == 0) throw std::runtime_error("no such process: " + std::to_string(pid));
  const std::filesystem::directory_iterator descriptors(proc(pid, "fd"));
  figures.descriptors = static_cast<std::size_t>(std::distance(begin(descriptors), {}));
  return figures;
}

double cpu_us_of(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  ::clock_getcpuclockid(pid, &clock);
  ::clock_gettime(clock, &used);
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

}  // namespace support
