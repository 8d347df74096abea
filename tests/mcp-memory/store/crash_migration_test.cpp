// kill -9 while the store of an earlier release is brought to this schema, or while its words are
// made anew by the first write: the next start finishes it, with every record.

#include <algorithm>

#include "crash.hpp"
#include "old_store.hpp"

namespace fs = std::filesystem;

namespace {

/// The first call migrates, the second makes what is derived anew.
void ask_for_everything(support::ServerProcess& server) {
  server.send(support::tool_call(1, "read_records", R"({"limit":1})"));
  server.send(support::tool_call(2, "write_record", sample::pattern("New after the old")));
}

crash::microseconds time_undisturbed(const fs::path& home) {
  return crash::time_of([&] {
    wire::Client client(home);
    ask_for_everything(client.server());
    for (int answers = 0; answers < 2; ++answers)
      CHECK_FALSE(wire::Reply{client.next()}.is_error());
  });
}

std::vector<std::string> titles_in(const fs::path& home) {
  std::vector<std::string> titles;
  for (const auto& change : books::changes_in(home))
    if (change.kind == memory::ChangeKind::written && change.record->title.starts_with("Old"))
      titles.push_back(change.record->title);
  return titles;
}

void must_find(const fs::path& home, const std::string& title) {
  wire::Client client(home);
  const auto found = client.call("find_records", "{\"query\":\"" + title + "\",\"limit\":1}");
  INFO(found.text());
  CHECK(found.text().find(title) != std::string::npos);
}

}  // namespace

TEST_CASE("a server killed while it migrates has the next one finish it with every record") {
  const support::TemporaryDirectory directory;
  const fs::path original = directory.path() / "original";
  const int records = books::amount("CRASH_RECORDS", 800);
  old_store::make(original, records);
  std::vector<std::string> titles;
  for (int number = 0; number < records; ++number)
    titles.push_back(old_store::title_of(number));
  const fs::path undisturbed = directory.path() / "undisturbed";
  crash::copy_store(original, undisturbed);
  const auto longest = time_undisturbed(undisturbed);
  REQUIRE((titles_in(undisturbed) == titles));

  std::mt19937 dice(std::random_device{}());
  const int rounds = books::amount("CRASH_ROUNDS", 4);
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    const support::TemporaryDirectory home;
    crash::copy_store(original, home.path());
    {
      wire::Client client(home.path());
      ask_for_everything(client.server());
      crash::kill_at(client.server(), crash::moment(dice, longest));
      CHECK(client.server().wait_exit() == 128 + SIGKILL);
    }
    crash::must_start_again(home.path());
    CHECK((titles_in(home.path()) == titles));
    wire::Client writer(home.path());
    CHECK_FALSE(writer.call("write_record", sample::decision("After the crash")).is_error());
    books::must_be_sound(home.path());
    must_find(home.path(), titles[static_cast<std::size_t>(round) % titles.size()]);
  }
}
