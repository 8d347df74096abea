// kill -9 while an export of some thousand lines is brought in: whole batches are there, and the
// same command brings in the rest.

#include <algorithm>

#include "crash.hpp"
#include "exports.hpp"

namespace fs = std::filesystem;

TEST_CASE("an import that is killed leaves whole batches, and goes on when it is repeated") {
  const support::TemporaryDirectory directory;
  const fs::path file = directory.path() / "export.jsonl";
  const std::vector<std::string> own = exports::many(books::amount("CRASH_RECORDS", 400));
  exports::write(file, own);
  const fs::path undisturbed = directory.path() / "undisturbed";
  auto longest = crash::time_of([&] {
    crash::must_succeed(undisturbed, {"import", file.string()});
  });
  const auto whole = crash::exported(undisturbed);
  REQUIRE(whole.size() == own.size());

  std::mt19937 dice(std::random_device{}());
  int cut_short = 0;
  const int rounds = books::amount("CRASH_ROUNDS", 4);
  constexpr int until_cut_short = 30;
  for (int round = 0; round < rounds || (cut_short == 0 && round < until_cut_short); ++round) {
    INFO("round " << round);
    const support::TemporaryDirectory home;
    crash::run_and_kill(home.path(), {"import", file.string()}, crash::moment(dice, longest));
    crash::must_start_again(home.path());
    const auto kept = crash::exported(home.path());
    INFO(kept.size() << " of " << whole.size() << " changes are there");
    constexpr std::size_t batch = 200;
    CHECK((kept.size() % batch == 0 || kept.size() == whole.size()));
    REQUIRE(kept.size() <= whole.size());
    CHECK(std::equal(kept.begin(), kept.end(), whole.begin()));
    if (kept.size() < whole.size()) {
      ++cut_short;
    } else {
      longest = longest / 2;  // the machine was busier when that was measured
    }
    books::must_be_sound(home.path());
    crash::must_succeed(home.path(), {"import", file.string()});
    CHECK((crash::exported(home.path()) == whole));
    books::must_be_sound(home.path());
  }
  CHECK(cut_short > 0);
}
