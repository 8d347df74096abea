// kill -9 while a purge writes the file anew: the record is there or its tombstone is, all others
// are there, and the same command takes out what is left.

#include <algorithm>
#include <fstream>
#include <iterator>

#include "crash.hpp"
#include "exports.hpp"

namespace fs = std::filesystem;

namespace {

constexpr int purged = 999'999;
constexpr const char* marker = "zanzibarmarker";

bool holds(const fs::path& home, const std::string& text) {
  for (const char* name : {"memory.db", "memory.db-wal"}) {
    std::ifstream file(home / name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.find(text) != std::string::npos) return true;
  }
  return false;
}

/// The changes of the purged record and those of all others.
struct Parted {
  std::vector<std::string> of_the_purged;
  std::vector<std::string> of_others;

  explicit Parted(const std::vector<std::string>& lines) {
    const std::string id = exports::id_of(purged);
    for (const std::string& line : lines)
      (line.find(id) == std::string::npos ? of_others : of_the_purged).push_back(line);
  }

  bool has_tombstone() const {
    return of_the_purged.size() == 1 && of_the_purged[0].find("\"purged\"") != std::string::npos;
  }
};

void make_store(const fs::path& home, const fs::path& file) {
  auto lines = exports::many(books::amount("CRASH_RECORDS", 400));
  for (std::string& line : exports::record(purged, marker))
    lines.push_back(std::move(line));
  exports::write(file, lines);
  crash::must_succeed(home, {"import", file.string()});
  REQUIRE(holds(home, marker));
}

const std::vector<std::string> purge{"purge", exports::id_of(purged), "--reason", "a test"};

}  // namespace

TEST_CASE("a purge that is killed loses no other record, and can be finished") {
  const support::TemporaryDirectory directory;
  const fs::path original = directory.path() / "original";
  make_store(original, directory.path() / "export.jsonl");
  const Parted before(crash::exported(original));
  const fs::path undisturbed = directory.path() / "undisturbed";
  crash::copy_store(original, undisturbed);
  const auto longest = crash::time_of([&] { crash::must_succeed(undisturbed, purge); });
  REQUIRE_FALSE(holds(undisturbed, marker));

  std::mt19937 dice(std::random_device{}());
  const int rounds = books::amount("CRASH_ROUNDS", 4);
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    const support::TemporaryDirectory home;
    crash::copy_store(original, home.path());
    crash::run_and_kill(home.path(), purge, crash::moment(dice, longest));
    crash::must_start_again(home.path());
    const Parted after(crash::exported(home.path()));
    CHECK((after.of_others == before.of_others));
    CHECK((after.has_tombstone() || after.of_the_purged == before.of_the_purged));
    books::must_be_sound(home.path());
    crash::must_succeed(home.path(), purge);
    const Parted finished(crash::exported(home.path()));
    CHECK((finished.of_others == before.of_others));
    CHECK(finished.has_tombstone());
    CHECK_FALSE(holds(home.path(), marker));
    books::must_be_sound(home.path());
  }
}
