#include "crew/tokens.hpp"

#include <algorithm>
#include <utility>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/log.hpp"

namespace crew {
namespace {

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// File systems count time in ticks, some of them of two seconds. A second change within the tick
/// of the first may show in no stamp.
bool is_settled(std::int64_t changed_ns) {
  constexpr std::chrono::seconds tick_max{2};
  const base::Instant changed{
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::nanoseconds(changed_ns))};
  return base::system_clock()() > changed + tick_max;
}

bool has_tokens(const Team& team) {
  return std::any_of(team.members.begin(), team.members.end(), [](const Member& member) {
    return member.token_sha256.has_value();
  });
}

}  // namespace

std::optional<std::string> owner_of(const Team& team, std::string_view token) {
  if (token.empty() || token.size() > token_bytes_max) return std::nullopt;
  const std::string hash = base::sha256_hex(token);
  std::optional<std::string> owner;
  // On to the last one, also after a match: how long it takes tells nothing.
  for (const Member& member : team.members) {
    if (member.token_sha256 && base::same_secret(*member.token_sha256, hash)) owner = member.name;
  }
  return owner;
}

Tokens::Tokens(std::optional<Team> team) {
  if (!team) return;
  any_ = has_tokens(*team);
  team_ = std::make_shared<const Team>(*std::move(team));
}

std::optional<std::string> Tokens::agent_of(std::string_view token) {
  const auto team = current();
  return team ? owner_of(*team, token) : std::nullopt;
}

bool Tokens::any() {
  {
    const base::Lock lock(mutex_);
    if (any_) return true;  // for good, so the file need not be looked at
  }
  current();
  const base::Lock lock(mutex_);
  return any_;
}

std::optional<Tokens::Stamp> Tokens::stamp_of(const std::filesystem::path& file) {
  struct stat status {};

  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return Stamp{status.st_dev,
               status.st_ino,
               status.st_size,
               nanoseconds(status.st_mtim),
               nanoseconds(status.st_ctim)};
}

std::shared_ptr<const Team> Tokens::current() {
  const base::Lock lock(mutex_);
  if (!team_) return nullptr;
  const auto stamp = stamp_of(team_->file);
  if (stamp != stamp_ || !settled_) read_again(stamp);
  return team_;
}

void Tokens::read_again(const std::optional<Stamp>& stamp) {
  // The stamp is older than what is read now: a change in between is found by the next call.
  stamp_ = stamp;
  settled_ = !stamp || is_settled(stamp->changed_ns);
  auto read = read_team(team_->file);
  if (!read) {
    const std::string complaint = read.error().message + "; the tokens read before still hold";
    if (complaint != complaint_) base::log(base::LogLevel::error, complaint);
    complaint_ = complaint;
    return;
  }
  complaint_.clear();
  any_ = any_ || has_tokens(*read);
  team_ = std::make_shared<const Team>(std::move(read).value());
}

}  // namespace crew
