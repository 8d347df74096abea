#pragma once
// The body of an event of the bus: the members of its data, so that what is told of a run or a tool
// call stands where every source puts it, and under "bus" how it was told. Data that is no object,
// or has a member of that name, stands under "data" or "text".

#include <string>

#include "mcp-runlog/sources/bus_sender.hpp"
#include "mcp-runlog/sources/cloud_event.hpp"
#include "nats/message.hpp"

namespace runlog {

/// JSON that json::parse() accepts, whatever the message holds. `defect` as in CloudEvents.
std::string bus_body(const nats::Message& message,
                     const CloudEvent& said,
                     const BusSender& sender,
                     const std::string& defect);

}  // namespace runlog
