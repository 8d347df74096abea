#pragma once
// CloudEvents 1.0 on NATS: in binary mode (headers with the prefix ce-, the data as payload), in
// structured mode (one JSON object) and as a batch (a list of those). Names of headers are compared
// in lower case, since NATS keeps them as they were spelled. Pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "nats/message.hpp"

namespace runlog {

struct CloudEvent {
  /// Names in lower case without ce-: "type", "time", "runid". Texts and numbers, as text.
  std::map<std::string, std::string, std::less<>> attributes = {};
  json::View data = {};   ///< JSON; absent if there is none. Borrowed from CloudEvents
  std::string text = {};  ///< data that is no JSON

  /// Empty if there is none.
  std::string_view attribute(std::string_view name) const;
};

struct CloudEvents {
  /// At least one: a message that is none has all that it says as data or text of one without
  /// attributes.
  std::vector<CloudEvent> events = {};
  /// Why a message that calls itself a CloudEvent is none; empty for all others.
  std::string defect = {};
  json::Document document = {};
};

CloudEvents cloud_events_in(const nats::Message& message);

/// The value of the first header of that name, which is given in lower case; empty if there is
/// none.
std::string_view header_of(const nats::Message& message, std::string_view name);

}  // namespace runlog
