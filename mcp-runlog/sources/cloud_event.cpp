#include "mcp-runlog/sources/cloud_event.hpp"

#include <utility>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"

namespace runlog {
namespace {

constexpr std::string_view prefix = "ce-";
constexpr std::string_view structured = "application/cloudevents";

/// One message becomes so many events at most; more of them stay one event with the text of all.
constexpr std::size_t batch_events_max = 1000;

/// "application/cloudevents+json" of "Application/CloudEvents+JSON; charset=utf-8".
std::string media_type_of(std::string_view content_type) {
  return base::lower(base::trimmed(content_type.substr(0, content_type.find(';'))));
}

/// CloudEvents may be of a later 1.x; the members are the same.
bool is_known_version(std::string_view version) {
  return version == "1" || version.starts_with("1.");
}

std::string as_text(json::View value) {
  if (value.is(json::Kind::text)) return std::string(value.text());
  return value.dump();
}

bool is_scalar(json::View value) {
  const json::Kind kind = value.kind();
  return kind == json::Kind::text || kind == json::Kind::boolean || kind == json::Kind::integer ||
         kind == json::Kind::number;
}

std::string defect_of(const CloudEvent& event) {
  if (!is_known_version(event.attribute("specversion")))
    return base::format("is a CloudEvent of version \"{}\"",
                        base::one_line(event.attribute("specversion"), 20));
  if (event.attribute("type").empty()) return "is a CloudEvent without a type";
  return {};
}

void take_base64(CloudEvent& event, std::string_view text) {
  auto bytes = base::read_base64(text);
  event.text = bytes ? std::move(*bytes) : std::string(text);
}

CloudEvent event_in(json::View object) {
  CloudEvent event;
  for (std::size_t at = 0; at < object.size(); ++at) {
    const std::string_view name = object.member_name(at);
    const json::View value = object.member_value(at);
    if (name == "data" && value.is(json::Kind::text)) {
      event.text = value.text();
    } else if (name == "data") {
      event.data = value;
    } else if (name == "data_base64" && value.is(json::Kind::text)) {
      take_base64(event, value.text());
    } else if (is_scalar(value)) {
      event.attributes.emplace(base::lower(name), as_text(value));
    }
  }
  return event;
}

/// The whole message, as something that says nothing of itself.
void keep_whole(CloudEvents& all, const nats::Message& message, std::string defect) {
  all.defect = std::move(defect);
  all.events.clear();
  CloudEvent event;
  if (all.document.root().is(json::Kind::object)) {
    event.data = all.document.root();
  } else {
    event.text = message.payload;
  }
  all.events.push_back(std::move(event));
}

void read_list(CloudEvents& all, const nats::Message& message) {
  const json::View list = all.document.root();
  if (list.size() == 0 || list.size() > batch_events_max)
    return keep_whole(
        all,
        message,
        base::format("is a batch of {} CloudEvents, not 1 to {}", list.size(), batch_events_max));
  for (std::size_t at = 0; at < list.size(); ++at) {
    all.events.push_back(event_in(list.item(at)));
    std::string defect = defect_of(all.events.back());
    if (!defect.empty()) return keep_whole(all, message, std::move(defect));
  }
}

void read_object(CloudEvents& all, const nats::Message& message) {
  all.events.push_back(event_in(all.document.root()));
  std::string defect = defect_of(all.events.back());
  if (!defect.empty()) keep_whole(all, message, std::move(defect));
}

void read_structured(CloudEvents& all, const nats::Message& message, bool is_json) {
  if (!is_json) return keep_whole(all, message, "is a CloudEvent in a form that is no JSON");
  if (all.document.root().is(json::Kind::list)) return read_list(all, message);
  if (all.document.root().is(json::Kind::object)) return read_object(all, message);
  keep_whole(all, message, "is called a CloudEvent, and is neither an object nor a list");
}

void read_binary(CloudEvents& all, const nats::Message& message, CloudEvent event, bool is_json) {
  all.defect = defect_of(event);
  if (is_json) {
    event.data = all.document.root();
  } else {
    event.text = message.payload;
  }
  all.events.push_back(std::move(event));
}

CloudEvent attributes_of(const nats::Message& message) {
  CloudEvent event;
  for (const nats::Header& header : message.headers) {
    const std::string name = base::lower(header.name);
    if (name.starts_with(prefix))
      event.attributes.emplace(name.substr(prefix.size()), header.value);
  }
  return event;
}

/// Without headers that say so: the binding for servers before 2.2 knew no others.
bool looks_structured(json::View root) {
  return root.find("specversion").is(json::Kind::text) && root.find("type").is(json::Kind::text) &&
         root.find("source").is(json::Kind::text);
}

}  // namespace

std::string_view CloudEvent::attribute(std::string_view name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view header_of(const nats::Message& message, std::string_view name) {
  for (const nats::Header& header : message.headers) {
    if (header.name.size() == name.size() && base::lower(header.name) == name) return header.value;
  }
  return {};
}

CloudEvents cloud_events_in(const nats::Message& message) {
  CloudEvents all;
  auto document = json::parse(message.payload);
  const bool is_json = static_cast<bool>(document);
  if (is_json) all.document = std::move(document).value();
  CloudEvent event = attributes_of(message);
  if (media_type_of(header_of(message, "content-type")).starts_with(structured)) {
    read_structured(all, message, is_json);
  } else if (!event.attributes.empty()) {
    read_binary(all, message, std::move(event), is_json);
  } else if (is_json && looks_structured(all.document.root())) {
    read_object(all, message);
  } else {
    keep_whole(all, message, {});
  }
  return all;
}

}  // namespace runlog
