#include "nats/received.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>

namespace nats {
namespace {

std::string text_of(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

void copy_header(natsMsg* message, const char* name, Headers& headers) {
  const char** values = nullptr;
  int count = 0;
  if (natsMsgHeader_Values(message, name, &values, &count) != NATS_OK) return;
  for (int at = 0; at < count; ++at)
    headers.push_back({name, text_of(values[at])});
  std::free(static_cast<void*>(values));
}

Headers headers_of(natsMsg* message) {
  Headers headers;
  const char** names = nullptr;
  int count = 0;
  if (natsMsgHeader_Keys(message, &names, &count) != NATS_OK) return headers;
  for (int at = 0; at < count; ++at)
    copy_header(message, names[at], headers);
  std::free(static_cast<void*>(names));
  return headers;
}

bool is_stored(const Incoming& incoming) {
  return std::any_of(incoming.headers.begin(), incoming.headers.end(), [](const Header& header) {
    return header.name == "Nats-Sequence";
  });
}

/// The server's own messages carry a status and no payload. So may one that somebody stored, but
/// that comes with a reply subject or with its sequence.
void read_status(Incoming& incoming) {
  if (!incoming.payload.empty() || !incoming.reply.empty() || is_stored(incoming)) return;
  for (const Header& header : incoming.headers) {
    if (header.name == "Status") {
      std::from_chars(
          header.value.data(), header.value.data() + header.value.size(), incoming.status);
    }
    if (header.name == "Description") incoming.description = header.value;
  }
}

}  // namespace

Incoming received_from(natsMsg* message) {
  Incoming incoming{.subject = text_of(natsMsg_GetSubject(message)),
                    .reply = text_of(natsMsg_GetReply(message))};
  incoming.payload.assign(natsMsg_GetData(message),
                          static_cast<std::size_t>(natsMsg_GetDataLength(message)));
  incoming.headers = headers_of(message);
  read_status(incoming);
  return incoming;
}

}  // namespace nats
