#include "nats/bus.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"
#include "mcp-memory/commands.hpp"
#include "mcp-memory/shared/permissions.hpp"
#include "mcp-memory/shared/streams.hpp"
#include "mcp-memory/store/exported_change.hpp"

namespace memory {
namespace {

constexpr std::chrono::seconds wait_max{5};

nats::Patience patience() {
  return nats::within(wait_max);
}

/// For what takes as long as there are records.
nats::Patience long_patience() {
  return nats::within(std::chrono::minutes(10));
}

base::Result<std::unique_ptr<nats::Bus>> connected(const nats::Options& options) {
  auto bus = TRY(nats::open(options));
  if (bus->wait_connected(patience())) return bus;
  const std::string trouble = bus->standing().trouble;
  return base::unavailable(base::format("no connection to NATS ({}) within {} s: {}",
                                        nats::spelled_servers(options),
                                        wait_max.count(),
                                        trouble.empty() ? "it does not answer" : trouble));
}

base::Result<crew::BusSettings> operator_settings(const Setting& setting) {
  auto settings = TRY(setting.workplace->operator_bus());
  if (settings) return *std::move(settings);
  return base::invalid(
      "no NATS server is named: use --nats nats://host:4222, AGENT_SMITH_NATS, or urls in "
      "nats.yaml "
      "in the state directory");
}

struct Pair {
  nats::Stream wanted;
  std::optional<nats::StreamInfo> found;
  std::vector<std::string> differences;
};

base::Result<std::vector<Pair>> compared(nats::Bus& bus, const crew::StreamSettings& settings) {
  std::vector<Pair> pairs;
  for (nats::Stream& wanted : wanted_streams(settings)) {
    auto found = TRY(bus.stream(wanted.name, patience()));
    auto lines = found ? differences(wanted, *found) : std::vector<std::string>();
    pairs.push_back({std::move(wanted), std::move(found), std::move(lines)});
  }
  return pairs;
}

/// Each on a line of its own, which begins with the break before it.
std::string listed(const std::vector<std::string>& differences) {
  std::string text;
  for (const std::string& line : differences)
    text += base::format("\n  {}", line);
  return text;
}

/// What happened to a stream, or what would have.
std::string state_of(const Pair& pair) {
  if (!pair.found) return base::format("{}: is not there yet\n", pair.wanted.name);
  if (pair.differences.empty())
    return base::format("{}: is there, as it should be\n", pair.wanted.name);
  return base::format(
      "{}: is there, but different{}\n", pair.wanted.name, listed(pair.differences));
}

bool differ(const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs) {
    if (!pair.differences.empty()) return true;
  }
  return false;
}

/// The server's own words do not say which limit it is.
base::Error with_advice(const base::Error& error) {
  const bool has_no_room = error.message.find("insufficient storage") != std::string::npos;
  if (!has_no_room) return error;
  return base::unavailable(
      error.message +
      ": max_file_store in its configuration must hold the limits of both streams together");
}

base::Result<std::string> create(nats::Bus& bus, const nats::Stream& wanted) {
  const auto created = bus.add(wanted, patience());
  if (!created) return with_advice(created.error());
  return base::format("{}: created on {}, {} at most, {} replica{}\n",
                      wanted.name,
                      base::join(wanted.subjects, ", "),
                      spelled_bytes(wanted.max_bytes),
                      wanted.replicas,
                      wanted.replicas == 1 ? "" : "s");
}

/// A limit below what is there would cost records, or let nobody write.
base::Result<void> check_room(const Pair& pair) {
  const bool keeps = pair.wanted.discard == nats::Discard::refuse_new;
  if (!keeps || pair.found->state.bytes <= pair.wanted.max_bytes) return {};
  return base::invalid(
      base::format("{}: has {} bytes, more than the {} that it is to have at most; "
                   "it was not changed",
                   pair.wanted.name,
                   pair.found->state.bytes,
                   spelled_bytes(pair.wanted.max_bytes)));
}

base::Result<std::string> update(nats::Bus& bus, const Pair& pair) {
  TRY(check_room(pair));
  nats::Stream stream = pair.wanted;
  stream.description = pair.found->stream.description;
  const auto updated = bus.update(stream, patience());
  if (!updated) {
    return base::unavailable(base::format("{}: was not changed: {}{}",
                                          pair.wanted.name,
                                          updated.error().message,
                                          listed(pair.differences)));
  }
  const auto left = differences(pair.wanted, *updated);
  if (left.empty())
    return base::format("{}: changed{}\n", pair.wanted.name, listed(pair.differences));
  return base::unavailable(base::format(
      "{}: this is left, which JetStream did not change:{}", pair.wanted.name, listed(left)));
}

base::Result<std::string> bring_about(nats::Bus& bus, const Pair& pair) {
  if (!pair.found) return create(bus, pair.wanted);
  if (pair.differences.empty()) return state_of(pair);
  return update(bus, pair);
}

int refuse_differences(const std::vector<Pair>& pairs) {
  std::string text;
  for (const Pair& pair : pairs)
    text += state_of(pair);
  report(text +
         "Nothing was changed. mcp-memory nats setup --update changes what JetStream can.\n");
  return 1;
}

base::Result<int> set_up(const Setting& setting, bool may_update) {
  const crew::BusSettings settings = TRY(operator_settings(setting));
  const auto bus = TRY(connected(settings.options));
  const auto pairs = TRY(compared(*bus, settings.streams));
  if (differ(pairs) && !may_update) return refuse_differences(pairs);
  int code = 0;
  for (const Pair& pair : pairs)
    code = std::max(code, report(bring_about(*bus, pair)));
  return code;
}

base::Result<std::string> permissions(const Setting& setting) {
  const auto team = TRY(setting.workplace->team());
  if (team) return server_configuration(*team);
  return base::not_found(
      "there is no team.yaml to make users from: name one with --team or AGENT_SMITH_TEAM, or put "
      "it into the state directory");
}

/// Changes of this machine's own memory, batch by batch.
base::Result<std::vector<ExportedChange>> own_changes(const std::filesystem::path& file) {
  RecordStore own(file);
  std::vector<ExportedChange> changes;
  const auto take = [&](const std::string& line) -> base::Result<void> {
    if (!is_export_opening(line)) changes.push_back(TRY(exported_change(line)));
    return {};
  };
  TRY(own.export_changes({}, "", take));
  return changes;
}

/// May be repeated: what is in the log already is not sent again.
base::Result<std::string> import_into_log(const Setting& setting) {
  const crew::BusSettings settings = TRY(operator_settings(setting));
  TRY(connected(settings.options));
  Memory memory({.home = [&] { return setting.workplace->home(); },
                 .sharing = [&] { return operator_sharing(*setting.workplace); }},
                base::system_clock());
  RecordStore* records = TRY(memory.records());
  if (!memory.await_log(long_patience()))
    return base::unavailable("the log of the crew could not be read to its end; nothing was sent");
  const std::filesystem::path home = TRY(setting.workplace->home());
  const auto changes = TRY(own_changes(home / "memory.db"));
  std::size_t now = 0;
  std::size_t refused = 0;
  constexpr std::size_t batch = 200;
  for (std::size_t at = 0; at < changes.size(); at += batch) {
    const std::span<const ExportedChange> all(changes);
    const auto some = all.subspan(at, std::min(batch, all.size() - at));
    for (const auto& applied : TRY(records->import_changes({}, some))) {
      now += applied && *applied == Applied::now ? 1 : 0;
      refused += applied ? 0 : 1;
    }
  }
  const std::int64_t left = TRY(memory.deliver_all(long_patience()));
  if (left > 0)
    return base::unavailable(base::format("{} changes wait for the log still; import again", left));
  return base::format(
      "{} changes are in the log now, {} were there before, {} were refused because they "
      "contradict "
      "what it says\n",
      now,
      changes.size() - now - refused,
      refused);
}

int run(const Setting& setting, const app::Words& words) {
  const bool sets_up = words.at("action") == "setup";
  if (words.has("update") && !sets_up) {
    report(base::invalid("--update goes with setup"));
    return 2;
  }
  if (words.at("action") == "permissions") return report(permissions(setting));
  std::signal(SIGPIPE, SIG_IGN);  // as OpenSSL cannot keep it away
  if (!sets_up) return report(import_into_log(setting));
  const auto code = set_up(setting, words.has("update"));
  return code ? *code : report(code.error());
}

}  // namespace

app::Command nats_command(const Setting& setting) {
  return {.name = "nats",
          .help = "For the operator of a memory that machines share through NATS",
          .options = {{.name = "action",
                       .help = "setup makes the streams; permissions prints the users of "
                               "nats-server, from team.yaml; import brings this machine's own "
                               "memory into the log",
                       .positional = true,
                       .required = true,
                       .choices = {"setup", "permissions", "import"}},
                      {.name = "update",
                       .help = "setup also changes streams that are there already",
                       .is_flag = true}},
          .run = [setting](const app::Words& words) { return run(setting, words); }};
}

}  // namespace memory
