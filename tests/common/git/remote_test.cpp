#include "git/remote.hpp"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

std::string normalised(std::string_view url) {
  return git::normalised_remote(url, "/srv/tree");
}

}  // namespace

TEST_CASE("every address of one repository gives one name") {
  for (const std::string url : {"git@github.com:Owner/Repo.git",
                                "git@github.com:Owner/Repo",
                                "git@github.com:/Owner/Repo.git/",
                                "github.com:Owner/Repo",
                                "GitHub.COM:Owner/Repo",
                                "ssh://git@github.com/Owner/Repo.git",
                                "ssh://git@github.com:22/Owner/Repo.git",
                                "SSH://git@github.com:22/Owner/Repo.git",
                                "ssh://git@github.com:/Owner/Repo",
                                "git+ssh://git@github.com/Owner/Repo",
                                "git://github.com/Owner/Repo.git",
                                "git://github.com:9418/Owner/Repo.git",
                                "https://github.com/Owner/Repo",
                                "https://github.com/Owner/Repo/",
                                "https://github.com/Owner/Repo.git///",
                                "https://github.com:443//Owner//Repo.git",
                                "http://github.com:80/Owner/Repo.git",
                                "https://github.com./Owner/Repo.git",
                                "https://user@github.com/Owner/Repo.git",
                                "https://user:token@github.com/Owner/Repo.git",
                                "https://user:to@ken@github.com/Owner/Repo.git",
                                "https://github.com/Owner/Repo.git?token=secret",
                                "https://github.com/Owner/Repo#secret",
                                "user:token@github.com:Owner/Repo.git",
                                "user:token@github.com/Owner/Repo.git",
                                "[git@github.com:22]:Owner/Repo.git",
                                "git@[github.com:22]:Owner/Repo.git",
                                "hg::https://github.com/Owner/Repo",
                                "  https://github.com/Owner/Repo\n"}) {
    CAPTURE(url);
    CHECK(normalised(url) == "github.com/Owner/Repo");
  }
}

TEST_CASE("different repositories keep different names") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"https://github.com/owner/Repo", "github.com/owner/Repo"},
      {"https://github.com/Owner/Repo.github", "github.com/Owner/Repo.github"},
      {"https://github.com/Owner/Re.git.po", "github.com/Owner/Re.git.po"},
      {"ssh://git@host:2222/o/r.git", "host:2222/o/r"},
      {"https://host:22/o/r", "host:22/o/r"},
      {"ssh://host:443/o/r", "host:443/o/r"},
      {"[git@host:2222]:o/r", "host:2222/o/r"},
      {"git@host:22/o/r", "host/22/o/r"},
      {"git@host:team@2/repo", "host/team@2/repo"},
      {"git@host:~me/repo", "host/~me/repo"},
      {"ssh://host/~me/repo", "host/~me/repo"},
      {"ssh://[FE80::1]:22/o/r", "[fe80::1]/o/r"},
      {"ssh://[::1]:23/o/r", "[::1]:23/o/r"},
      {"git@[::1]:o/r", "[::1]/o/r"},
      {"codecommit::eu-west-1://profile@repo", "repo"},
      {"s3://bucket/repo", "bucket/repo"},
      {"https://host", "host"},
      {"https://host/", "host"},
      {"https://host/\xC3\xA9t\xC3\xA9", "host/\xC3\xA9t\xC3\xA9"},
  };
  for (const auto& [url, name] : names) {
    CAPTURE(url);
    CHECK(normalised(url) == name);
  }
}

TEST_CASE("a local remote is an absolute path") {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"/srv/git/Repo.git", "file:/srv/git/Repo"},
      {"/srv/git/Repo.git/", "file:/srv/git/Repo"},
      {"/srv/Repo/.git", "file:/srv/Repo"},
      {"/srv//x/../git/./Repo", "file:/srv/git/Repo"},
      {"file:///srv/git/Repo.git", "file:/srv/git/Repo"},
      {"FILE:///srv/git/Repo", "file:/srv/git/Repo"},
      {"file://localhost/srv/git/Repo", "file:/srv/git/Repo"},
      {"../Repo.git", "file:/srv/Repo"},
      {"./a:b", "file:/srv/tree/a:b"},
      {"/a:b@c", "file:/a:b@c"},
      {"repo", "file:/srv/tree/repo"},
      {"../../../../..", "file:/"},
      {"/", "file:/"},
      {"[odd", "file:/srv/tree/[odd"},
  };
  for (const auto& [url, name] : names) {
    CAPTURE(url);
    CHECK(normalised(url) == name);
  }
}

TEST_CASE("an address that names nothing gives nothing") {
  for (const std::string_view url : {std::string_view(""),
                                     std::string_view("  "),
                                     std::string_view("https://"),
                                     std::string_view("https:///x"),
                                     std::string_view("https://user@/x"),
                                     std::string_view("https://:443/x"),
                                     std::string_view(":x"),
                                     std::string_view("@:x"),
                                     std::string_view("https://ho\nst/x"),
                                     std::string_view("https://host/x\0y", 16),
                                     std::string_view("https://host/\x1B[31m"),
                                     std::string_view("https://host/\xFF")}) {
    CAPTURE(url);
    CHECK(normalised(url).empty());
  }
}

TEST_CASE("no mixture of separators leads astray or lets a secret through") {
  const std::vector<std::string> parts = {
      "@", ":", "/", "[", "]", "::", "://", "s3cret@", "u:", ".git", "h"};
  for (const auto& a : parts) {
    for (const auto& b : parts) {
      for (const auto& c : parts) {
        for (const auto& d : parts) {
          const std::string name = normalised(a + b + c + d);
          CHECK((name.empty() || name.find("//") == std::string::npos));
        }
        const std::string name = normalised("https://" + a + "u:s3cret@" + b + "h" + c);
        if (a.find('/') != std::string::npos || b.find('/') != std::string::npos) continue;
        CAPTURE(a, b, c);
        CHECK(name.find("s3cret") == std::string::npos);
      }
    }
  }
}
