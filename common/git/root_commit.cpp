#include "base/format.hpp"
#include "base/module.hpp"
#include "git/checkout.hpp"
#include "git/root_commit_module.hpp"

namespace git {

base::Result<std::string> root_commit(const Checkout& checkout) {
  const auto find =
      TRY(base::module_function<RootCommitFunction>(root_commit_module, root_commit_symbol));
  RootCommit answer;
  find.call(checkout.git_dir.c_str(), &answer);
  const std::string repository = checkout.root.string();
  switch (answer.status) {
    case RootCommitStatus::found:
      return std::string(answer.text.data());
    case RootCommitStatus::unborn:
      return base::not_found(base::format("{} has no commit yet: make the first one", repository));
    case RootCommitStatus::shallow:
      return base::unavailable(base::format(
          "{} does not hold its first commit: fetch the whole history (git fetch --unshallow)",
          repository));
    case RootCommitStatus::failed:
      break;
  }
  return base::unavailable(
      base::format("cannot read the history of {}: {}", repository, answer.text.data()));
}

}  // namespace git
