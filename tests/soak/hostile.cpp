// hostile QUERIES: so many questions that nobody would ask, to a memory of a few thousand records.
// None may give an error, and no match may be anything but a share. Ends by itself.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/format.hpp"
#include "mcp-memory/store/exported_change.hpp"
#include "mcp-memory/store/record_store.hpp"
#include "support/temporary_directory.hpp"

namespace {

constexpr int records = 4'000;
constexpr int batch = 500;
constexpr std::size_t shown_max = 10;

using Random = std::mt19937;

template <std::size_t count>
const char* one_of(Random& random, const char* const (&texts)[count]) {
  return texts[random() % count];
}

constexpr const char* words[] = {"orders",
                                 "checkout",
                                 "postgresql",
                                 "retry",
                                 "the",
                                 "of",
                                 "disk",
                                 "queue",
                                 "how",
                                 "cache",
                                 "deploy",
                                 "timeout",
                                 "R\xC3\xA9sum\xC3\xA9",
                                 "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E",
                                 "\xD0\xB7\xD0\xB0\xD0\xBA\xD0\xB0\xD0\xB7",
                                 "sqlstate53300",
                                 "src/orders/total.cpp",
                                 "ERR_0x80070005",
                                 "foo::bar<baz>",
                                 "ORDERS_DB_URL",
                                 "\xF0\x9F\x92\xBB",
                                 "x",
                                 "a1"};

constexpr const char* syntax[] = {"AND",
                                  "OR",
                                  "NOT",
                                  "NEAR(",
                                  "NEAR(a b, 3)",
                                  ")",
                                  "(",
                                  "\"",
                                  "\"\"",
                                  "*",
                                  "^",
                                  "title:",
                                  "{title body}:",
                                  "-",
                                  "+",
                                  ":",
                                  ",",
                                  "'",
                                  "''",
                                  ";--",
                                  "%",
                                  "_",
                                  "\\",
                                  "rank",
                                  "MATCH",
                                  "record_words",
                                  "bm25()"};

constexpr const char* punctuation[] = {".",
                                       "!",
                                       "?",
                                       "...",
                                       "-",
                                       "\xE2\x80\x94",
                                       "\xE3\x80\x82",
                                       "[]",
                                       "{}",
                                       "<>",
                                       "/",
                                       "\t",
                                       "\n",
                                       "\r",
                                       "@",
                                       "#",
                                       "$",
                                       "&"};

std::string bytes_of(Random& random, std::size_t count) {
  std::string text;
  for (std::size_t at = 0; at < count; ++at)
    text += static_cast<char>(random() & 0xFFU);
  return text;
}

void append_code_point(std::string& text, char32_t value) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (value < 0x80) return add(value);
  if (value < 0x800) {
    add(0xC0U | (value >> 6U));
  } else if (value < 0x10000) {
    add(0xE0U | (value >> 12U));
    add(0x80U | ((value >> 6U) & 0x3FU));
  } else {
    add(0xF0U | (value >> 18U));
    add(0x80U | ((value >> 12U) & 0x3FU));
    add(0x80U | ((value >> 6U) & 0x3FU));
  }
  add(0x80U | (value & 0x3FU));
}

/// Surrogates and what lies beyond Unicode are among them.
std::string characters_of(Random& random, std::size_t count) {
  constexpr char32_t ends[] = {0x80, 0x300, 0x800, 0x3000, 0xE000, 0x10000, 0x1FFFFF};
  std::string text;
  for (std::size_t at = 0; at < count; ++at)
    append_code_point(text, static_cast<char32_t>(random() % ends[random() % std::size(ends)]));
  return text;
}

template <std::size_t count>
std::string several(Random& random, const char* const (&texts)[count], std::size_t most) {
  std::string text;
  for (std::size_t left = 1 + random() % most; left > 0; --left)
    text.append(one_of(random, texts)).append(random() % 4 == 0 ? "" : " ");
  return text;
}

std::string mixture(Random& random) {
  std::string text;
  for (int part = 0; part < 5; ++part) {
    text += one_of(random, words);
    text += random() % 2 == 0 ? one_of(random, syntax) : one_of(random, punctuation);
    if (random() % 3 == 0) text += bytes_of(random, 2);
    if (random() % 8 == 0) text += '\0';
  }
  return text;
}

