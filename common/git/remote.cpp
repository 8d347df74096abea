#include "git/remote.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/text.hpp"

namespace git {
namespace {

constexpr auto npos = std::string_view::npos;

std::string_view default_port(std::string_view scheme) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> ports{{
      {"ssh", "22"},
      {"git+ssh", "22"},
      {"ssh+git", "22"},
      {"git", "9418"},
      {"http", "80"},
      {"https", "443"},
      {"ftp", "21"},
      {"ftps", "990"},
  }};
  for (const auto& [name, port] : ports) {
    if (name == scheme) return port;
  }
  return {};
}

bool is_one_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  });
}

bool has_control_characters(std::string_view text) {
  return std::any_of(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::string_view without_trailing_slashes(std::string_view path) {
  while (path.ends_with('/'))
    path.remove_suffix(1);
  return path;
}

/// "Owner/Repo" of "/Owner//Repo.git/".
std::string repository_path(std::string_view path) {
  path = without_trailing_slashes(path);
  if (path.ends_with(".git")) path.remove_suffix(4);
  std::string tidy;
  for (const std::string_view part : base::split(path, '/')) {
    if (part.empty()) continue;
    if (!tidy.empty()) tidy += '/';
    tidy += part;
  }
  return tidy;
}

/// `authority` is [user[:password]@]host[:port]; an IPv6 host stands in brackets.
std::string remote_name(std::string_view authority,
                        std::string_view path,
                        std::string_view scheme) {
  authority.remove_prefix(authority.rfind('@') + 1);
  const std::size_t colon =
      authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  std::string_view host = authority.substr(0, colon);
  const std::string_view port = colon == npos ? std::string_view() : authority.substr(colon + 1);
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty()) return {};
  std::string name = base::lower(host);
  if (!port.empty() && port != default_port(scheme)) name.append(":").append(port);
  const std::string tidy = repository_path(path);
  if (!tidy.empty()) name.append("/").append(tidy);
  return name;
}

std::string local_name(std::string_view path, const std::filesystem::path& base) {
  const std::string absolute = (base / path).lexically_normal().string();
  return "file:/" + repository_path(absolute);
}

/// ssh://git@host:22/path
std::string url_name(std::string_view url,
                     std::size_t scheme_end,
                     const std::filesystem::path& base) {
  const std::string scheme = base::lower(url.substr(0, scheme_end));
  std::string_view rest = url.substr(scheme_end + 3);
  if (scheme == "file") {
    if (rest.starts_with("localhost/")) rest.remove_prefix(std::string_view("localhost").size());
    return local_name(rest, base);
  }
  rest = rest.substr(0, rest.find_first_of("?#"));  // may carry a token
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  return remote_name(rest.substr(0, slash), rest.substr(slash), scheme);
}

/// git@host:path. Nothing if the text is not of this form.
std::optional<std::string> short_form_name(std::string_view text) {
  const std::string_view head = text.substr(0, text.find('/'));
  const std::size_t colon = head.find(':');
  if (colon == npos) return std::nullopt;
  const std::size_t first_at = head.find('@');
  if (first_at != npos && colon < first_at && !head.starts_with('[')) {
    // user:token@host..., which git does not understand either: but the token must not become a
    // name.
    return short_form_name(text.substr(head.rfind('@') + 1))
        .value_or(remote_name(head, text.substr(head.size()), "ssh"));
  }
  const bool has_user = first_at < colon && !head.starts_with('[');
  const std::string_view rest = has_user ? text.substr(first_at + 1) : text;
  if (!rest.starts_with('[')) {
    const std::size_t host_end = rest.find(':');
    return remote_name(rest.substr(0, host_end), rest.substr(host_end + 1), "ssh");
  }
  const std::size_t close = rest.find("]:");
  if (close == npos) return std::nullopt;
  const std::string_view inside = rest.substr(1, close - 1);  // [::1], or [host:port]
  const bool is_ipv6 = std::count(inside.begin(), inside.end(), ':') > 1;
  return remote_name(is_ipv6 ? rest.substr(0, close + 1) : inside, rest.substr(close + 2), "ssh");
}

}  // namespace

std::string normalised_remote(std::string_view url, const std::filesystem::path& base) {
  url = base::trimmed(url);
  if (url.empty() || has_control_characters(url) || !base::is_utf8(url)) return {};
  for (std::size_t helper = url.find("::"); helper != npos && is_one_word(url.substr(0, helper));
       helper = url.find("::")) {
    url.remove_prefix(helper + 2);  // "hg::https://..." names the program that speaks to the remote
  }
  const std::size_t scheme_end = url.find("://");
  if (scheme_end != npos && is_one_word(url.substr(0, scheme_end))) {
    return url_name(url, scheme_end, base);
  }
  if (auto name = short_form_name(url)) return *name;
  return local_name(url, base);
}

}  // namespace git
