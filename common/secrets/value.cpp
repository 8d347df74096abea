#include "secrets/value.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.hpp"
#include "base/uuid.hpp"
#include "secrets/characters.hpp"

namespace secrets {
namespace {

constexpr std::size_t judged_bytes_max = 128;
constexpr std::size_t secret_bytes_min = 8;
constexpr double entropy_bits_min = 2.5;

constexpr Characters letter("A-Za-z");
constexpr Characters variable_name_character("A-Za-z0-9_:.-");
constexpr Characters between_words("_./:,@=+-");

/// Anywhere in a value, they make it a template or a mask.
constexpr std::string_view template_marks[] = {
    "${", "$(", "{{", "<%", "%(", "***", "...", "xxxx", "####", "\xE2\x80\xA6", "\xE2\x80\xA2"};

constexpr std::string_view stand_ins[] = {"example",
                                          "changeme",
                                          "change-me",
                                          "change_me",
                                          "placeholder",
                                          "redacted",
                                          "dummy",
                                          "yourpassword",
                                          "yourtoken",
                                          "notasecret",
                                          "notreal"};

/// As one of the words of a value.
constexpr std::string_view stand_in_words[] = {"your",
                                               "here",
                                               "todo",
                                               "tbd",
                                               "none",
                                               "null",
                                               "undefined",
                                               "true",
                                               "false",
                                               "insert",
                                               "replace",
                                               "unset",
                                               "masked",
                                               "removed",
                                               "sample"};

/// As the whole value: what documents write for a password, and verbs of printf.
constexpr std::string_view whole_stand_ins[] = {
    "password", "passwd", "pass", "pwd", "pw", "passwort", "token", "%s", "%d", "%v", "%q", "?"};

template <class Words>
bool contains_any(const Words& words, std::string_view text) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

template <class Words>
bool is_any(const Words& words, std::string_view text) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

bool has_any(std::string_view text, const Characters& characters) {
  return std::any_of(text.begin(), text.end(), [&](char c) { return characters.has(c); });
}

/// Calls `use` with every piece between separators.
template <class Use>
void for_each_piece(std::string_view value, const Characters& piece_characters, Use use) {
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t begin = at;
    while (at < value.size() && piece_characters.has(value[at]))
      ++at;
    if (at > begin) use(value.substr(begin, at - begin));
    if (at < value.size()) ++at;
  }
}

std::array<std::size_t, 256> counts_of(std::string_view bytes) {
  std::array<std::size_t, 256> counts{};
  for (const char c : bytes)
    ++counts[static_cast<unsigned char>(c)];
  return counts;
}

/// Shannon entropy: bits for each byte.
double entropy_bits(std::string_view bytes) {
  double bits = 0;
  for (const std::size_t count : counts_of(bytes)) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(bytes.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

std::size_t distinct_bytes(std::string_view bytes) {
  const auto counts = counts_of(bytes);
  return counts.size() -
         static_cast<std::size_t>(std::count(counts.begin(), counts.end(), std::size_t{0}));
}

struct Traits {
  std::size_t letters = 0;
  std::size_t digit_runs = 0;
  std::size_t longest_digit_run = 0;
  std::size_t lower_runs = 0;  ///< in lower case, without a break
  std::size_t short_lower_runs = 0;
};

Traits traits_of(std::string_view piece) {
  constexpr std::size_t short_run_max = 2;
  Traits traits;
  for_each_piece(piece, digit, [&](std::string_view digits) {
    ++traits.digit_runs;
    traits.longest_digit_run = std::max(traits.longest_digit_run, digits.size());
  });
  for_each_piece(piece, lower_letter, [&](std::string_view letters) {
    ++traits.lower_runs;
    if (letters.size() <= short_run_max) ++traits.short_lower_runs;
  });
  traits.letters = static_cast<std::size_t>(
      std::count_if(piece.begin(), piece.end(), [](char c) { return letter.has(c); }));
  return traits;
}

/// A word, words in camelCase, a number, or words with one number in them, as people name things.
/// Random letters keep their case for one or two places mostly, words for more.
bool is_like_words(std::string_view piece) {
  constexpr std::size_t number_digits_max = 5;
  constexpr std::size_t letters_to_judge_min = 10;
  constexpr std::size_t lower_runs_to_judge_min = 3;
  const Traits traits = traits_of(piece);
  if (traits.letters == 0) return true;
  if (traits.digit_runs > 1 || traits.longest_digit_run > number_digits_max) return false;
  const bool changes_often = traits.lower_runs >= lower_runs_to_judge_min &&
                             traits.short_lower_runs * 2 > traits.lower_runs;
  return traits.letters < letters_to_judge_min || !changes_often;
}

bool is_variable(std::string_view value) {
  const std::string_view name = value.substr(1);
  return value.front() == '$' && consists_of(name, variable_name_character) && !looks_random(name);
}

/// `value` is enclosed by `open` and `close`.
bool is_between(std::string_view value, char open, char close) {
  return value.size() > 1 && value.front() == open && value.back() == close;
}

bool is_template(std::string_view value, const std::string& lowered) {
  if (contains_any(template_marks, lowered)) return true;
  const std::size_t brace = value.find('{');
  if (brace != std::string_view::npos && value.find('}', brace) != std::string_view::npos)
    return true;
  return is_between(value, '<', '>') || is_between(value, '[', ']') || is_between(value, '%', '%');
}

bool is_path(std::string_view value) {
  for (const std::string_view start : {"./", "../", "~/"}) {
    if (value.starts_with(start)) return true;
  }
  // A random value in Base64 may begin with a slash, but then hardly with a word in lower case.
  constexpr std::size_t word_bytes_min = 2;
  if (!value.starts_with('/')) return false;
  const std::string_view first = value.substr(1, value.find('/', 1) - 1);
  return first.size() >= word_bytes_min && consists_of(first, lower_letter);
}

/// vault:secret/data/orders, sha256:0123...: a word, a colon, and a path or a digest.
bool is_scheme_and_place(std::string_view value) {
  constexpr std::size_t digest_digits_min = 32;
  constexpr Characters scheme("a-z0-9+-");
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos || colon < 2 || !lower_letter.has(value.front()))
    return false;
  if (!consists_of(value.substr(0, colon), scheme)) return false;
  const std::string_view place = value.substr(colon + 1);
  return place.find('/') != std::string_view::npos ||
         (place.size() >= digest_digits_min && consists_of(place, hex));
}

}  // namespace

bool is_placeholder(std::string_view value) {
  constexpr std::size_t mask_bytes_min = 4;
  value = value.substr(0, judged_bytes_max);
  if (value.empty()) return true;
  if (value.size() >= mask_bytes_min && distinct_bytes(value) <= 2) return true;
  const std::string lowered = base::lower(value);
  if (is_template(value, lowered) || is_variable(value)) return true;
  if (contains_any(stand_ins, lowered) || is_any(whole_stand_ins, lowered)) return true;
  bool found = false;
  for_each_piece(
      lowered, letter, [&](std::string_view word) { found |= is_any(stand_in_words, word); });
  return found;
}

bool is_reference(std::string_view value) {
  value = value.substr(0, judged_bytes_max);
  if (value.find("://") != std::string_view::npos || base::is_uuid(value)) return true;
  return is_path(value) || is_scheme_and_place(value);
}

bool looks_random(std::string_view value) {
  value = value.substr(0, judged_bytes_max);
  if (value.size() < secret_bytes_min || entropy_bits(value) < entropy_bits_min) return false;
  std::size_t random_bytes = 0;
  for_each_piece(value, alnum, [&](std::string_view piece) {
    if (!is_like_words(piece)) random_bytes += piece.size();
  });
  return random_bytes >= secret_bytes_min;
}

bool looks_chosen(std::string_view value) {
  value = value.substr(0, judged_bytes_max);
  if (value.size() < secret_bytes_min || !has_any(value, letter)) return false;
  const bool special = std::any_of(
      value.begin(), value.end(), [](char c) { return !alnum.has(c) && !between_words.has(c); });
  if (special) return true;
  if (!has_any(value, digit)) return false;
  // orders-db-v2 and ORDERS_DB_2 name something.
  const bool one_case = !has_any(value, lower_letter) || !has_any(value, upper_letter);
  return !(one_case && has_any(value, between_words));
}

}  // namespace secrets
