#pragma once
// Durable consumers in the JSON of the server.

#include <string>
#include <vector>

#include "json/document.hpp"
#include "nats/consumer.hpp"
#include "nats/stream.hpp"

namespace nats {

/// The request that makes one. Servers from 2.10 on then change none that is there.
std::string durable_json(const ConsumeFrom& from);

/// What an answer that describes a consumer has otherwise than it is wanted. Only what decides
/// which messages come, how, and what is remembered of them.
std::vector<Setting> durable_differences(const ConsumeFrom& from, json::View answer);

ConsumerStanding consumer_standing(json::View answer);

}  // namespace nats
