#include "layering/source.hpp"

#include <algorithm>
#include <cctype>

namespace layering {
namespace {

bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// One past `mark`, searched from `from`; the end of the text when it never comes.
std::size_t after(std::string_view text, std::string_view mark, std::size_t from) {
  const std::size_t found = text.find(mark, from);
  return found == std::string_view::npos ? text.size() : found + mark.size();
}

std::size_t quoted_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

/// The quote in 1'000 separates digits.
bool separates_digits(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (is_name_char(text[begin - 1]) || text[begin - 1] == '\''))
    --begin;
  return begin < at && std::isdigit(static_cast<unsigned char>(text[begin])) != 0;
}

/// The end of the comment or literal that begins at `at`, or `at` itself if none does.
std::size_t blank_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return after(text, "*/", at + 2);
  if (rest.starts_with("R\"") && (at == 0 || !is_name_char(text[at - 1]))) {
    const std::size_t open = std::min(text.find('(', at), text.size());
    const std::string close = ")" + std::string(text.substr(at + 2, open - at - 2)) + "\"";
    return after(text, close, open);
  }
  if (rest.starts_with('"')) return quoted_end(text, at);
  if (rest.starts_with('\'') && !separates_digits(text, at)) return quoted_end(text, at);
  return at;
}

/// Preprocessor lines and their continuations turned to spaces as well.
std::string without_directives(std::string code) {
  bool directive = false;
  for (std::size_t begin = 0; begin < code.size();) {
    const std::size_t end = std::min(code.find('\n', begin), code.size());
    const std::string_view line = trimmed(std::string_view(code).substr(begin, end - begin));
    directive = directive || line.starts_with('#');
    const bool continues = line.ends_with('\\');
    if (directive)
      std::fill(code.begin() + static_cast<std::ptrdiff_t>(begin),
                code.begin() + static_cast<std::ptrdiff_t>(end),
                ' ');
    directive = directive && continues;
    begin = end + 1;
  }
  return code;
}

std::string_view without_template(std::string_view head) {
  if (!head.starts_with("template")) return head;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < head.size(); ++at) {
    if (head[at] == '<') ++depth;
    if (head[at] == '>' && --depth == 0) return trimmed(head.substr(at + 1));
  }
  return head;
}

enum class Brace { scope, function, other };

/// What a brace opens, told from the text before it and the rest of its line.
Brace brace_kind(std::string_view head, std::string_view rest_of_line) {
  const std::string_view declaration = without_template(trimmed(head));
  for (const std::string_view word : {"namespace", "class", "struct", "union", "enum", "extern"}) {
    const auto found = find_word(declaration, word);
    if (!found.empty() && found.front() == 0) return Brace::scope;
  }
  const std::string_view rest = trimmed(rest_of_line);
  const bool body = rest.empty() || rest.ends_with('}');
  const bool signature = declaration.find(')') != std::string_view::npos;
  return signature && body ? Brace::function : Brace::other;
}

bool ends_access_specifier(std::string_view head) {
  return has_word("public private protected", trimmed(head));
}

/// Walks over the braces of one file and notes the functions that open at namespace or class level.
class FunctionScan {
 public:
  explicit FunctionScan(std::string_view code) : code_(code) {}

  std::vector<Function> run() {
    for (at_ = 0; at_ < code_.size(); ++at_)
      step(code_[at_]);
    return std::move(functions_);
  }

 private:
  struct Open {
    Brace kind;
    std::size_t line;
  };

  bool in_scope() const { return open_.empty() || open_.back().kind == Brace::scope; }

  std::string_view head() const { return code_.substr(head_begin_, at_ - head_begin_); }

  void step(char c) {
    if (c == '\n') ++line_;
    if (c == '{') open();
    if (c == '}' && !open_.empty()) close();
    if (!in_scope()) return;
    if (c == ';' || (c == ':' && ends_access_specifier(head()))) head_begin_ = at_ + 1;
  }

  void open() {
    const std::size_t line_end = std::min(code_.find('\n', at_), code_.size());
    const std::string_view rest = code_.substr(at_ + 1, line_end - at_ - 1);
    const Brace kind = in_scope() ? brace_kind(head(), rest) : Brace::other;
    open_.push_back({kind, line_});
    if (kind == Brace::scope) head_begin_ = at_ + 1;
  }

  void close() {
    const Open closed = open_.back();
    open_.pop_back();
    if (closed.kind == Brace::function) {
      functions_.push_back({closed.line, line_ - closed.line + 1});
    }
    if (closed.kind != Brace::other) head_begin_ = at_ + 1;
  }

  std::string_view code_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t head_begin_ = 0;
  std::vector<Open> open_;
  std::vector<Function> functions_;
};

}  // namespace

std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = blank_end(text, at);
    for (std::size_t i = at; i < end; ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
    at = std::max(end, at + 1);
  }
  return code;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<Include> includes_of(std::string_view text) {
  const std::string code = code_of(text);
  const auto code_lines = lines_of(code);
  const auto text_lines = lines_of(text);
  std::vector<Include> includes;
  for (std::size_t at = 0; at < code_lines.size(); ++at) {
    if (!trimmed(code_lines[at]).starts_with("#include")) continue;
    const std::size_t open = text_lines[at].find_first_of("\"<");
    const std::size_t close = text_lines[at].find_first_of("\">", open + 1);
    if (open == std::string_view::npos || close == std::string_view::npos) continue;
    includes.push_back({at + 1, std::string(text_lines[at].substr(open + 1, close - open - 1))});
  }
  return includes;
}

std::vector<Function> functions_of(std::string_view text) {
  const std::string code = without_directives(code_of(text));
  return FunctionScan(code).run();
}

std::vector<std::size_t> find_word(std::string_view code, std::string_view word) {
  std::vector<std::size_t> found;
  for (std::size_t at = code.find(word); at != std::string_view::npos;
       at = code.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (at > 0 && is_name_char(code[at - 1])) continue;
    if (end < code.size() && is_name_char(code[end])) continue;
    found.push_back(at);
  }
  return found;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool has_word(std::string_view spaced_list, std::string_view word) {
  const std::string list = " " + std::string(spaced_list) + " ";
  return !word.empty() && list.find(" " + std::string(word) + " ") != std::string::npos;
}

bool is_source(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

bool is_product(std::string_view path) {
  return is_source(path) && (path.starts_with("common/") || path.starts_with("mcp-"));
}

std::string_view room_of(std::string_view path) {
  constexpr std::string_view common = "common/";
  if (!path.starts_with(common)) return {};
  path.remove_prefix(common.size());
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view server_of(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (!path.starts_with("mcp-") || slash == std::string_view::npos) return {};
  return path.substr(0, slash);
}

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

}  // namespace layering
