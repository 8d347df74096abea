#include "sqlite/write_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <string>
#include <system_error>

#include "base/format.hpp"
#include "base/log.hpp"
#include "sqlite/error.hpp"

namespace sqlite {
namespace {

// flock could wait in the kernel, but then neither a stop nor a deadline would end it. So who waits
// listens for the bells, and looks from time to time whether somebody died without ringing, or is
// of a version that has none.
constexpr std::chrono::microseconds pause_max{16'000};

constexpr Bell lock_is_free = Bell::first;
constexpr Bell place_is_free = Bell::second;

/// In the lock file, behind the bells.
constexpr off_t doubt_at = 8;

}  // namespace

std::filesystem::path lock_path_of(const std::filesystem::path& database) {
  return database.native() + ".lock";
}

std::optional<int> holder_of(const std::filesystem::path& lock_path) {
  struct stat status {};

  if (::stat(lock_path.c_str(), &status) != 0) return std::nullopt;
  const std::string inode = base::format(":{}", status.st_ino);
  std::ifstream locks("/proc/locks");
  // 1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF
  std::string number, kind, strictness, access, pid, file, start, end;
  while (locks >> number >> kind >> strictness >> access >> pid >> file >> start >> end) {
    int holder = 0;
    std::from_chars(pid.data(), pid.data() + pid.size(), holder);
    if (kind == "FLOCK" && file.ends_with(inode) && holder > 0) return holder;
  }
  return std::nullopt;
}

WriteLock::WriteLock(const std::filesystem::path& database)
    : path_(lock_path_of(database)), random_(std::random_device{}()) {}

WriteLock::Held::~Held() {
  if (lock_ != nullptr) lock_->let_go();
}

void WriteLock::let_go() {
  ::flock(file_.number(), LOCK_UN);
  bells_.ring(lock_is_free);
}

base::Result<WriteLock::Held> WriteLock::take(std::stop_token stop, Deadline deadline) {
  while (true) {
    const std::uint32_t freed = bells_.rung(lock_is_free);
    const std::uint32_t left = bells_.rung(place_is_free);
    if (TRY(try_once())) return Held(*this);
    const bool gives_up = stop.stop_requested() || std::chrono::steady_clock::now() >= deadline;
    if (gives_up) let_others_be_next();
    if (stop.stop_requested()) return stopped_error();
    if (gives_up) return still_held();
    if (is_next_) {
      pause(lock_is_free, freed);
    } else {
      pause(place_is_free, left);
    }
  }
}

void WriteLock::note_doubt(char doubt) {
  if (!file_ || ::pwrite(file_.number(), &doubt, 1, doubt_at) == 1) return;
  base::log(base::LogLevel::warning,
            base::format("{}: cannot be written: {}; end all programs that use the store, or what "
                         "they write next may not outlast a power cut",
                         path_.native(),
                         std::generic_category().message(errno)));
}

bool WriteLock::is_log_doubted() const {
  char doubt = 0;
  const ssize_t got = ::pread(file_.number(), &doubt, 1, doubt_at);
  return got < 0 || doubt != 0;  // a disk that cannot even be read is to be doubted
}

base::Result<bool> WriteLock::try_once() {
  if (!file_) TRY(open());
  if (!is_next_ && !become_next()) return false;
  if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK || errno == EINTR) return false;
    const std::string why = std::generic_category().message(errno);
    let_others_be_next();
    return base::unavailable(base::format("{}: cannot be locked: {}", path_.native(), why));
  }
  let_others_be_next();
  if (!was_replaced()) return true;
  file_.reset();
  return false;
}

void WriteLock::let_others_be_next() {
  if (!is_next_) return;
  lock_first_byte(F_UNLCK);
  is_next_ = false;
  bells_.ring(place_is_free);
}

bool WriteLock::lock_first_byte(short type) const {
  struct flock first_byte {};

  first_byte.l_type = type;
  first_byte.l_whence = SEEK_SET;
  first_byte.l_len = 1;
  if (::fcntl(file_.number(), F_OFD_SETLK, &first_byte) == 0) return true;
  const bool is_taken = errno == EAGAIN || errno == EACCES || errno == EINTR;
  return !is_taken;  // without such locks nobody is next, and all wait alike
}

bool WriteLock::become_next() {
  is_next_ = lock_first_byte(F_WRLCK);
  return is_next_;
}

void WriteLock::pause(Bell bell, std::uint32_t rung) {
  std::uniform_int_distribution<std::int64_t> jitter(pause_max.count() / 2, pause_max.count());
  bells_.wait(bell, rung, std::chrono::microseconds(jitter(random_)));
}

base::Result<void> WriteLock::open() {
  base::Fd file(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) {
    return base::unavailable(base::format("{}: cannot be opened: {}; check its permissions",
                                          path_.native(),
                                          std::generic_category().message(errno)));
  }
  file_ = std::move(file);
  bells_ = Bells(file_.number());
  return {};
}

/// Someone who tidies up may delete the file; then we would hold a lock that nobody else sees.
bool WriteLock::was_replaced() const {
  struct stat ours {};

  struct stat named {};

  if (::fstat(file_.number(), &ours) != 0 || ::stat(path_.c_str(), &named) != 0) return true;
  return ours.st_ino != named.st_ino || ours.st_dev != named.st_dev;
}

base::Error WriteLock::still_held() const {
  const std::optional<int> holder = holder_of(path_);
  const std::string who = holder ? base::format("process {}", *holder) : "another process";
  return base::busy(base::format("{} is held by {}; try again", path_.native(), who));
}

}  // namespace sqlite