std::string long_text(Random& random) {
  std::string text;
  const std::string unit = random() % 2 == 0 ? several(random, words, 9) : mixture(random);
  while (text.size() < 20'000)
    text += unit;
  return text;
}

/// Words that few records share, as in any real memory.
std::string rare_words(Random& random, int count) {
  std::string text;
  for (int at = 0; at < count; ++at)
    text += base::format("word{} ", random() % 5000);
  return text;
}

std::string question(Random& random) {
  switch (random() % 64) {
    case 0:
      return long_text(random);
    case 1:
      return std::string(1 + random() % 3000, one_of(random, syntax)[0]);
    case 2:
      return std::string(random() % 3, '\0');
    default:
      break;
  }
  switch (random() % 6) {
    case 0:
      return bytes_of(random, random() % 40);
    case 1:
      return characters_of(random, random() % 30);
    case 2:
      return several(random, syntax, 12);
    case 3:
      return several(random, punctuation, 20);
    case 4:
      return several(random, words, 4) + rare_words(random, 4);
    default:
      return mixture(random);
  }
}

memory::ExportedChange record(Random& random, int number) {
  memory::ExportedChange change;
  change.id = base::format("{:08}-89ab-7def-8123-456789abcdef", number);
  change.at = "2026-11-22T20:27:00Z";
  change.agent = "devbot";
  change.project = number % 5 == 0 ? "blog" : "shop";
  memory::Draft draft;
  draft.title = base::format("Record {} {}", number, rare_words(random, 4));
  draft.summary = rare_words(random, 15) + one_of(random, words);
  draft.status = "accepted";
  draft.context = draft.decision = draft.rationale = rare_words(random, 30);
  draft.aliases = {several(random, words, 2), "a \"quoted\" alias"};
  change.record = draft;
  return change;
}

bool fill(memory::RecordStore& store) {
  Random random(1);
  for (int number = 0; number < records; number += batch) {
    std::vector<memory::ExportedChange> changes;
    for (int at = number; at < number + batch; ++at)
      changes.push_back(record(random, at));
    const auto results = store.import_changes({}, changes);
    if (!results) {
      std::fprintf(stderr, "hostile: %s\n", results.error().message.c_str());
      return false;
    }
  }
  return true;
}

memory::Filter filter(Random& random) {
  memory::Filter filter{.project = random() % 8 == 0 ? "nowhere" : "shop"};
  filter.superseded = random() % 4 == 0;
  if (random() % 8 == 0) filter.as_of = base::Instant(std::chrono::hours(random() % 600'000));
  if (random() % 8 == 0) filter.type = memory::RecordType::decision;
  return filter;
}

/// What is wrong with the answer; empty if nothing is.
std::string ask(memory::RecordStore& store, Random& random, const std::string& asked) {
  const base::Instant now{std::chrono::hours(498'000)};
  const std::size_t skipped = random() % 4 == 0 ? random() % 20 : 0;
  const auto found = store.search({}, asked, filter(random), now, {skipped, shown_max});
  if (!found) return found.error().message;
  if (found->matches.size() > shown_max) return "more matches than were asked for";
  for (const memory::Match& match : found->matches)
    if (!(match.strength >= 0 && match.strength <= 1)) return "a strength that is no share";
  return {};
}

void print_escaped(const std::string& text) {
  for (const char c : text.substr(0, 400))
    std::fprintf(stderr, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
  std::fprintf(stderr, " (%zu bytes)\n", text.size());
}

}  // namespace

int main(int argc, char** argv) {
  const long wanted = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 0;
  if (wanted <= 0) {
    std::fprintf(stderr, "usage: hostile QUERIES\n");
    return 2;
  }
  const support::TemporaryDirectory directory;
  memory::RecordStore store(directory.path() / "memory.db");
  if (!fill(store)) return 1;
  std::atomic<long> left{wanted};
  std::atomic<long> wrong{0};
  {
    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < std::max(1U, std::thread::hardware_concurrency()); ++thread)
      threads.emplace_back([&, thread] {
        Random random(100 + thread);
        while (left.fetch_sub(1) > 0 && wrong < 20) {
          const std::string asked = question(random);
          const std::string what = ask(store, random, asked);
          if (what.empty()) continue;
          ++wrong;
          std::fprintf(stderr, "hostile: %s: ", what.c_str());
          print_escaped(asked);
        }
      });
  }
  std::printf(
      "%ld hostile questions to %d records: %ld went wrong\n", wanted, records, wrong.load());
  return wrong == 0 ? 0 : 1;
}
