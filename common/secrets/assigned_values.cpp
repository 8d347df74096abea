// name = value in the spellings of code, YAML, JSON, shells, XML, headers and connection strings.
// A name is looked at only where an operator follows; what its value looks like then decides.

#include <algorithm>
#include <optional>

#include "secrets/rules.hpp"
#include "secrets/secret_names.hpp"
#include "secrets/value.hpp"

namespace secrets {
namespace {

constexpr Characters name_character("A-Za-z0-9_.-");
constexpr Characters line_end("\r\n");
constexpr Characters quote("\"'`");
constexpr std::size_t blanks_max = 64;

/// Where a value is written decides how much it must look like a secret.
enum class Place {
  prose,       ///< may be a sentence that goes on
  assignment,  ///< quoted, as in a shell, in XML, as an option, or alone on a line of YAML
  connection   ///< a connection string says that it is a password
};

struct Name {
  std::size_t begin;  ///< with the word before, as in "API key"
  std::size_t word;
  std::size_t end;
};

struct Value {
  std::size_t begin;
  std::size_t end;
  Place place;
};

/// Past the quote and bracket that close a name: "name", \"name\", ['name'].
std::size_t skip_closers(const Text& text, std::size_t at) {
  if (text.at(at) == '\\' && quote.has(text.at(at + 1))) ++at;
  if (quote.has(text.at(at))) ++at;
  return text.at(at) == ']' ? at + 1 : at;
}

std::optional<std::size_t> skip_operator(const Text& text, std::size_t at) {
  constexpr std::string_view operators[] = {"===", "==", "=>", "?=", ":=", "=", ":"};
  constexpr Characters more("=:>");
  constexpr Characters first("=:?");
  if (!first.has(text.at(at))) return std::nullopt;
  for (const std::string_view spelling : operators) {
    if (!text.has(at, spelling)) continue;
    const std::size_t end = at + spelling.size();
    return more.has(text.at(end)) ? std::nullopt : std::optional(end);
  }
  return std::nullopt;
}

/// True if only blanks, a list's dash or `export` stand before on the line.
bool begins_line(const Text& text, std::size_t at) {
  constexpr std::string_view exporting = "export ";
  if (at >= exporting.size() && text.has(at - exporting.size(), exporting)) return true;
  constexpr Characters indentation(" \t-");
  std::size_t begin = at;
  while (begin > 0 && at - begin < blanks_max && indentation.has(text.at(begin - 1)))
    --begin;
  return begin == 0 || line_end.has(text.at(begin - 1));
}

constexpr Characters opens_call("([");

/// getenv(X), os.environ[ and the like.
bool is_call(std::string_view value) {
  constexpr Characters end_of_call("()[];,");
  return value.find_first_of("([") != std::string_view::npos && end_of_call.has(value.back());
}

/// Reads names and values front to back.
class Reader {
 public:
  explicit Reader(const Text& text) : text_(text) {}

  Findings read() {
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t end = text_.run_end(at, name_character);
      if (end == at) {
        leave_connection_at(text_.at(at++));
        continue;
      }
      read_name_at(at, end);
      at = end;
    }
    return std::move(findings_);
  }

 private:
  /// A connection string is one line without commas; a call and a map are none.
  void leave_connection_at(char c) {
    constexpr Characters ends_connection("\n,(){}");
    if (ends_connection.has(c)) in_connection_ = false;
  }

  void read_name_at(std::size_t begin, std::size_t end) {
    const bool goes_on = last_name_.end + 1 == begin && text_.at(begin - 1) == ' ';
    const Name name{goes_on ? last_name_.word : begin, begin, end};
    last_name_ = name;
    if (begin < findings_end()) return;
    const auto value = value_of(name);
    if (!value) return;
    if (text_.at(end) == '=' && stands_beside_password(name)) in_connection_ = true;
    judge(name, *value);
  }

  std::size_t findings_end() const { return findings_.empty() ? 0 : findings_.back().end; }

  bool stands_beside_password(const Name& name) const {
    return is_connection_key(last_bytes(name.begin, name.end)) ||
           is_connection_key(last_bytes(name.word, name.end));
  }

  /// Names have no limit, but nobody needs to read all of a long one.
  std::string_view last_bytes(std::size_t begin, std::size_t end) const {
    constexpr std::size_t bytes_max = 64;
    return text_.slice(std::max(begin, end - std::min(end, bytes_max)), end);
  }

