// What is purged is gone: from every byte of the store, from every list and from every export.

#include <iterator>

#include "full_memory.hpp"

namespace {

/// One in each text that the record, its past and its surroundings have.
const std::vector<std::string>& markers() {
  static const std::vector<std::string> words = {
      "quokkatitle", "quokkapast", "quokkabody", "quokkastep", "quokkanote", "quokkaproof"};
  return words;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct PurgeFixture {
  support::TemporaryDirectory home;
  desk::Desk desk{home.path()};
  std::string id;
  std::string neighbour;

  PurgeFixture() {
    const desk::Desk other = desk.beside("shop", "reviewer");
    std::string record = sample::runbook("A quokkapast title");
    record = sample::with(record, "steps", R"([{"action":"Look","command":"rm /tmp/quokkastep"}])");
    id = desk.write(record);
    neighbour = desk.write(sample::runbook("Its neighbour"));
    moving::revise(desk, id, 1, R"({"title":"A quokkatitle","verification":["See quokkabody"]})");
    const auto link = [&](const std::string& from, const std::string& to) {
      desk.must("link_records",
                moving::object({moving::member("from", from),
                                moving::member("relation", "relates_to"),
                                moving::member("to", to),
                                moving::member("note", "As quokkanote says")}));
    };
    link(id, neighbour);
    link(neighbour, id);
    other.must("confirm_record",
               moving::object({moving::member("id", id),
                               moving::member("outcome", "worked"),
                               moving::member("evidence", "It printed quokkaproof")}));
  }

  support::Finished purge(const std::string& which, const std::string& reason) const {
    return wire::run(home.path(), {"purge", which, "--reason", reason});
  }

  /// Those that some file of the store still has, in any case.
  std::vector<std::string> left() const {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(home.path())) {
      const std::string bytes = base::lower(bytes_of(file.path()));
      for (const std::string& marker : markers())
        for (const std::string& part : {marker, marker.substr(0, 6)})
          if (bytes.find(part) != std::string::npos)
            found.push_back(file.path().filename().string() + ": " + part);
    }
    return found;
  }
};

void fails(const support::Finished& finished, const std::string& says) {
  CHECK(finished.exit_code != 0);
  CHECK(finished.lines.empty());
  CHECK_THAT(finished.errors, Catch::Contains(says));
}

}  // namespace

TEST_CASE_METHOD(PurgeFixture, "no byte of a purged record is left in any file of the store") {
  CHECK(left().size() >= markers().size());
  const auto purged = purge(id, "It named a person");
  INFO(purged.errors);
  CHECK(purged.exit_code == 0);
  CHECK_THAT(moving::joined(purged.lines), Catch::Contains(id) && Catch::Contains("backups"));
  CHECK(left().empty());
}

TEST_CASE_METHOD(PurgeFixture,
                 "nothing is left while a server has the store open, and it goes on") {
  wire::Client client(home.path());
  CHECK_FALSE(client.call("find_records", R"({"query":"quokkabody"})").is_error());
  client.call("write_record", sample::decision("Written by the server"));
  CHECK(purge(id, "It named a person").exit_code == 0);
  CHECK(left().empty());
  const auto gone = client.call("get_record", moving::object({moving::member("id", id)}));
  CHECK(gone.is_error());
  CHECK_THAT(gone.text(), Catch::Contains("was purged by local"));
  CHECK_FALSE(client.call("write_record", sample::decision("Written after it")).is_error());
  CHECK(left().empty());
}

TEST_CASE_METHOD(PurgeFixture, "a tombstone says who purged the record, when and why") {
  const auto purged = wire::run(home.path(),
                                {"purge", id, "--reason", "  It named\x1B[31m a person "},
                                {{"AGENT_NAME", "infrabot"}});
  INFO(purged.errors);
  REQUIRE(purged.exit_code == 0);
  for (const char* tool : {"get_record", "record_history"}) {
    const auto gone = desk.call(tool, moving::object({moving::member("id", id)}));
    CHECK(gone.is_error);
    CHECK_THAT(gone.text,
               Catch::Contains("record " + id + " was purged by infrabot on 20") &&
                   Catch::EndsWith(": It named a person"));
  }
}

