#include "mcp-runlog/redaction/key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/base64.hpp"
#include "base/fd.hpp"
#include "base/format.hpp"
#include "base/random.hpp"

namespace runlog {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_bytes = 32;

base::Error failure(const fs::path& file, std::string_view action) {
  return base::unavailable(
      base::format("{} cannot be {}: {}", file.string(), action, std::strerror(errno)));
}

/// Nothing if there is no such file.
base::Result<std::optional<std::string>> read_key(const fs::path& file) {
  const base::Fd opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened && errno == ENOENT) return std::optional<std::string>();
  if (!opened) return failure(file, "opened");
  std::string key(key_bytes + 1, '\0');
  const auto got = ::read(opened.number(), key.data(), key.size());
  if (got < 0) return failure(file, "read");
  if (static_cast<std::size_t>(got) != key_bytes) {
    return base::invalid(base::format(
        "{} does not hold the {} bytes of a key: put it back from a copy, or remove it, and new "
        "marks will not agree with old ones",
        file.string(),
        key_bytes));
  }
  key.resize(key_bytes);
  return std::optional(std::move(key));
}

/// One that nobody else sees before it is whole and on the disk.
base::Result<void> write_new(const fs::path& file, std::string_view bytes) {
  const base::Fd opened(
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!opened) return failure(file, "made");
  const auto written = ::write(opened.number(), bytes.data(), bytes.size());
  if (written != static_cast<ssize_t>(bytes.size()) || ::fsync(opened.number()) != 0)
    return failure(file, "written");
  return {};
}

base::Result<void> make_directories(const fs::path& directory) {
  std::error_code error;
  if (fs::is_directory(directory, error)) return {};
  if (directory.has_parent_path() && directory.parent_path() != directory)
    TRY(make_directories(directory.parent_path()));
  if (::mkdir(directory.c_str(), S_IRWXU) == 0 || errno == EEXIST) return {};
  return failure(directory, "made");
}

/// A link appears at once or not at all, and never takes the place of another's.
base::Result<void> make_key(const fs::path& file) {
  TRY(make_directories(file.parent_path()));
  constexpr std::size_t name_bytes = 12;
  const fs::path mine = file.string() + "." + base::base64_url(base::random_bytes(name_bytes));
  auto made = write_new(mine, base::random_bytes(key_bytes));
  if (made && ::link(mine.c_str(), file.c_str()) != 0 && errno != EEXIST)
    made = failure(file, "made");
  ::unlink(mine.c_str());
  if (!made) return made;
  const base::Fd directory(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || ::fsync(directory.number()) != 0) return failure(file, "kept");
  return {};
}

}  // namespace

base::Result<std::string> redaction_key(const fs::path& home) {
  const fs::path file = home / "runlog.key";
  auto key = TRY(read_key(file));
  if (key) return *std::move(key);
  TRY(make_key(file));
  key = TRY(read_key(file));
  if (key) return *std::move(key);
  return base::unavailable(base::format("{} was removed while it was made", file.string()));
}

}  // namespace runlog
