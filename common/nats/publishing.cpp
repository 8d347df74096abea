#include "nats/publishing.hpp"

#include <string>

#include "base/format.hpp"
#include "base/text.hpp"
#include "nats/api.hpp"

namespace nats {
namespace {

constexpr const char* message_id_header = "Nats-Msg-Id";
constexpr const char* stream_header = "Nats-Expected-Stream";
constexpr const char* after_header = "Nats-Expected-Last-Subject-Sequence";

Outgoing message_of(const Publication& publication) {
  Outgoing message{.subject = publication.subject,
                   .payload = publication.payload,
                   .headers = publication.headers};
  const auto add = [&](const char* name, std::string value) {
    message.headers.push_back({name, std::move(value)});
  };
  if (!publication.message_id.empty()) add(message_id_header, publication.message_id);
  if (!publication.stream.empty()) add(stream_header, publication.stream);
  if (publication.after) add(after_header, std::to_string(*publication.after));
  return message;
}

/// What a stream or disk without room says has many numbers, one of which means anything.
bool says_full(std::string_view words) {
  return words.find("maximum bytes") != std::string_view::npos ||
         words.find("maximum messages") != std::string_view::npos ||
         words.find("no space left") != std::string_view::npos;
}

Verdict verdict_of(std::int64_t number, std::string_view words) {
  switch (number) {
    case code::other_stream:
      return Verdict::other_stream;
    case code::wrong_last_sequence:
    case code::wrong_last_sequence_constant:
      return Verdict::not_last;
    case code::message_too_large:
      return Verdict::too_large;
    case code::insufficient_resources:
    case code::memory_exceeded:
    case code::storage_exceeded:
      return Verdict::full;
    case code::not_enabled:
    case code::not_enabled_for_account:
    case code::no_account:
      return Verdict::no_stream;
    default:
      return says_full(words) ? Verdict::full : Verdict::failed;
  }
}

Published refused(json::View error) {
  const auto number = static_cast<std::int64_t>(count_in(error, "err_code"));
  const std::string words = text_in(error, "description");
  return {.verdict = verdict_of(number, words),
          .detail = base::format("{} ({})", base::one_line(words, 300), number)};
}

Published acknowledged(const std::string& payload) {
  const auto document = json::parse(payload);
  if (!document) {
    return {.verdict = Verdict::unanswered,
            .detail = "cannot read the acknowledgement: " + document.error().message};
  }
  const json::View root = document->root();
  if (const json::View error = root.find("error"); error.is(json::Kind::object)) {
    return refused(error);
  }
  const std::uint64_t sequence = count_in(root, "seq");
  if (sequence == 0) {
    return {.verdict = Verdict::unanswered, .detail = "whoever answered is no stream"};
  }
  const bool before = flag_in(root, "duplicate");
  return {.verdict = before ? Verdict::stored_before : Verdict::stored, .sequence = sequence};
}

Published published(const Answer& answer) {
  switch (answer.kind) {
    case Answer::Kind::reply:
      return acknowledged(answer.message.payload);
    case Answer::Kind::not_sent:
      return {.verdict = Verdict::not_sent, .detail = answer.detail};
    case Answer::Kind::forbidden:
      return {.verdict = Verdict::forbidden, .detail = answer.detail};
    case Answer::Kind::no_responders:
      return {.verdict = Verdict::no_stream,
              .detail = "no stream takes this subject, or JetStream is off"};
    case Answer::Kind::too_large:
      return {.verdict = Verdict::too_large, .detail = answer.detail};
    default:
      return {.verdict = Verdict::unanswered, .detail = answer.detail};
  }
}

class BegunPublishing final : public Publishing {
 public:
  BegunPublishing(Post& post, std::span<const Publication> publications, const Patience& patience)
      : post_(post), patience_(patience), all_(publications.size()) {
    std::vector<Outgoing> messages;
    messages.reserve(publications.size());
    places_.reserve(publications.size());
    for (std::size_t at = 0; at < publications.size(); ++at) {
      if (const auto checked = check(publications[at]); !checked) {
        all_[at] = {.verdict = Verdict::failed, .detail = checked.error().message};
        continue;
      }
      messages.push_back(message_of(publications[at]));
      places_.push_back(at);
    }
    batch_ = post_.begin(std::move(messages), patience_);
  }

  ~BegunPublishing() override { post_.give_up(batch_); }

  BegunPublishing(const BegunPublishing&) = delete;
  BegunPublishing& operator=(const BegunPublishing&) = delete;

  std::vector<Published> wait() override {
    const auto answers = post_.wait(batch_, patience_);
    for (std::size_t at = 0; at < answers.size(); ++at)
      all_[places_[at]] = published(answers[at]);
    return std::move(all_);
  }

 private:
  Post& post_;
  const Patience patience_;
  std::vector<Published> all_;
  std::vector<std::size_t> places_;  ///< of the messages among all
  std::shared_ptr<Batch> batch_;
};

}  // namespace

std::unique_ptr<Publishing> begin(Post& post,
                                  std::span<const Publication> publications,
                                  const Patience& patience) {
  return std::make_unique<BegunPublishing>(post, publications, patience);
}

void tell(Post& post, std::span<const Publication> publications) {
  std::vector<Outgoing> messages;
  messages.reserve(publications.size());
  for (const Publication& one : publications)
    if (check(one)) messages.push_back(message_of(one));
  if (!messages.empty()) post.tell(std::move(messages));
}

}  // namespace nats