TEST_CASE_METHOD(PurgeFixture, "no list, search, digest, change or export shows a purged record") {
  REQUIRE(purge(id, "It named a person").exit_code == 0);
  const std::vector<std::pair<std::string, std::string>> calls = {
      {"find_records", R"({"query":"quokkatitle quokkabody rm /tmp/quokkastep"})"},
      {"find_records", R"({"query":"quokkapast","as_of":"2026-11-01T00:00:00Z"})"},
      {"read_records", "{}"},
      {"brief", R"({"triggers":["DiskFull"]})"},
      {"changes_since", R"({"since":"after-0"})"},
      {"record_history", moving::object({moving::member("id", neighbour)})},
      {"get_record", moving::object({moving::member("id", neighbour)})}};
  for (const auto& [tool, arguments] : calls) {
    INFO(tool);
    const auto answer = desk.call(tool, arguments);
    CHECK_THAT(answer.text, !Catch::Contains("quokka"));
    CHECK_THAT(answer.text, !Catch::Contains(id));
  }
  const std::string text = moving::exported(home.path());
  CHECK_THAT(text, !Catch::Contains("quokka"));
  CHECK_THAT(text, Catch::Contains(R"({"change":"purged","id":")" + id));
}

TEST_CASE_METHOD(PurgeFixture, "predecessor and successor of a purged record stay readable") {
  const std::string first = desk.write(sample::decision("The first choice"));
  const std::string second = moving::supersede(desk, first, sample::decision("The second choice"));
  const std::string third = moving::supersede(desk, second, sample::decision("The third choice"));
  REQUIRE(purge(second, "Wrong").exit_code == 0);
  const auto get = [&](const std::string& which) {
    return desk.must("get_record", moving::object({moving::member("id", which)})).text;
  };
  CHECK_THAT(get(first), Catch::Contains(second));
  CHECK_THAT(get(third), Catch::Contains("The third choice") && !Catch::Contains(second));
  CHECK_THAT(desk.must("find_records", R"({"query":"choice"})").text,
             Catch::Contains(third) && !Catch::Contains(first));
  CHECK_THAT(desk.must("find_records", R"({"query":"choice","include_superseded":true})").text,
             Catch::Contains(first));
  const support::TemporaryDirectory other;
  const std::string text = moving::exported(home.path());
  REQUIRE(moving::import(other.path(), text).exit_code == 0);
  CHECK(moving::exported(other.path()) == text);
}

TEST_CASE_METHOD(PurgeFixture, "a purged record may be written anew, as another record") {
  const std::string first = desk.write(sample::decision("Written twice"));
  REQUIRE(purge(first, "By mistake").exit_code == 0);
  CHECK(desk.write(sample::decision("Written twice")) != first);
}

TEST_CASE_METHOD(PurgeFixture, "purging again looks for traces again") {
  REQUIRE(purge(id, "It named a person").exit_code == 0);
  const std::string text = moving::exported(home.path());
  const auto again = purge(id, "Another reason");
  CHECK(again.exit_code == 0);
  CHECK_THAT(moving::joined(again.lines), Catch::Contains("was purged before"));
  CHECK(moving::exported(home.path()) == text);
}

TEST_CASE_METHOD(PurgeFixture,
                 "a purge that cannot be done says what is missing and changes nothing") {
  const std::string text = moving::exported(home.path());
  fails(purge("01234567-89ab-7def-8123-456789abcdef", "why"), "no record has the id");
  fails(purge("not-an-id", "why"), "\"not-an-id\" is no id of a record");
  fails(purge(id, " "), "--reason: say why");
  fails(purge(id, sample::times(1001, "x")), "at most 1000");
  const std::string secret = std::string("AK") + "IAQ7RNZX2LWVB5T3MD";
  const auto repeated = purge(id, "It had " + secret);
  fails(repeated, "--reason: this looks like a secret");
  CHECK_THAT(repeated.errors, !Catch::Contains(secret.substr(2)));
  fails(wire::run(home.path(), {"purge", id}), "--reason");
  fails(wire::run(home.path(), {"purge", "--reason", "why"}), "id");
  CHECK(moving::exported(home.path()) == text);
}

TEST_CASE_METHOD(PurgeFixture, "an id may be pasted in capitals") {
  std::string capitals = id;
  for (char& c : capitals)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
  CHECK(purge(capitals, "It named a person").exit_code == 0);
  CHECK(left().empty());
}
