#include "sqlite/bells.hpp"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace sqlite {
namespace {

using Words = std::array<std::uint32_t, 2>;

/// Of those who cannot hear a bell.
constexpr std::chrono::microseconds between_looks{2'000};

/// Written, not only made room for: a page of a mapped file that the disk has no space for cannot
/// be touched.
bool has_words(int file) {
  struct stat status = {};
  if (::fstat(file, &status) != 0) return false;
  if (status.st_size >= static_cast<off_t>(sizeof(Words))) return true;
  const Words silent{};
  return ::pwrite(file, silent.data(), sizeof silent, 0) == static_cast<ssize_t>(sizeof silent);
}

timespec timespec_of(std::chrono::microseconds time) {
  constexpr std::int64_t in_second = 1'000'000;
  timespec spec{};
  spec.tv_sec = time.count() / in_second;
  spec.tv_nsec = time.count() % in_second * 1000;
  return spec;
}

}  // namespace

Bells::Bells(int file) {
  if (!has_words(file)) return;
  void* mapped = ::mmap(nullptr, sizeof(Words), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) words_ = static_cast<std::uint32_t*>(mapped);
}

Bells::~Bells() {
  if (words_ != nullptr) ::munmap(words_, sizeof(Words));
}

std::uint32_t Bells::rung(Bell bell) const {
  return words_ == nullptr ? 0 : std::atomic_ref(*word(bell)).load();
}

void Bells::ring(Bell bell) {
  if (words_ == nullptr) return;
  ++std::atomic_ref(*word(bell));
  ::syscall(SYS_futex, word(bell), FUTEX_WAKE, 1, nullptr, nullptr, 0);
}

void Bells::wait(Bell bell, std::uint32_t before, std::chrono::microseconds at_most) {
  if (words_ == nullptr) return std::this_thread::sleep_for(std::min(at_most, between_looks));
  const timespec time = timespec_of(at_most);
  ::syscall(SYS_futex, word(bell), FUTEX_WAIT, before, &time, nullptr, 0);
}

}  // namespace sqlite
