#include "git/config_value.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.hpp"

namespace git {
namespace {

struct Section {
  std::string name;
  std::string subsection;
};

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.';
}

/// Reads one file front to back; each function takes what it names off the front.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool skip(char c) {
    if (!starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool starts_with(char c) const { return !rest_.empty() && rest_.front() == c; }

  void skip_all(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }

  void skip_line() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

  std::string take_name() {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_name_character);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    std::string name = base::lower(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return name;
  }

  /// After '['.
  std::optional<Section> take_section() {
    Section section{take_name(), {}};
    skip_all(" \t");
    if (skip('"')) {
      auto quoted = take_subsection();
      if (!quoted) return std::nullopt;
      section.subsection = std::move(*quoted);
    } else if (const auto dot = section.name.find('.'); dot != std::string::npos) {
      section.subsection = section.name.substr(dot + 1);  // [remote.origin], the old spelling
      section.name.resize(dot);
    }
    if (!skip(']')) return std::nullopt;
    return section;
  }

  /// After '='. Nothing if the value is malformed.
  std::optional<std::string> take_value() {
    skip_all(" \t");
    std::string value;
    std::size_t kept = 0;  // blanks at the end fall away unless they were quoted
    bool quoted = false;
    while (!rest_.empty() && rest_.front() != '\n') {
      const char c = take();
      if (c == '"') {
        quoted = !quoted;
        kept = value.size();
      } else if (c == '\\') {
        if (!take_escape(value)) return std::nullopt;
        kept = value.size();
      } else if (!quoted && (c == '#' || c == ';')) {
        skip_line();
      } else {
        value += c;
        if (quoted || (c != ' ' && c != '\t' && c != '\r')) kept = value.size();
      }
    }
    if (quoted) return std::nullopt;
    value.resize(kept);
    return value;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  std::optional<std::string> take_subsection() {
    std::string name;
    while (!rest_.empty() && rest_.front() != '\n') {
      char c = take();
      if (c == '"') return name;
      if (c == '\\' && !rest_.empty() && rest_.front() != '\n') c = take();
      name += c;
    }
    return std::nullopt;
  }

  bool take_escape(std::string& value) {
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    switch (take()) {
      case '\n':
        return true;  // the value goes on in the next line
      case 'n':
        value += '\n';
        return true;
      case 't':
        value += '\t';
        return true;
      case 'b':
        value += '\b';
        return true;
      case '"':
        value += '"';
        return true;
      case '\\':
        value += '\\';
        return true;
      default:
        return false;
    }
  }

  std::string_view rest_;
};

}  // namespace

std::optional<std::string> first_config_value(std::string_view text,
                                              std::string_view section,
                                              std::string_view subsection,
                                              std::string_view key) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Reader reader(text);
  std::optional<std::string> found;
  bool wanted = false;
  while (reader.skip_all(" \t\r\n"), !reader.at_end()) {
    if (reader.skip('[')) {
      const auto read = reader.take_section();
      wanted = read && read->name == section && read->subsection == subsection;
      if (!read) reader.skip_line();
      continue;
    }
    const std::string name = reader.take_name();
    reader.skip_all(" \t");
    if (name.empty() || !reader.skip('=')) {
      reader.skip_line();
      continue;
    }
    auto value = reader.take_value();
    if (!value) reader.skip_line();
    if (!value || !wanted || name != key) continue;
    if (value->empty())
      found.reset();
    else if (!found)
      found = std::move(value);
  }
  return found;
}

}  // namespace git
