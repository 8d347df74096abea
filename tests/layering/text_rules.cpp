#include <algorithm>
#include <cctype>
#include <filesystem>

#include "layering/rules.hpp"
#include "layering/source.hpp"

namespace layering {
namespace {

struct Secret {
  std::string_view prefix;
  std::size_t tail_chars_min;  ///< letters, digits, '-' and '_' that follow in the real thing
};

/// Openings that only real credentials have. Adjacent literals keep this file from finding itself.
constexpr Secret secret_openings[] = {
    {"-----BEGIN"
     " PRIVATE KEY",
     0},
    {"-----BEGIN"
     " RSA PRIVATE KEY",
     0},
    {"-----BEGIN"
     " OPENSSH PRIVATE KEY",
     0},
    {"sk-"
     "ant-",
     16},
    {"ghp_", 30},
    {"github_pat_", 30},
    {"glpat-", 16},
    {"xoxb-", 16},
    {"AKIA", 16},
    {"Bearer ", 24},
};

/// Places that exist on one machine only.
constexpr std::string_view workplaces[] = {
    "/work"
    "/",
    "/root"
    "/"};

bool is_token_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

std::size_t token_chars(std::string_view text) {
  const auto* end = std::find_if_not(text.begin(), text.end(), is_token_char);
  return static_cast<std::size_t>(end - text.begin());
}

bool holds(std::string_view line, const Secret& secret) {
  for (std::size_t at = line.find(secret.prefix); at != std::string_view::npos;
       at = line.find(secret.prefix, at + 1)) {
    if (token_chars(line.substr(at + secret.prefix.size())) >= secret.tail_chars_min) return true;
  }
  return false;
}

struct Link {
  std::size_t line;
  std::string target;
};

/// The line without its `code spans`.
std::string without_code_spans(std::string_view line) {
  std::string shown;
  bool code = false;
  for (const char c : line) {
    if (c == '`') code = !code;
    if (!code && c != '`') shown += c;
  }
  return shown;
}

void collect_links(std::string_view line, std::size_t number, std::vector<Link>& links) {
  const std::string shown = without_code_spans(line);
  for (std::size_t at = shown.find("]("); at != std::string::npos; at = shown.find("](", at + 1)) {
    const std::size_t end = shown.find_first_of(") ", at + 2);
    if (end == std::string::npos) return;
    links.push_back({number, shown.substr(at + 2, end - at - 2)});
  }
}

std::vector<Link> links_of(std::string_view markdown) {
  std::vector<Link> links;
  bool fenced = false;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(markdown)) {
    ++number;
    if (trimmed(line).starts_with("```")) fenced = !fenced;
    if (!fenced) collect_links(line, number, links);
  }
  return links;
}

/// The path from the root that a link leads to, without its #fragment; empty for a link out of the
/// tree or within the page.
std::string path_of(const File& page, const Link& link) {
  const std::string target = link.target.substr(0, link.target.find('#'));
  if (target.empty() || target.find("://") != std::string::npos || target.starts_with("mailto:"))
    return {};
  const auto path = std::filesystem::path(page.path).parent_path() / target;
  std::string normal = path.lexically_normal().generic_string();
  if (normal.ends_with('/')) normal.pop_back();
  return normal;
}

bool leads_somewhere(const Files& files, const std::string& path) {
  return path == "." || std::any_of(files.begin(), files.end(), [&](const File& file) {
           return file.path == path || file.path.starts_with(path + "/");
         });
}

}  // namespace

Violations dead_links(const Files& files) {
  Violations violations;
  for (const File& page : files) {
    if (!page.path.ends_with(".md")) continue;
    for (const Link& link : links_of(page.text)) {
      const std::string path = path_of(page, link);
      if (path.empty() || leads_somewhere(files, path)) continue;
      violations.push_back({page.path, link.line, link.target + " leads nowhere"});
    }
  }
  return violations;
}

Violations workplace_paths(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    for (const std::string_view place : workplaces) {
      const std::size_t at = file.text.find(place);
      if (at == std::string::npos) continue;
      violations.push_back({file.path,
                            line_at(file.text, at),
                            "names " + std::string(place) + ", a path of one machine"});
    }
  }
  return violations;
}

Violations secrets(const Files& files) {
  Violations violations;
  for (const File& file : files) {
    std::size_t number = 0;
    for (const std::string_view line : lines_of(file.text)) {
      ++number;
      const bool found = std::any_of(std::begin(secret_openings),
                                     std::end(secret_openings),
                                     [&](const Secret& secret) { return holds(line, secret); });
      if (found)
        violations.push_back(
            {file.path, number, "looks like a credential; take it out and revoke it"});
    }
  }
  return violations;
}

}  // namespace layering
