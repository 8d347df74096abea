#include "mcp-memory/shared/streams.hpp"

#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace memory {
namespace {

nats::Stream with_common(nats::Stream stream, const crew::StreamSettings& settings) {
  stream.max_message_bytes = message_bytes_max;
  stream.duplicate_window = settings.duplicate_window;
  stream.replicas = settings.replicas;
  stream.cluster = settings.cluster;
  stream.tags = settings.tags;
  return stream;
}

std::string spelled(nats::Discard discard) {
  return discard == nats::Discard::refuse_new ? "new" : "old";
}

std::string spelled(bool flag) {
  return flag ? "true" : "false";
}

std::string spelled(const std::string& text) {
  return text.empty() ? "none" : base::one_line(text, 100);
}

std::string spelled(const std::vector<std::string>& texts) {
  return texts.empty() ? "none" : base::one_line(base::join(texts, ", "), 300);
}

class Comparison {
 public:
  void compare(std::string_view name, const std::string& wanted, const std::string& found) {
    if (wanted == found) return;
    lines_.push_back(base::format("{}: {} wanted, {} found", name, wanted, found));
  }

  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

std::string in_units(std::uint64_t count, std::uint64_t unit, std::string_view name) {
  const std::uint64_t units = count / unit;
  return base::format("{} {}{}", units, name, units == 1 ? "" : "s");
}

}  // namespace

std::vector<nats::Stream> wanted_streams(const crew::StreamSettings& settings) {
  return {with_common({.name = memory_stream,
                       .subjects = {"memory.>"},
                       .max_bytes = settings.memory_bytes_max,
                       .discard = nats::Discard::refuse_new},
                      settings),
          with_common({.name = events_stream,
                       .subjects = {"swarm.events.>"},
                       .max_age = settings.events_age_max,
                       .max_bytes = settings.events_bytes_max,
                       .discard = nats::Discard::drop_old},
                      settings)};
}

std::vector<std::string> differences(const nats::Stream& wanted, const nats::StreamInfo& info) {
  const nats::Stream& found = info.stream;
  Comparison all;
  all.compare("subjects", spelled(wanted.subjects), spelled(found.subjects));
  all.compare("max_age", spelled_span(wanted.max_age), spelled_span(found.max_age));
  all.compare("max_bytes", spelled_bytes(wanted.max_bytes), spelled_bytes(found.max_bytes));
  all.compare("max_msg_size",
              spelled_bytes(wanted.max_message_bytes),
              spelled_bytes(found.max_message_bytes));
  all.compare("discard", spelled(wanted.discard), spelled(found.discard));
  all.compare("duplicate_window",
              spelled_span(wanted.duplicate_window),
              spelled_span(found.duplicate_window));
  all.compare("num_replicas", std::to_string(wanted.replicas), std::to_string(found.replicas));
  all.compare("placement.cluster", spelled(wanted.cluster), spelled(found.cluster));
  all.compare("placement.tags", spelled(wanted.tags), spelled(found.tags));
  all.compare("allow_direct", spelled(wanted.allow_direct), spelled(found.allow_direct));
  all.compare("deny_delete", spelled(wanted.deny_delete), spelled(found.deny_delete));
  all.compare("deny_purge", spelled(wanted.deny_purge), spelled(found.deny_purge));
  for (const nats::Setting& setting : info.unusual)
    all.compare(setting.name, setting.wanted, base::one_line(setting.found, 200));
  return all.take();
}

std::string spelled_bytes(std::uint64_t bytes) {
  constexpr std::pair<unsigned, std::string_view> units[] = {
      {40, "TiB"}, {30, "GiB"}, {20, "MiB"}, {10, "KiB"}};
  if (bytes == 0) return "no limit";
  for (const auto& [shift, name] : units) {
    if (bytes % (std::uint64_t{1} << shift) == 0)
      return base::format("{} {}", bytes >> shift, name);
  }
  return base::format("{} bytes", bytes);
}

std::string spelled_span(std::chrono::milliseconds span) {
  constexpr std::pair<std::uint64_t, std::string_view> units[] = {
      {86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1000, "second"}};
  if (span.count() <= 0) return "no limit";
  const auto count = static_cast<std::uint64_t>(span.count());
  for (const auto& [unit, name] : units) {
    if (count % unit == 0) return in_units(count, unit, name);
  }
  return base::format("{} ms", count);
}

}  // namespace memory
