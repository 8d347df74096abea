#include "git/checkout.hpp"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "base/text.hpp"
#include "git/config_value.hpp"

namespace git {
namespace {

namespace fs = std::filesystem;

/// HEAD, `.git` files and `commondir` hold one path or reference name.
constexpr std::size_t pointer_bytes_max = 8192;

/// A config larger than this is not one that git wrote.
constexpr std::size_t config_bytes_max = std::size_t{1024} * 1024;

std::optional<std::string> small_file(const fs::path& file, std::size_t bytes_max) {
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) return std::nullopt;  // a FIFO would block
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string bytes(bytes_max + 1, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));
  if (bytes.size() > bytes_max) return std::nullopt;
  return bytes;
}

/// The path that a pointer file holds, relative to the directory it lies in.
std::optional<fs::path> path_in(const fs::path& file, std::string_view label) {
  const auto content = small_file(file, pointer_bytes_max);
  if (!content || !std::string_view(*content).starts_with(label)) return std::nullopt;
  const std::string_view target = base::trimmed(std::string_view(*content).substr(label.size()));
  if (target.empty() || target.find('\0') != std::string_view::npos) return std::nullopt;
  std::error_code failure;
  fs::path path = fs::canonical(file.parent_path() / target, failure);
  if (failure) return std::nullopt;
  return path;
}

bool exists_as_directory(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_plain(std::string_view text) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  return !text.empty() && base::is_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

/// The rest of the reference that a symbolic one holds.
std::optional<std::string> referred(std::string_view content, std::string_view label) {
  if (!content.starts_with(label)) return std::nullopt;
  const std::string_view name = base::trimmed(content.substr(label.size()));
  if (!is_plain(name)) return std::nullopt;
  return std::string(name);
}

std::optional<std::string> branch_of(std::string_view head) {
  return referred(head, "ref: refs/heads/");
}

/// Loose or packed.
bool has_branch(const fs::path& common_dir, const std::string& name) {
  const std::string reference = "refs/heads/" + name;
  std::error_code ignored;
  if (fs::exists(common_dir / reference, ignored)) return true;
  const auto packed = small_file(common_dir / "packed-refs", config_bytes_max);
  return packed && (*packed + "\n").find(" " + reference + "\n") != std::string::npos;
}

std::optional<std::string> origin_of(const fs::path& common_dir) {
  const auto text = small_file(common_dir / "config", config_bytes_max);
  if (!text) return std::nullopt;
  auto url = first_config_value(*text, "remote", "origin", "url");
  if (!url || !is_plain(*url)) return std::nullopt;
  return url;
}

std::optional<Checkout> open_checkout(const fs::path& root, const fs::path& git_dir) {
  const auto head = small_file(git_dir / "HEAD", pointer_bytes_max);
  if (!head) return std::nullopt;
  const fs::path common_dir = path_in(git_dir / "commondir", "").value_or(git_dir);
  if (!exists_as_directory(common_dir / "objects")) return std::nullopt;
  return Checkout{root, git_dir, common_dir, origin_of(common_dir), branch_of(*head)};
}

}  // namespace

std::optional<Checkout> find_checkout(const fs::path& directory) {
  std::error_code failure;
  fs::path root = fs::canonical(directory, failure);
  if (failure) return std::nullopt;
  while (true) {
    const fs::path entry = root / ".git";
    const fs::file_type type = fs::status(entry, failure).type();
    if (type == fs::file_type::regular) {
      const auto git_dir = path_in(entry, "gitdir:");
      return git_dir ? open_checkout(root, *git_dir) : std::nullopt;
    }
    if (type == fs::file_type::directory) {
      if (auto checkout = open_checkout(root, entry)) return checkout;
    }
    if (!root.has_relative_path()) return std::nullopt;
    root = root.parent_path();
  }
}

std::optional<std::string> branch_now(const Checkout& checkout) {
  const auto head = small_file(checkout.git_dir / "HEAD", pointer_bytes_max);
  return head ? branch_of(*head) : std::nullopt;
}

std::optional<std::string> main_branch(const Checkout& checkout) {
  const fs::path remote_head = checkout.common_dir / "refs/remotes/origin/HEAD";
  if (const auto content = small_file(remote_head, pointer_bytes_max))
    if (auto name = referred(*content, "ref: refs/remotes/origin/")) return name;
  for (const std::string_view usual : usual_main_branches)
    if (has_branch(checkout.common_dir, std::string(usual))) return std::string(usual);
  return std::nullopt;
}

}  // namespace git
