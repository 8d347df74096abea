#include "crew/project.hpp"

#include "base/env.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "config/yaml.hpp"
#include "git/checkout.hpp"
#include "git/remote.hpp"

namespace crew {
namespace {

namespace fs = std::filesystem;

base::Result<std::string> checked(const std::string& project) {
  constexpr std::size_t project_bytes_max = 200;
  if (base::is_unexpanded(project)) {
    return base::invalid(
        base::format("the project is \"{}\": the launcher did not expand the variable; name the "
                     "project or leave it out",
                     config::shown(project)));
  }
  const bool is_one_line = project.find_first_of("\n\t") == std::string::npos;
  if (project.size() <= project_bytes_max && is_one_line &&
      base::without_hidden_characters(project) == project) {
    return project;
  }
  return base::invalid(base::format(
      "the project \"{}\" is not allowed: at most {} bytes on one line, without hidden characters",
      config::shown(project),
      project_bytes_max));
}

std::string project_of_path(const fs::path& directory) {
  std::error_code failure;
  fs::path path = fs::weakly_canonical(directory, failure);
  if (failure) path = fs::absolute(directory, failure).lexically_normal();
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  return "path:" + path.string();
}

}  // namespace

base::Result<std::string> project_of(const std::optional<std::string>& override,
                                     const fs::path& directory) {
  if (override && !base::trimmed(*override).empty()) {
    return checked(std::string(base::trimmed(*override)));
  }
  const auto checkout = git::find_checkout(directory);
  if (!checkout) return project_of_path(directory);
  if (checkout->origin_url) {
    std::string origin = git::normalised_remote(*checkout->origin_url, checkout->root);
    if (!origin.empty()) return origin;
  }
  const auto root = git::root_commit(*checkout);
  if (root) return "root:" + *root;
  if (root.error().kind == base::ErrorKind::not_found) return project_of_path(checkout->root);
  // Another name for the same repository would part its records for good.
  return base::unavailable(base::format(
      "{}; name the project instead: --project or AGENT_SMITH_PROJECT", root.error().message));
}

}  // namespace crew
