// The floor of a log: nats.c by itself.
//
//   bench_nats_floor URL async|single|hop FILE
//
// A line of FILE is a subject, a message id, the sequence of the last message on the subject (0:
// there is none) and a payload with tabs between them. async publishes all of them to JetStream,
// with that expectation, and waits for every acknowledgement at the end, single for each before the
// next; both print the seconds that took. hop sends each over core NATS to a subscriber on
// another connection and prints the median of the milliseconds until it is there.

#include <nats/nats.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Message {
  std::string subject;
  std::string id;
  std::string after;
  std::string payload;
};

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench_nats_floor: %s\n", what);
  std::exit(1);
}

void must(natsStatus status, const char* what) {
  require(status == NATS_OK, what);
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::vector<Message> messages_in(const char* file) {
  std::ifstream in(file);
  require(bool(in), "cannot read the messages");
  std::vector<Message> messages;
  Message message;
  while (std::getline(in, message.subject, '\t') && std::getline(in, message.id, '\t') &&
         std::getline(in, message.after, '\t') && std::getline(in, message.payload))
    messages.push_back(message);
  return messages;
}

natsConnection* connected(const char* url) {
  natsConnection* connection = nullptr;
  must(natsConnection_ConnectTo(&connection, url), "cannot connect");
  return connection;
}

void publish(jsCtx* stream, const Message& message, bool waits) {
  jsPubOptions options;
  must(jsPubOptions_Init(&options), "no options");
  options.MsgId = message.id.c_str();
  options.ExpectStream = "MEMORY";
  options.ExpectLastSubjectSeq = std::stoull(message.after);
  options.ExpectNoMessage = options.ExpectLastSubjectSeq == 0;
  jsErrCode code{};
  const auto size = static_cast<int>(message.payload.size());
  const char* subject = message.subject.c_str();
  must(waits ? js_Publish(nullptr, stream, subject, message.payload.data(), size, &options, &code)
             : js_PublishAsync(stream, subject, message.payload.data(), size, &options),
       "not published");
}

void publish_all(natsConnection* connection, const std::vector<Message>& messages, bool waits) {
  constexpr std::int64_t patience_ms = 60'000;
  jsCtx* stream = nullptr;
  must(natsConnection_JetStream(&stream, connection, nullptr), "no JetStream");
  const auto begin = Clock::now();
  for (const Message& message : messages)
    publish(stream, message, waits);
  jsPubOptions options;
  must(jsPubOptions_Init(&options), "no options");
  options.MaxWait = patience_ms;
  if (!waits) must(js_PublishAsyncComplete(stream, &options), "not all are acknowledged");
  std::printf("%.6f\n", seconds_since(begin));
  jsCtx_Destroy(stream);
}

struct Arrival {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t count = 0;
};

void note_arrival(natsConnection* connection,
                  natsSubscription* subscription,
                  natsMsg* message,
                  void* closure) {
  static_cast<void>(connection);
  static_cast<void>(subscription);
  natsMsg_Destroy(message);
  auto& arrival = *static_cast<Arrival*>(closure);
  const std::scoped_lock lock(arrival.mutex);
  ++arrival.count;
  arrival.changed.notify_one();
}

void hop_all(natsConnection* connection, const char* url, const std::vector<Message>& messages) {
  natsConnection* other = connected(url);
  natsSubscription* subscription = nullptr;
  Arrival arrival;
  must(natsConnection_Subscribe(&subscription, other, "hop", note_arrival, &arrival),
       "not subscribed");
  must(natsConnection_Flush(other), "not subscribed");
  std::vector<double> times_ms;
  for (std::size_t at = 0; at < messages.size(); ++at) {
    const std::string& payload = messages[at].payload;
    const auto begin = Clock::now();
    must(
        natsConnection_Publish(connection, "hop", payload.data(), static_cast<int>(payload.size())),
        "not published");
    std::unique_lock lock(arrival.mutex);
    arrival.changed.wait(lock, [&] { return arrival.count > at; });
    times_ms.push_back(seconds_since(begin) * 1000);
  }
  std::sort(times_ms.begin(), times_ms.end());
  std::printf("%.6f\n", times_ms[times_ms.size() / 2]);
  natsSubscription_Destroy(subscription);
  natsConnection_Destroy(other);
}

}  // namespace

int main(int argc, char** argv) {
  require(argc == 4, "usage: bench_nats_floor URL async|single|hop FILE");
  const std::vector<Message> messages = messages_in(argv[3]);
  const std::string mode = argv[2];
  natsConnection* connection = connected(argv[1]);
  if (mode == "hop") {
    hop_all(connection, argv[1], messages);
  } else {
    publish_all(connection, messages, mode == "single");
  }
  natsConnection_Destroy(connection);
  nats_Close();
  return 0;
}
