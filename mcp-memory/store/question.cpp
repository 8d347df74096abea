#include "mcp-memory/store/question.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/store/entries.hpp"
#include "mcp-memory/store/words.hpp"
#include "sqlite/full_text.hpp"

namespace memory {
namespace {

constexpr std::size_t fragments_max = 6;

/// A trigram table is asked for each three characters in a row, so this bounds the work.
constexpr std::size_t fragment_bytes_max = 24;

/// Words in more rows than this share of all, and rows beyond this many in all, are left out while
/// rarer words are there.
constexpr double common_share = 0.2;
constexpr std::int64_t rows_asked_max = 6000;

const std::vector<const char*>& tokenizer_of_words() {
  static const std::vector<const char*> words = {"porter", "unicode61", "remove_diacritics", "2"};
  return words;
}

std::string quoted(std::string_view word) {
  std::string text = "\"";
  for (const char c : word) {
    if (c == '\0') continue;
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

void add_alternative(Asked& asked, std::string_view word) {
  if (!asked.expression.empty()) asked.expression += " OR ";
  asked.expression += quoted(word);
}

base::Result<std::int64_t> rows_with(sqlite::Connection& connection, const std::string& stem) {
  auto row = TRY(connection.prepare("SELECT doc FROM record_terms WHERE term = ?"));
  TRY(row.bind(stem));
  if (!TRY(row.step())) return std::int64_t{0};
  return row.integer(0);
}

/// In a small memory every word is rare; so many records more, which have none of them, keep words
/// that are found from counting for less than those that are not.
constexpr double rows_assumed = 1000;

double weight_of(std::int64_t rows, std::int64_t rows_in_all) {
  const double with = static_cast<double>(rows);
  const double all = std::max(static_cast<double>(rows_in_all), with) + rows_assumed;
  return std::log(1 + (all - with + 0.5) / (with + 0.5));
}

std::vector<Term> distinct_terms(const std::vector<sqlite::Token>& tokens,
                                 std::string_view question) {
  std::vector<Term> terms;
  for (const sqlite::Token& token : tokens) {
    if (terms.size() == terms_max) break;
    const bool known = std::any_of(
        terms.begin(), terms.end(), [&](const Term& term) { return term.stem == token.text; });
    if (known) continue;
    const auto spelling = question.substr(token.begin, token.end - token.begin);
    terms.push_back(
        {.spelling = std::string(spelling), .stem = token.text, .place = token.position});
  }
  return terms;
}

/// Words that say nothing count only if there are no others.
void leave_out_empty_words(std::vector<Term>& terms) {
  const auto is_empty = [](const Term& term) {
    return says_nothing(term.spelling) || term.spelling.size() < 2;
  };
  if (!std::all_of(terms.begin(), terms.end(), is_empty)) std::erase_if(terms, is_empty);
}

std::string_view without_brackets(std::string_view word) {
  constexpr std::string_view before = "\"'`()[]{}<>,;!?";
  constexpr std::string_view behind = "\"'`()[]{}<>,;!?.:";
  const std::size_t begin = word.find_first_not_of(before);
  if (begin == std::string_view::npos) return {};
  word.remove_prefix(begin);
  return word.substr(0, word.find_last_not_of(behind) + 1);
}

std::vector<std::string_view> fragments_in(std::string_view question) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  std::vector<std::string_view> fragments;
  while (fragments.size() < fragments_max) {
    const std::size_t begin = question.find_first_not_of(blanks);
    if (begin == std::string_view::npos) break;
    question.remove_prefix(begin);
    const std::string_view whole = question.substr(0, question.find_first_of(blanks));
    question.remove_prefix(whole.size());
    const std::string_view word = without_brackets(whole);
    if (word.size() >= 3 && is_fragment(word)) fragments.push_back(word);
  }
  return fragments;
}

/// Scripts that put no blanks between words: Thai to Khmer, kana, Chinese characters.
bool is_unspaced(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0FFF) || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF) || (c >= 0x3040 && c <= 0x30FF) ||
         (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// Where words are not told apart, each three characters in a row; else the fragment as it stands.
std::vector<std::string_view> parts_of(std::string_view fragment) {
  constexpr std::size_t parts_max = 12;
  std::vector<std::size_t> begins;
  bool unspaced = false;
  for (std::size_t at = 0; at < fragment.size();) {
    const base::CodePoint point = base::first_code_point(fragment.substr(at));
    unspaced = unspaced || is_unspaced(point.value);
    begins.push_back(at);
    at += point.bytes;
  }
  if (!unspaced) return {base::prefix(fragment, fragment_bytes_max)};
  begins.push_back(fragment.size());
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at + 3 < begins.size() && parts.size() < parts_max; ++at)
    parts.push_back(fragment.substr(begins[at], begins[at + 3] - begins[at]));
  return parts;
}

}  // namespace

base::Result<std::vector<Term>> terms_of(sqlite::Connection& connection,
                                         std::string_view question) {
  const auto tokens = TRY(sqlite::tokens_of(connection, tokenizer_of_words(), question));
  std::vector<Term> terms = distinct_terms(tokens, question);
  leave_out_empty_words(terms);
  const std::int64_t rows_in_all = TRY(newest_position(connection));
  for (Term& term : terms) {
    term.rows = TRY(rows_with(connection, term.stem));
    term.weight = weight_of(term.rows, rows_in_all);
  }
  return terms;
}

std::vector<Term> worth_asking(std::vector<Term> terms, std::int64_t rows_in_all) {
  std::erase_if(terms, [](const Term& term) { return term.rows == 0; });
  std::stable_sort(
      terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.rows < b.rows; });
  const auto common = static_cast<std::int64_t>(common_share * static_cast<double>(rows_in_all));
  std::vector<Term> asked;
  std::int64_t rows = 0;
  for (Term& term : terms) {
    const bool too_many =
        rows + term.rows > rows_asked_max || term.rows > std::max<std::int64_t>(common, 50);
    if (!asked.empty() && too_many) break;
    rows += term.rows;
    asked.push_back(std::move(term));
  }
  std::sort(
      asked.begin(), asked.end(), [](const Term& a, const Term& b) { return a.place < b.place; });
  return asked;
}

Asked ask_for_words(const std::vector<Term>& terms, double total_weight) {
  Asked asked;
  asked.weights = base::format("{:.6g}", total_weight);
  for (const Term& term : terms) {
    add_alternative(asked, term.spelling);
    asked.weights += base::format(" {:.6g} {}", term.weight, term.place);
  }
  return asked;
}

Asked ask_for_fragments(std::string_view question) {
  std::vector<std::string_view> parts;
  for (const std::string_view fragment : fragments_in(question))
    for (const std::string_view part : parts_of(fragment))
      parts.push_back(part);
  if (parts.size() > terms_max) parts.resize(terms_max);
  Asked asked;
  double total = 0;
  std::string weights;
  for (const std::string_view part : parts) {
    add_alternative(asked, part);
    total += static_cast<double>(part.size());
    weights += base::format(" {} 0", part.size());
  }
  asked.weights = base::format("{:.6g}{}", total, weights);
  return asked;
}

double total_weight(const std::vector<Term>& terms) {
  double total = 0;
  for (const Term& term : terms)
    total += term.weight;
  return total;
}

}  // namespace memory
