#include "mcp-runlog/redaction/marker.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/format.hpp"
#include "secrets/mark.hpp"

namespace runlog {
namespace {

std::vector<Redaction> joined(std::vector<Redaction> pieces) {
  std::stable_sort(pieces.begin(), pieces.end(), [](const Redaction& a, const Redaction& b) {
    return a.begin < b.begin;
  });
  std::vector<Redaction> apart;
  for (const Redaction& piece : pieces) {
    if (!apart.empty() && piece.begin <= apart.back().end) {
      apart.back().end = std::max(apart.back().end, piece.end);
    } else {
      apart.push_back(piece);
    }
  }
  return apart;
}

}  // namespace

std::string Marker::mark(std::string_view kind, std::string_view secret) const {
  constexpr std::string_view assigned = "value assigned to ";
  if (kind.starts_with(assigned)) kind.remove_prefix(assigned.size());
  std::string tag;
  for (const char byte : base::hmac_sha256(key_, secret).substr(0, secrets::tag_digits / 2))
    tag += base::format("{:02x}", static_cast<unsigned char>(byte));
  return secrets::mark(kind, tag);
}

Marker::Marked Marker::replace(std::string_view text, std::vector<Redaction> pieces) const {
  Marked marked{{}, 0};
  std::size_t at = 0;
  const auto put_mark = [&](std::size_t end, std::string_view kind) {
    if (end <= at) return;
    marked.text += mark(kind, text.substr(at, end - at));
    ++marked.marks;
    at = end;
  };
  const auto keep = [&](std::size_t end) {
    if (end <= at) return;
    marked.text.append(text.substr(at, end - at));
    at = end;
  };
  secrets::MarkPlace old = secrets::next_mark(text, 0);
  for (const auto& [begin, end, kind] : joined(std::move(pieces))) {
    keep(begin);
    while (old.begin < end) {
      put_mark(std::max(at, old.begin), kind);
      keep(old.end);
      old = secrets::next_mark(text, old.end);
    }
    put_mark(end, kind);
  }
  keep(text.size());
  return marked;
}

}  // namespace runlog
