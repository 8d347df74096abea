#include "bench/corpus.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/clock.hpp"
#include "base/format.hpp"
#include "bench/random.hpp"
#include "json/writer.hpp"

namespace bench {
namespace {

constexpr std::size_t stem_count = 30'000;

/// What a question says beside what it is about.
constexpr std::array<std::string_view, 12> asking_words = {
    "how", "does", "the", "when", "what", "is", "we", "why", "with", "after", "for", "in"};

std::string syllable(std::size_t number) {
  constexpr std::string_view consonants = "bdfgklmnprstvz";
  constexpr std::string_view vowels = "aeiou";
  return {consonants[number / vowels.size() % consonants.size()], vowels[number % vowels.size()]};
}

/// Common stems have two syllables, the others three. Neighbours in rank do not look alike.
std::string stem_of(std::size_t rank) {
  constexpr std::size_t syllables = 70;
  constexpr std::size_t short_stems = 2000;
  constexpr std::string_view finals = "bdgkmnprtv";
  const std::size_t mixed = rank < short_stems
                                ? rank * 1709 % (syllables * syllables)
                                : rank * 151'051 % (syllables * syllables * syllables);
  std::string stem = syllable(mixed % syllables) + syllable(mixed / syllables % syllables);
  if (rank >= short_stems) stem += syllable(mixed / syllables / syllables);
  return stem + finals[(mixed * 7 + rank) % finals.size()];
}

std::string capitalised(std::string text) {
  text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

/// One record while it is written: it draws words and remembers them.
class Author {
 public:
  Author(const Vocabulary& vocabulary, Random random) : vocabulary_(vocabulary), random_(random) {}

  std::string draft() {
    left_ = random_.between(40, 120);
    const std::size_t kind = random_.between(0, 19);
    out_.begin_object().member("type", type_of(kind));
    out_.member("title", title()).member("summary", sentence(random_.between(9, 20)));
    list("tags", random_.between(1, 3), [&] { return word(); });
    list("aliases", random_.between(1, 2), [&] { return phrase(2); });
    list("scope", 1, [&] { return path(); });
    if (kind < 8) {
      decide();
    } else if (kind < 13) {
      report();
    } else if (kind < 17) {
      advise();
    } else {
      instruct();
    }
    return out_.end_object().take();
  }

  const std::vector<std::string>& words() const { return words_; }

 private:
  static const char* type_of(std::size_t kind) {
    if (kind < 8) return "decision";
    if (kind < 13) return "incident";
    return kind < 17 ? "pattern" : "runbook";
  }

  std::string word() {
    words_.push_back(vocabulary_.drawn(random_.next()));
    if (left_ > 0) --left_;
    return words_.back();
  }

  std::string inflected() {
    constexpr std::array<std::string_view, 6> endings = {"", "", "", "s", "ed", "ing"};
    return word().append(random_.any(endings));
  }

  std::string phrase(std::size_t count) {
    std::string text = inflected();
    for (std::size_t at = 1; at < count; ++at)
      text.append(" ").append(inflected());
    return text;
  }

  std::string title() { return capitalised(phrase(random_.between(4, 8))); }

  std::string sentence(std::size_t count) { return capitalised(phrase(count)) + "."; }

  /// A share of the words that are left, as sentences.
  std::string prose(std::size_t shares) {
    std::size_t count = std::max<std::size_t>(left_ / shares, 3);
    std::string text;
    while (count > 0) {
      const std::size_t length = std::min(count, random_.between(6, 14));
      text.append(text.empty() ? "" : " ").append(sentence(length));
      count -= length;
    }
    return text;
  }

  std::string path() {
    const std::string folder = word();
    return "src/" + folder + "/" + word() + ".cpp";
  }

  std::string error_text() {
    return base::format("E{} {}{}Error: lib{}.so.{} {}",
                        random_.between(1000, 9999),
                        capitalised(word()),
                        capitalised(word()),
                        word(),
                        random_.between(1, 9),
                        phrase(3));
  }

  template <class Make>
  void list(std::string_view name, std::size_t count, Make make) {
    out_.key(name).begin_list();
    for (std::size_t at = 0; at < count; ++at)
      out_.text(make());
    out_.end_list();
  }

  void decide() {
    out_.member("status", random_.one_in(5) ? "proposed" : "accepted");
    out_.member("context", prose(4)).member("decision", prose(3));
    out_.key("options").begin_list().begin_object();
    out_.member("name", phrase(2)).member("rejected_because", prose(4)).end_object().end_list();
    out_.member("rationale", prose(1));
  }

  void report() {
    constexpr std::array<const char*, 4> severities = {"sev1", "sev2", "sev3", "sev4"};
    out_.member("status", random_.one_in(50) ? "open" : "resolved");
    out_.member("severity", random_.any(severities)).member("started_at", "2025-11-22T20:27:00Z");
    list("symptoms", random_.between(1, 2), [&] { return error_text(); });
    out_.member("impact", prose(4)).member("root_cause", prose(2)).member("resolution", prose(1));
  }

  void advise() {
    out_.member("status", random_.one_in(3) ? "candidate" : "established");
    out_.member("problem", prose(4)).member("when_to_use", prose(4)).member("solution", prose(1));
  }

  void instruct() {
    out_.member("status", "active").member("risk", "read_only");
    list("triggers", random_.between(1, 2), [&] { return error_text(); });
    list("verification", 1, [&] { return prose(5); });
    out_.key("steps").begin_list();
    for (std::size_t step = random_.between(2, 4); step > 0; --step) {
      const std::string command = word() + "ctl --" + word();
      out_.begin_object().member("action", prose(step)).member("command", command).end_object();
    }
    out_.end_list();
  }

  const Vocabulary& vocabulary_;
  Random random_;
  std::size_t left_ = 0;  ///< words that are still to be written
  std::vector<std::string> words_;
  json::Writer out_;
};

Author author_of(const Vocabulary& vocabulary, std::uint64_t seed, std::uint64_t number) {
  return {vocabulary, Random(seed, 1, number)};
}

/// One every five minutes from 2025-12-01 on.
std::int64_t milliseconds_of(std::uint64_t number) {
  return 1'764'547'200'000 + static_cast<std::int64_t>(number) * 300'000;
}

std::string id_of(std::uint64_t number) {
  const auto ms = static_cast<std::uint64_t>(milliseconds_of(number));
  const std::uint64_t tail = number * 0x9E3779B97F4A7C15U;
  return base::format(
      "{:08x}-{:04x}-7000-8000-{:012x}", ms >> 16U, ms & 0xFFFFU, tail & 0xFFFFFFFFFFFFU);
}

/// A line of an export up to the members of its kind.
std::string change_opened(std::string_view kind, std::uint64_t record, std::uint64_t at) {
  constexpr std::array<const char*, 5> agents = {"anna", "bob", "devbot", "opsbot", "zoe"};
  json::Writer out;
  out.begin_object().member("change", kind).member("id", id_of(record));
  out.member("at", base::to_iso(base::Instant(std::chrono::milliseconds(milliseconds_of(at)))));
  out.member("agent", agents[at % agents.size()]).member("project", corpus_project);
  out.member("revision", std::int64_t{1});
  return out.take();
}

}  // namespace

Vocabulary::Vocabulary() {
  double sum = 0;
  for (std::size_t rank = 0; rank < stem_count; ++rank) {
    stems_.push_back(stem_of(rank));
    sum += 1 / static_cast<double>(rank + 1);
    shares_up_to_.push_back(sum);
  }
  for (double& share : shares_up_to_)
    share /= sum;
}

const std::string& Vocabulary::drawn(std::uint64_t random) const {
  const double share = static_cast<double>(random >> 11U) * 0x1p-53;
  const auto found = std::upper_bound(shares_up_to_.begin(), shares_up_to_.end() - 1, share);
  return stems_[static_cast<std::size_t>(found - shares_up_to_.begin())];
}

std::string Corpus::draft(std::uint64_t number) const {
  return author_of(vocabulary_, seed_, number).draft();
}

std::string Corpus::export_lines(std::uint64_t number) const {
  Random random(seed_, 2, number);
  std::string lines =
      change_opened("written", number, number) + ",\"record\":" + draft(number) + "}\n";
  // Each older record has one that may take its place, so that none is superseded twice.
  if (number % 25 == 24) {
    lines += change_opened("superseded", number - random.between(1, 24), number) + ",\"by\":\"" +
             id_of(number) + "\",\"reason\":\"It says more.\"}\n";
  } else if (random.one_in(20)) {
    lines += change_opened("confirmed", number, number + 1) +
             ",\"outcome\":\"worked\",\"evidence\":\"It did.\"}\n";
  }
  return lines;
}

std::string Corpus::question(std::uint64_t number, std::uint64_t records) const {
  constexpr std::size_t common_stems = 100;
  Random random(seed_, 3, number);
  Author author = author_of(vocabulary_, seed_, random.next() % records);
  author.draft();
  const auto& words = author.words();
  const std::size_t count = random.between(5, 9);
  std::string question(random.any(asking_words));
  const std::size_t pair_at = random.between(1, count - 2);
  std::size_t drawn = 0;
  for (std::size_t at = 1; at < count; ++at) {
    const bool is_second_of_pair = at == pair_at + 1;
    const bool is_common = !is_second_of_pair && at != pair_at && random.one_in(3);
    drawn = is_second_of_pair ? drawn + 1 : random.between(0, words.size() - 2);
    question += " ";
    if (!is_common) {
      question += words[drawn];
    } else if (random.one_in(2)) {
      question += random.any(asking_words);
    } else {
      question += vocabulary_.at(random.between(0, common_stems - 1));
    }
  }
  return question;
}

}  // namespace bench