  std::optional<Value> value_of(const Name& name) {
    if (text_.at(name.word - 1) == '<' && text_.at(name.end) == '>')
      return bare_value(name.end + 1, Place::assignment);
    const bool is_option = text_.has(name.word, "-") && text_.at(name.end) == ' ';
    const std::size_t closed = skip_closers(text_, name.end);
    const std::size_t at = text_.run_end(closed, blank, blanks_max);
    const auto behind = is_option && !operator_at(at) ? at : skip_operator(text_, at);
    if (!behind) return std::nullopt;
    const std::size_t begin = text_.run_end(*behind, blank, blanks_max);
    if (const auto quoted = quoted_value(begin)) return quoted;
    const bool is_tight = text_.at(closed) == '=' && begin == closed + 1;
    if (is_option) return bare_value(begin, Place::assignment);
    if (is_tight) return tight_value(name, begin);
    return line_value(name, begin);
  }

  bool operator_at(std::size_t at) const { return skip_operator(text_, at).has_value(); }

  /// To the closing quote on the same line; nothing if there is no such pair.
  std::optional<Value> quoted_value(std::size_t at) {
    constexpr Characters prefix("fFrRbBuU$@");
    constexpr Characters inside = Characters::all_but("\"'`\\\r\n");
    if (prefix.has(text_.at(at)) && quote.has(text_.at(at + 1))) ++at;
    const bool is_escaped = text_.at(at) == '\\';
    const char mark = text_.at(is_escaped ? at + 1 : at);
    if (!quote.has(mark)) return std::nullopt;
    const std::size_t begin = at + (is_escaped ? 2 : 1);
    for (std::size_t end = begin;; ++end) {
      end = text_.run_end(end, inside);
      const char c = text_.at(end);
      if (end >= text_.size() || line_end.has(c)) return bare_value(begin, Place::assignment);
      if (!is_escaped && c == mark) return Value{begin, end, Place::assignment};
      if (c != '\\') continue;
      if (is_escaped && text_.at(end + 1) == mark) return Value{begin, end, Place::assignment};
      if (!is_escaped) ++end;
    }
  }

  /// What is not quoted ends where code or a sentence goes on.
  Value bare_value(std::size_t begin, Place place) {
    static constexpr Characters bare = Characters::all_but(" \t\r\n\"'`\\,;<>(){}[]|");
    return {begin, run_end(begin, bare, bare_end_), place};
  }

  /// After name= without blanks. In a shell or an env file anything but a blank is part of the
  /// value; in a query it ends with '&', elsewhere as any other.
  Value tight_value(const Name& name, std::size_t begin) {
    static constexpr Characters shell = Characters::all_but(" \t\r\n\"'`\\<>;");
    static constexpr Characters query = Characters::all_but(" \t\r\n\"'`\\<>;&#,");
    const char before = text_.at(name.word - 1);
    if (before == '?' || before == '&' || before == '#')
      return {begin, run_end(begin, query, query_end_), Place::assignment};
    const bool stands_alone = name.word == 0 || blank.has(before) || line_end.has(before);
    if (!stands_alone) return bare_value(begin, Place::assignment);
    const std::size_t end = run_end(begin, shell, shell_end_);
    return {begin, without_closers(begin, end), Place::assignment};
  }

  /// After `name: ` or `name = `: alone on its line, or in a sentence.
  Value line_value(const Name& name, std::size_t begin) {
    const Value value = bare_value(begin, Place::prose);
    const std::size_t rest = text_.run_end(value.end, blank, blanks_max);
    const bool ends_line = rest >= text_.size() || line_end.has(text_.at(rest));
    const bool is_alone = ends_line && begins_line(text_, name.word);
    return {value.begin, value.end, is_alone ? Place::assignment : Place::prose};
  }

  /// A run ends at the same byte wherever in it one begins to read, so it is read once.
  std::size_t run_end(std::size_t begin, const Characters& characters, std::size_t& known) const {
    if (begin >= known) known = text_.run_end(begin, characters);
    return known;
  }

