#include "spool/spool.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "base/uuid.hpp"
#include "spool/file_lines.hpp"

namespace spool {
namespace {

constexpr const char* file_name = "events.jsonl";
constexpr const char* lock_name = "drain.lock";
constexpr std::string_view draining = ".draining";

/// A drainer must come between each time.
constexpr int attempts_max = 100;

/// Those who are about to write need microseconds. One that was stopped just then must not stop the
/// drainer too: the file is left for the next time.
constexpr std::chrono::milliseconds for_writers{200};
constexpr std::chrono::microseconds between_looks{100};

base::Error cannot(const std::filesystem::path& file, std::string_view what, int reason) {
  std::string message = base::format(
      "{}: cannot be {}: {}", file.native(), what, std::generic_category().message(reason));
  return reason == ENOENT ? base::not_found(std::move(message))
                          : base::unavailable(std::move(message));
}

/// None if there is no such file.
std::uint64_t size_of(const std::filesystem::path& file) {
  struct stat status {};

  return ::stat(file.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

/// True if the open file is the one of that name.
bool has_name(const struct stat& open_file, const std::filesystem::path& name) {
  struct stat named {};

  return ::stat(name.c_str(), &named) == 0 && named.st_ino == open_file.st_ino &&
         named.st_dev == open_file.st_dev;
}

base::Result<void> write_once(int file, const std::filesystem::path& name, std::string_view text) {
  ssize_t written = 0;
  do {
    written = ::write(file, text.data(), text.size());
  } while (written < 0 && errno == EINTR);
  if (written < 0) return cannot(name, "written to", errno);
  if (static_cast<std::size_t>(written) == text.size()) return {};
  return base::unavailable(base::format("{}: the disk has no room left", name.native()));
}

/// False: the file was taken over meanwhile.
base::Result<bool> append_once(const std::filesystem::path& name, std::string_view text) {
  constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const base::Fd file(::open(name.c_str(), flags, S_IRUSR | S_IWUSR));
  if (!file) return cannot(name, "opened", errno);
  if (::flock(file.number(), LOCK_SH | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK || errno == EINTR) return false;
    return cannot(name, "locked", errno);
  }

  struct stat status {};

  if (::fstat(file.number(), &status) != 0) return cannot(name, "looked at", errno);
  if (!S_ISREG(status.st_mode))
    return base::unavailable(base::format("{}: is no regular file", name.native()));
  if (!has_name(status, name)) return false;
  if (static_cast<std::uint64_t>(status.st_size) >= file_bytes_max) {
    return base::unavailable(
        base::format("{}: {} bytes wait there and nobody takes them over; is mcp-runlog in use?",
                     name.native(),
                     status.st_size));
  }
  TRY(write_once(file.number(), name, text));
  return true;
}

bool lock_alone(int file) {
  const auto deadline = std::chrono::steady_clock::now() + for_writers;
  while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(between_looks);
  }
  return true;
}

/// A file that a drainer has taken over.
struct Taken {
  std::string id;
  std::uint64_t offset = 0;

  std::string name() const { return base::format("{}.{}{}", id, offset, draining); }
};

std::optional<Taken> taken_of(std::string_view name) {
  if (!name.ends_with(draining)) return std::nullopt;
  const std::string_view stem = name.substr(0, name.size() - draining.size());
  const std::size_t dot = stem.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  Taken taken{std::string(stem.substr(0, dot))};
  const std::string_view digits = stem.substr(dot + 1);
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, taken.offset);
  if (read.ec != std::errc() || read.ptr != end || !base::is_uuid(taken.id)) return std::nullopt;
  return taken;
}

/// The oldest first.
std::vector<Taken> taken_in(const std::filesystem::path& directory) {
  std::vector<Taken> all;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(directory, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (auto taken = taken_of(at->path().filename().native())) all.push_back(*std::move(taken));
  }
  std::sort(all.begin(), all.end(), [](const Taken& a, const Taken& b) { return a.id < b.id; });
  return all;
}

base::Result<void> drain_file(const std::filesystem::path& directory,
                              Taken taken,
                              std::size_t lines_max,
                              const Take& take) {
  std::filesystem::path name = directory / taken.name();
  const base::Fd file(::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file) return cannot(name, "opened", errno);
  if (!lock_alone(file.number())) return {};
  FileLines lines(file.number(), taken.offset);
  while (true) {
    const auto next = TRY(lines.next(lines_max));
    if (next.empty()) break;
    TRY(take(next));
    taken.offset = lines.offset();
    // If that fails, lines are handed over once more after a crash.
    const std::filesystem::path further = directory / taken.name();
    if (::rename(name.c_str(), further.c_str()) == 0) name = further;
  }
  return ::unlink(name.c_str()) == 0 ? base::Result<void>() : cannot(name, "removed", errno);
}

}  // namespace

base::Result<void> Spool::make() const {
  std::filesystem::path made;
  for (const std::filesystem::path& part : directory_) {
    made /= part;
    if (::mkdir(made.c_str(), S_IRWXU) == 0 || errno == EEXIST || errno == EISDIR) continue;
    const int reason = errno;
    std::error_code gone;
    if (!std::filesystem::is_directory(made, gone))
      return base::unavailable(cannot(made, "made", reason).message);
  }
  return {};
}

base::Result<void> Spool::append(std::span<const std::string> lines) const {
  std::string text;
  for (const std::string& line : lines) {
    if (line.size() > line_bytes_max) {
      return base::invalid(
          base::format("a line of {} bytes; {} may wait", line.size(), line_bytes_max));
    }
    text += '\n';
    text += line;
  }
  if (text.empty()) return {};
  text += '\n';
  const std::filesystem::path name = directory_ / file_name;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    if (TRY(append_once(name, text))) return {};
  }
  return base::busy(base::format("{}: is taken over again and again", name.native()));
}

base::Result<void> Spool::drain(std::size_t lines_max, const Take& take) const {
  // One that is handed over whole may still be there to be removed.
  if (size_of(directory_ / file_name) == 0 && taken_in(directory_).empty()) return {};
  const std::filesystem::path lock = directory_ / lock_name;
  const base::Fd drainer(
      ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!drainer) return cannot(lock, "opened", errno);
  if (::flock(drainer.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK || errno == EINTR) return {};
    return cannot(lock, "locked", errno);
  }
  static base::UuidSource ids(base::system_clock());
  const std::filesystem::path name = directory_ / file_name;
  const Taken fresh{ids.next()};
  if (::rename(name.c_str(), (directory_ / fresh.name()).c_str()) != 0 && errno != ENOENT)
    return cannot(name, "renamed", errno);
  for (const Taken& taken : taken_in(directory_))
    TRY(drain_file(directory_, taken, lines_max, take));
  return {};
}

std::uint64_t Spool::waiting_bytes() const {
  std::uint64_t bytes = size_of(directory_ / file_name);
  for (const Taken& taken : taken_in(directory_)) {
    const std::uint64_t size = size_of(directory_ / taken.name());
    bytes += size - std::min(size, taken.offset);
  }
  return bytes;
}

}  // namespace spool
