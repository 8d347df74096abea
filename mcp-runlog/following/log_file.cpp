#include "mcp-runlog/following/log_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/format.hpp"

namespace runlog {
namespace {

constexpr int generations_max = 20;

base::Error error_of(const std::filesystem::path& path, int number) {
  std::string words =
      base::format("{}: {}", path.string(), std::generic_category().message(number));
  return number == ENOENT ? base::not_found(std::move(words)) : base::unavailable(std::move(words));
}

}  // namespace

base::Result<LogFile> LogFile::open(const std::filesystem::path& path) {
  // Without O_NONBLOCK the opening of a pipe would wait for its writer.
  base::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return error_of(path, errno);

  struct stat about {};

  if (::fstat(file.number(), &about) != 0) return error_of(path, errno);
  if (!S_ISREG(about.st_mode))
    return base::unavailable(base::format("{}: is no regular file", path.string()));
  return LogFile(std::move(file), about.st_dev, about.st_ino);
}

base::Result<std::uint64_t> LogFile::size() const {
  struct stat about {};

  if (::fstat(file_.number(), &about) != 0) return error_of("a log", errno);
  return static_cast<std::uint64_t>(about.st_size);
}

bool LogFile::holds(const FilePosition& position) const {
  const auto bytes = size();
  if (!bytes || *bytes < position.offset) return false;
  if (!position.head.empty()) {
    const auto head = read_at(0, position.head_bytes);
    if (!head || position_digest(*head) != position.head) return false;
  }
  if (position.tail.empty()) return true;
  const auto tail = read_at(position.offset - position.tail_bytes, position.tail_bytes);
  return tail && position_digest(*tail) == position.tail;
}

base::Result<std::string> LogFile::read_at(std::uint64_t offset, std::size_t bytes_max) const {
  std::string bytes(bytes_max, '\0');
  ssize_t got = 0;
  do {
    got = ::pread(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return error_of("a log", errno);
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

base::Result<std::vector<LogFile>> generations_of(const std::filesystem::path& path) {
  std::vector<LogFile> generations;
  for (int number = 0; number <= generations_max; ++number) {
    const std::string suffix = number == 0 ? std::string() : base::format(".{}", number);
    auto file = LogFile::open(path.string() + suffix);
    if (file) {
      generations.push_back(std::move(file).value());
    } else if (file.error().kind != base::ErrorKind::not_found) {
      return std::move(file).error();
    }
  }
  return generations;
}

}  // namespace runlog