  /// Without the brackets and commas of what is around the value, unless it has opened them.
  std::size_t without_closers(std::size_t begin, std::size_t end) const {
    constexpr Characters closers(")]},.");
    constexpr std::size_t closers_max = 8;
    std::size_t trimmed = end;
    while (trimmed > begin && end - trimmed < closers_max && closers.has(text_.at(trimmed - 1)))
      --trimmed;
    const std::string_view first = text_.slice(begin, std::min(trimmed, begin + 64));
    return first.find_first_of("([{") == std::string_view::npos ? trimmed : end;
  }

  void judge(const Name& name, const Value& given) {
    const SecretName known = read_name(last_bytes(name.begin, name.end));
    if (known.promise == Promise::nothing || is_judged_often(given)) return;
    const Value value = until_next_pair(given);
    const bool is_password = known.promise == Promise::password;
    if (is_password && is_in_connection(name, value)) return judge_in_connection(value);
    const std::string_view shown = judged(value);
    if (shown.find_first_of(" \t") != std::string_view::npos) return;
    const bool is_quoted = quote.has(text_.at(value.begin - 1));
    if (!is_quoted && (is_call(shown) || opens_call.has(text_.at(value.end)))) return;
    if (is_placeholder(shown) || is_reference(shown)) return;
    const bool may_be_chosen = is_password && value.place == Place::assignment;
    if (looks_random(shown) || (may_be_chosen && looks_chosen(shown)))
      findings_.push_back({known.kind, value.begin, value.end});
  }

  /// In a:b:c:... each name has the rest as its value. Whoever writes so does not mean secrets.
  bool is_judged_often(const Value& value) {
    constexpr std::size_t judgements_max = 8;
    if (value.end != judged_end_) judgements_ = 0;
    judged_end_ = value.end;
    return value.begin >= value.end || ++judgements_ > judgements_max;
  }

  /// In a query, & and a name begin another pair; else & is part of the value.
  Value until_next_pair(const Value& value) const {
    const std::string_view shown = judged(value);
    const auto* at = std::find(shown.begin(), shown.end(), '&');
    while (at != shown.end()) {
      const auto* name_end = std::find_if_not(at + 1, shown.end(), is_in_name);
      const bool is_pair = name_end != shown.end() && *name_end == '=' && name_end > at + 1;
      if (is_pair)
        return {
            value.begin, value.begin + static_cast<std::size_t>(at - shown.begin()), value.place};
      at = std::find(name_end, shown.end(), '&');
    }
    return value;
  }

  std::string_view judged(const Value& value) const {
    constexpr std::size_t bytes_max = 128;
    return text_.slice(value.begin, std::min(value.end, value.begin + bytes_max));
  }

  bool is_in_connection(const Name& name, const Value& value) const {
    if (text_.at(name.end) != '=' || quote.has(text_.at(value.begin - 1))) return false;
    if (in_connection_) return true;
    constexpr Characters separators("; ");
    constexpr std::size_t key_bytes_max = 32;
    const std::size_t key = text_.run_end(value.end, separators, 2);
    std::size_t key_end = text_.run_end(key, name_character, key_bytes_max);
    if (text_.at(key_end) == ' ')
      key_end = text_.run_end(key_end + 1, name_character, key_bytes_max);
    return key > value.end && text_.at(key_end) == '=' &&
           is_connection_key(text_.slice(key, key_end));
  }

  /// Here even a short word is the password.
  void judge_in_connection(const Value& value) {
    static constexpr Characters part = Characters::all_but(" \t\r\n\"'`;&,()<>\\");
    const std::size_t end = run_end(value.begin, part, part_end_);
    const Value password{value.begin, end, Place::connection};
    if (end <= value.begin) return;
    const std::string_view shown = judged(password);
    if (is_call(shown) || is_placeholder(shown) || is_reference(shown)) return;
    findings_.push_back({"password in a connection string", value.begin, end});
  }

  static bool is_in_name(char c) { return name_character.has(c); }

  const Text& text_;
  Findings findings_;
  Name last_name_{any, any, any - 1};
  bool in_connection_ = false;  ///< a key of a connection string was read, and it may go on
  std::size_t judged_end_ = 0;
  std::size_t judgements_ = 0;  ///< of values with that end
  std::size_t bare_end_ = 0;
  std::size_t shell_end_ = 0;
  std::size_t query_end_ = 0;
  std::size_t part_end_ = 0;
};

}  // namespace

Findings find_assigned_values(const Text& text) {
  return Reader(text).read();
}

}  // namespace secrets
