// Where the settings of the bus come from, which of them counts, and what is refused.

#include "crew/bus.hpp"

#include "crew/workplace.hpp"
#include "support/catch.hpp"
#include "support/environment.hpp"
#include "support/temporary_directory.hpp"

namespace crew {
namespace {

using Catch::Matchers::Contains;
using std::chrono::milliseconds;
using support::TemporaryDirectory;
using Urls = std::vector<std::string>;

BusSettings found(const BusPlaces& places, const std::string& user = "devbot") {
  const auto settings = find_bus(places, user);
  if (!settings) throw std::runtime_error(settings.error().message);
  if (!*settings) throw std::runtime_error("no bus");
  return **settings;
}

std::string refusal(const BusPlaces& places) {
  const auto settings = find_bus(places, "devbot");
  return settings ? "accepted" : settings.error().message;
}

/// A state directory with nats.yaml, and what else a test puts there.
struct Home {
  explicit Home(const std::string& yaml) { directory.write("nats.yaml", yaml); }

  BusPlaces places() const { return {.home = directory.path()}; }

  std::string path(const std::string& name) const { return (directory.path() / name).string(); }

  TemporaryDirectory directory;
};

std::string refused_yaml(const std::string& yaml) {
  return refusal(Home(yaml).places());
}

constexpr const char* server = "urls: [nats://one:4222]\n";

TEST_CASE("nobody who names no server has a bus") {
  const TemporaryDirectory empty;
  CHECK_FALSE(*find_bus({}, "devbot"));
  CHECK_FALSE(*find_bus({.option = " ", .home = empty.path()}, "devbot"));
  CHECK_FALSE(*find_bus({.password = "p", .home = "/absent"}, "devbot"));
  CHECK_FALSE(*find_bus(Home("streams: {replicas: 3}").places(), "devbot"));
}

TEST_CASE("the flag counts before the variable, and that before the file") {
  const Home home("urls: [nats://file:4222, tls://second]\n");
  BusPlaces places = home.places();
  CHECK(found(places).options.urls == Urls{"nats://file:4222", "tls://second"});
  places.environment = "nats://variable:4222";
  CHECK(found(places).options.urls == Urls{"nats://variable:4222"});
  places.option = "nats://a:1, tls://b:2";
  CHECK(found(places).options.urls == Urls{"nats://a:1", "tls://b:2"});
}

TEST_CASE("what else the file says holds whoever names the server") {
  const Home home("tls: {}\nstreams: {replicas: 3}\n");
  BusPlaces places = home.places();
  places.option = "nats://a:1";
  CHECK(found(places).options.tls.required);
  CHECK(found(places).streams.replicas == 3);
}

TEST_CASE("user, name and inbox are those of the agent") {
  const BusPlaces places{.option = "nats://a:1", .password = "for-tests"};
  const nats::Options devbot = found(places).options;
  CHECK(devbot.user == "devbot");
  CHECK(devbot.password == "for-tests");
  CHECK(devbot.name == "devbot");
  CHECK(devbot.inbox_prefix == "_INBOX.devbot");
  const nats::Options of_operator = found(places, std::string(operator_name)).options;
  CHECK(of_operator.user == "operator");
  CHECK(of_operator.inbox_prefix == "_INBOX.operator");
}

TEST_CASE("without credentials there is no user, but the inbox is the agent's all the same") {
  const nats::Options options = found({.option = "nats://a:1"}).options;
  CHECK(options.user.empty());
  CHECK(options.inbox_prefix == "_INBOX.devbot");
  CHECK_FALSE(options.tls.required);
}

TEST_CASE("a password file gives the password that stands in it, beside nats.yaml or elsewhere") {
  const Home home(std::string(server) + "credentials: {password_file: secrets/devbot}\n");
  home.directory.write("secrets/devbot", "for-tests\n");
  CHECK(found(home.places()).options.password == "for-tests");
  CHECK(found(home.places()).options.user == "devbot");
  const Home other(std::string(server) +
                   "credentials: {password_file: " + home.path("secrets/devbot") + "}\n");
  CHECK(found(other.places()).options.password == "for-tests");
}

TEST_CASE("a password file that is no password is refused without showing it") {
  const Home home(std::string(server) + "credentials: {password_file: p}\n");
  CHECK_THAT(refusal(home.places()), Contains(home.path("p") + ": holds no password"));
  home.directory.write("p", "\n");
  CHECK_THAT(refusal(home.places()), Contains("must hold the password on one line"));
  home.directory.write("p", "hunter2\nhunter3\n");
  CHECK_THAT(refusal(home.places()), Contains("on one line") && !Contains("hunter"));
  home.directory.write("p", std::string(1025, 'x'));
  CHECK_THAT(refusal(home.places()), Contains("at most 1024 bytes") && !Contains("xxx"));
  home.directory.write("p", "with \"quotes\"");
  CHECK_THAT(refusal(home.places()), Contains("quotes") && !Contains("with"));
}

TEST_CASE("the variable's password takes the place of all credentials in the file") {
  for (const char* credentials : {"{password_file: absent}",
                                  "{credentials_file: devbot.creds}",
                                  "{nkey: UABC, nkey_seed_file: devbot.nk}"}) {
    const Home home(std::string(server) + "credentials: " + credentials + "\n");
    BusPlaces places = home.places();
    places.password = "for-tests";
    const nats::Options options = found(places).options;
    CHECK(options.user == "devbot");
    CHECK(options.password == "for-tests");
    CHECK((options.credentials_file + options.nkey + options.nkey_seed_file).empty());
  }
}

TEST_CASE("files of credentials and certificates are named beside nats.yaml") {
  const Home creds(std::string(server) + "credentials: {credentials_file: devbot.creds}\n" +
                   "tls: {ca: ca.pem, certificate: tls/devbot.pem, key: /keys/devbot.pem}\n");
  const nats::Options options = found(creds.places()).options;
  CHECK(options.credentials_file == creds.path("devbot.creds"));
  CHECK(options.user.empty());
  CHECK(options.tls.required);
  CHECK(options.tls.ca_file == creds.path("ca.pem"));
  CHECK(options.tls.certificate_file == creds.path("tls/devbot.pem"));
  CHECK(options.tls.key_file == "/keys/devbot.pem");
  const Home nkey(std::string(server) + "credentials: {nkey: UABC, nkey_seed_file: devbot.nk}\n");
  CHECK(found(nkey.places()).options.nkey == "UABC");
  CHECK(found(nkey.places()).options.nkey_seed_file == nkey.path("devbot.nk"));
}

TEST_CASE("the operator's wishes for the streams are read, and have defaults") {
  const StreamSettings unsaid = found(Home(server).places()).streams;
  CHECK(unsaid.replicas == 1);
  CHECK(unsaid.memory_bytes_max == 10'737'418'240);
  CHECK(unsaid.events_bytes_max == 2'147'483'648);
  CHECK(unsaid.events_age_max == std::chrono::days(14));
  CHECK(unsaid.duplicate_window == std::chrono::minutes(10));
  const StreamSettings said =
      found(Home(std::string(server) +
                 "streams: {replicas: 3, cluster: east, tags: [ssd, eu], memory_max_bytes: 1TiB, "
                 "events_max_bytes: 1000, events_max_age: 36h, duplicate_window: 2s}\n")
                .places())
          .streams;
  CHECK(said.replicas == 3);
  CHECK(said.cluster == "east");
  CHECK(said.tags == Urls{"ssd", "eu"});
  CHECK(said.memory_bytes_max == std::uint64_t{1} << 40U);
  CHECK(said.events_bytes_max == 1000);
  CHECK(said.events_age_max == std::chrono::hours(36));
  CHECK(said.duplicate_window == std::chrono::seconds(2));
}

TEST_CASE("a file that is wrong says where and what is allowed") {
  const std::vector<std::pair<std::string, std::string>> refusals = {
      {"", "nats.yaml:1: nats.yaml must be a map"},
      {"url: [a]", "nats.yaml:1: unknown key url; did you mean urls?"},
      {"urls: nats://a", "urls must be a list"},
      {"urls: []", "urls is empty"},
      {"urls:\n  - nats://a\n  - http://b", "nats.yaml:3: a NATS server is named as nats://"},
      {"urls: [[a]]", "each of urls must be a text"},
      {"credentials: x", "credentials must be a map"},
      {"credentials: {password: x}", "unknown key password; allowed: password_file"},
      {"credentials: {password_file: a, credentials_file: b}", "give one of password_file"},
      {"credentials: {nkey: UABC}", "nkey and nkey_seed_file come together"},
      {"credentials: {nkey_seed_file: a}", "nkey and nkey_seed_file come together"},
      {"credentials: {credentials_file: ''}", "credentials_file must be a path"},
      {"tls: {cert: a}", "unknown key cert"},
      {"tls: {key: a}", "certificate and key come together"},
      {"streams: {replicas: 0}", "replicas must be 1 to 5"},
      {"streams: {replicas: 6}", "replicas must be 1 to 5"},
      {"streams: {replica: 3}", "did you mean replicas?"},
      {"streams: {memory_max_bytes: 10GB}", "such as 512MiB, 10GiB or 1TiB; it is \"10GB\""},
      {"streams: {memory_max_bytes: 0}", "above 0"},
      {"streams: {memory_max_bytes: -1}", "above 0"},
      {"streams: {events_max_bytes: 9000000TiB}", "events_max_bytes must be"},
      {"streams: {events_max_age: 14}", "events_max_age must be a span such as"},
      {"streams: {events_max_age: 4000d}", "up to 3650d"},
      {"streams: {duplicate_window: 0s}", "duplicate_window must be a span"},
      {"streams: {events_max_age: 1m}", "duplicate_window cannot be longer than events_max_age"},
  };
  for (const auto& [yaml, message] : refusals) {
    CAPTURE(yaml);
    CHECK_THAT(refused_yaml(yaml), Contains(message));
  }
}

TEST_CASE("credentials in a URL are refused wherever it stands, and not shown") {
  const std::string url = "nats://devbot:hunter2@one:4222";
  for (const std::string& message : {refusal({.option = url}),
                                     refusal({.environment = "nats://a:1," + url}),
                                     refused_yaml("urls: [\"" + url + "\"]")}) {
    CHECK_THAT(message,
               Contains("the URL of one:4222 holds credentials") &&
                   Contains("AGENT_SMITH_NATS_PASSWORD") && !Contains("hunter2"));
  }
}

TEST_CASE("what the launcher did not expand is said without showing it") {
  CHECK_THAT(refusal({.option = "nats://${HOST}"}), Contains("--nats was not expanded"));
  CHECK_THAT(refusal({.environment = "${NATS}"}), Contains("AGENT_SMITH_NATS was not expanded"));
  CHECK_THAT(refusal({.option = "nats://a:1", .password = "${PASSWORD}"}),
             Contains("AGENT_SMITH_NATS_PASSWORD was not expanded"));
  CHECK_THAT(refusal({.option = "nats://a:1,"}), Contains("--nats: a NATS server is named as"));
}

struct Place {
  support::TemporaryDirectory home;
  support::Environment at{"AGENT_SMITH_HOME", home.path().c_str()};
  support::Environment team{"AGENT_SMITH_TEAM", nullptr};
  support::Environment agent{"AGENT_NAME", "devbot"};
  support::Environment servers{"AGENT_SMITH_NATS", "nats://variable:4222"};
  support::Environment password{"AGENT_SMITH_NATS_PASSWORD", "for-tests"};
  Workplace workplace;
};

TEST_CASE("a workplace has the bus of its agent, and others for the operator and the run log") {
  Place place;
  place.workplace.launch.directory = place.home.path();
  CHECK(place.workplace.bus().value()->options.user == "devbot");
  CHECK(place.workplace.bus().value()->options.urls == Urls{"nats://variable:4222"});
  CHECK(place.workplace.operator_bus().value()->options.user == "operator");
  const nats::Options of_runlog = place.workplace.runlog_bus().value()->options;
  CHECK(of_runlog.user == "runlog");
  CHECK(of_runlog.inbox_prefix == "_INBOX.runlog");
  place.workplace.launch.nats = "nats://flag:4222";
  CHECK(place.workplace.bus().value()->options.urls == Urls{"nats://flag:4222"});
  CHECK(place.workplace.bus().value()->options.password == "for-tests");
}

TEST_CASE("a workplace whose agent is not known has no bus but an error") {
  Place place;
  const support::Environment literal("AGENT_NAME", "${AGENT_NAME}");
  const auto bus = place.workplace.bus();
  REQUIRE_FALSE(bus);
  CHECK_THAT(bus.error().message, Contains("AGENT_NAME"));
  CHECK(place.workplace.operator_bus());
  CHECK(place.workplace.runlog_bus());
}

}  // namespace
}  // namespace crew
