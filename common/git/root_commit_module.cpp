#include "git/root_commit_module.hpp"

#include <git2.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

namespace {

using git::RootCommit;
using git::RootCommitStatus;

/// Longer than any first-parent history known; bounds the time that a made-up one can take.
constexpr std::uint32_t commits_max = 2'000'000;

using Repository = std::unique_ptr<git_repository, decltype(&git_repository_free)>;
using Objects = std::unique_ptr<git_odb, decltype(&git_odb_free)>;
using Object = std::unique_ptr<git_odb_object, decltype(&git_odb_object_free)>;

void answer_with(RootCommit& answer, RootCommitStatus status, std::string_view text) {
  answer.status = status;
  const std::size_t size = std::min(text.size(), answer.text.size() - 1);
  std::memcpy(answer.text.data(), text.data(), size);
  answer.text.at(size) = '\0';
}

void answer_with_git_error(RootCommit& answer) {
  const git_error* error = git_error_last();
  answer_with(
      answer, RootCommitStatus::failed, error == nullptr ? "unknown error" : error->message);
}

/// The owner check protects those who run what a repository configures; here a history is read, no
/// more, and containers see checkouts of other owners all the time. The extensions named do not
/// change how commits are stored. The configuration of the user and the machine has no say in it.
bool start_to_only_read() {
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  const char* extensions[] = {
      "worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"};
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, std::size(extensions));
  for (const git_config_level_t level :
       {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
    git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
  }
  return true;
}

/// From the bytes of a commit: "tree <hex>\nparent <hex>\n...". libgit2's own commits follow
/// grafts, which would make the end of a shallow clone look like a first commit.
std::optional<git_oid> first_parent(std::string_view commit) {
  constexpr std::string_view label = "parent ";
  const std::size_t line_end = commit.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  commit.remove_prefix(line_end + 1);
  if (!commit.starts_with(label) || commit.size() < label.size() + GIT_OID_HEXSZ)
    return std::nullopt;
  git_oid parent;
  if (git_oid_fromstrn(&parent, commit.data() + label.size(), GIT_OID_HEXSZ) != 0)
    return std::nullopt;
  return parent;
}

void follow_first_parents(git_odb* objects, git_oid commit, RootCommit& answer) {
  for (std::uint32_t seen = 0; seen < commits_max; ++seen) {
    git_odb_object* read = nullptr;
    const int failure = git_odb_read(&read, objects, &commit);
    if (failure == GIT_ENOTFOUND) {
      return answer_with(
          answer, RootCommitStatus::shallow, "the history ends before its first commit");
    }
    if (failure != 0) return answer_with_git_error(answer);
    const Object object(read, git_odb_object_free);
    if (git_odb_object_type(read) != GIT_OBJECT_COMMIT) {
      return answer_with(answer, RootCommitStatus::failed, "HEAD does not lead to a commit");
    }
    const auto parent = first_parent(
        {static_cast<const char*>(git_odb_object_data(read)), git_odb_object_size(read)});
    if (!parent) {
      char hex[GIT_OID_HEXSZ + 1];
      return answer_with(answer, RootCommitStatus::found, git_oid_tostr(hex, sizeof hex, &commit));
    }
    commit = *parent;
  }
  answer_with(answer, RootCommitStatus::failed, "the history is too long");
}

void find_root_commit(const char* git_dir, RootCommit& answer) {
  git_repository* opened = nullptr;
  if (git_repository_open_ext(&opened, git_dir, GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) != 0) {
    return answer_with_git_error(answer);
  }
  const Repository repository(opened, git_repository_free);
  git_oid head;
  const int failure = git_reference_name_to_id(&head, opened, "HEAD");
  if (failure == GIT_ENOTFOUND)
    return answer_with(answer, RootCommitStatus::unborn, "no commit yet");
  git_odb* objects = nullptr;
  if (failure != 0 || git_repository_odb(&objects, opened) != 0)
    return answer_with_git_error(answer);
  const Objects owned(objects, git_odb_free);
  follow_first_parents(objects, head, answer);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void agent_smith_root_commit_1(
    const char* git_dir, RootCommit* answer) noexcept {
  [[maybe_unused]] static const bool started = start_to_only_read();  // once, whoever comes first
  find_root_commit(git_dir, *answer);
}

static_assert(std::is_same_v<decltype(agent_smith_root_commit_1), git::RootCommitFunction>);
