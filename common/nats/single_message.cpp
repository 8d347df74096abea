#include "nats/single_message.hpp"

#include <charconv>

#include "base/base64.hpp"
#include "base/format.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "nats/api.hpp"

namespace nats {
namespace {

constexpr int not_found_status = 404;

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// A direct answer is the message itself; what the server knows of it is in further headers.
Message direct_message(Incoming incoming) {
  Message message{.payload = std::move(incoming.payload)};
  for (Header& header : incoming.headers) {
    if (header.name == "Nats-Subject") {
      message.subject = std::move(header.value);
    } else if (header.name == "Nats-Sequence") {
      message.sequence = number_in(header.value);
    } else if (header.name == "Nats-Time-Stamp") {
      message.time = instant_of(header.value);
    } else if (header.name != "Nats-Stream" && header.name != "Nats-Num-Pending") {
      message.headers.push_back(std::move(header));
    }
  }
  return message;
}

/// "NATS/1.0", then "name: value" in each line.
Headers headers_of(std::string_view encoded) {
  Headers headers;
  for (const std::string_view line : base::split(encoded, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    headers.push_back(
        {std::string(line.substr(0, colon)), std::string(base::trimmed(line.substr(colon + 1)))});
  }
  return headers;
}

Message stored_message(json::View stored) {
  const auto bytes = [&](std::string_view name) {
    return base::read_base64(text_in(stored, name)).value_or(std::string());
  };
  return {.subject = text_in(stored, "subject"),
          .payload = bytes("data"),
          .headers = headers_of(bytes("hdrs")),
          .sequence = count_in(stored, "seq"),
          .time = instant_in(stored, "time")};
}

}  // namespace

SingleMessages::Found SingleMessages::last_of(const std::string& stream,
                                              const std::string& subject,
                                              const Patience& patience) {
  json::Writer which;
  which.begin_object().member("last_by_subj", subject).end_object();
  return find(stream,
              {.direct = {.subject = base::format("$JS.API.DIRECT.GET.{}.{}", stream, subject)},
               .to_leader = which.take()},
              patience);
}

SingleMessages::Found SingleMessages::at(const std::string& stream,
                                         std::uint64_t sequence,
                                         const Patience& patience) {
  if (sequence == 0) return std::optional<Message>();
  const std::string which = base::format(R"({{"seq":{}}})", sequence);
  return find(
      stream,
      {.direct = {.subject = "$JS.API.DIRECT.GET." + stream, .payload = which}, .to_leader = which},
      patience);
}

SingleMessages::Found SingleMessages::find(const std::string& stream,
                                           const Question& question,
                                           const Patience& patience) {
  const bool direct = TRY(allows_direct(stream, patience));
  return direct ? from_any(stream, question.direct, patience)
                : from_leader(stream, question.to_leader, patience);
}

SingleMessages::Found SingleMessages::from_any(const std::string& stream,
                                               const Outgoing& question,
                                               const Patience& patience) {
  Answer answer = ask_one(post_, question, patience);
  if (answer.kind != Answer::Kind::reply) {
    const base::Lock lock(mutex_);
    allows_direct_.erase(stream);
    return error_of(answer, question.subject, patience);
  }
  if (answer.message.status == not_found_status) return std::optional<Message>();
  if (answer.message.status != 0) {
    return base::unavailable(base::format(
        "NATS: {} ({})", base::one_line(answer.message.description, 300), answer.message.status));
  }
  return std::optional(direct_message(std::move(answer.message)));
}

SingleMessages::Found SingleMessages::from_leader(const std::string& stream,
                                                  const std::string& which,
                                                  const Patience& patience) {
  const auto answer = ask_api(post_, "STREAM.MSG.GET." + stream, which, patience);
  if (answer) return std::optional(stored_message(answer->root().find("message")));
  if (has_code(answer.error(), code::no_message)) return std::optional<Message>();
  return answer.error();
}

base::Result<bool> SingleMessages::allows_direct(const std::string& stream,
                                                 const Patience& patience) {
  {
    const base::Lock lock(mutex_);
    const auto known = allows_direct_.find(stream);
    if (known != allows_direct_.end()) return known->second;
  }
  const auto answer = TRY(ask_api(post_, "STREAM.INFO." + stream, {}, patience));
  const bool allowed = flag_in(answer.root().find("config"), "allow_direct");
  const base::Lock lock(mutex_);
  allows_direct_[stream] = allowed;
  return allowed;
}

}  // namespace nats
