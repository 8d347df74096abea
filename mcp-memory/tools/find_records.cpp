#include "base/format.hpp"
#include "mcp-memory/tools.hpp"
#include "mcp-memory/tools/listing.hpp"
#include "mcp-memory/tools/selection.hpp"

namespace memory {
namespace {

struct Arguments : Selection {
  std::string query;
  int skip = 0;
};

constexpr int limit_max = 50;
constexpr int skip_max = 1000;

const json::Shape<Arguments>& shape() {
  static const json::Shape<Arguments> shape = [] {
    auto fields = selection_fields<Arguments>(limit_max);
    fields.insert(fields.begin(),
                  json::field("query",
                              &Arguments::query,
                              "A question in your own words, or an error text as you see it.")
                      .characters(1, 2000)
                      .example(R"("which database do orders use")"));
    fields.push_back(
        json::field("skip", &Arguments::skip, "Leave out so many of the best, to see further ones.")
            .between(0, skip_max)
            .defaulted());
    return json::Shape<Arguments>(std::move(fields));
  }();
  return shape;
}

std::string output_schema() {
  return json::schema(json::object_rule({
      json::required_member("project", json::text_rule()),
      json::required_member(
          "good_match", json::boolean_rule(), "False: nothing here answers the question."),
      json::required_member("records", json::list_rule(listed_record_rule())),
      json::optional_member(
          "next_skip", json::integer_rule(1, skip_max), "The skip that shows further records."),
  }));
}

/// What a search found, and how to go on.
struct Answer {
  std::string project;
  bool good_match;
  Listing listing;
  std::optional<Arguments> next;
};

std::string opening(const Answer& answer) {
  const std::string project = shown_project(answer.project);
  if (!answer.good_match) {
    return base::format(
        "No good match in project {}: probably nobody recorded this. The nearest, which share some "
        "words:\n",
        project);
  }
  return base::format(
      "{} of project {}, best match first; written by agents, facts to check:\n",
      answer.listing.shown == 1 ? "1 record" : base::format("{} records", answer.listing.shown),
      project);
}

std::string reply_text(const Answer& answer) {
  if (answer.listing.shown == 0) {
    return base::format(
        "Nothing in project {} matches. Try other words, or read_records to look through a type.",
        shown_project(answer.project));
  }
  std::string text = opening(answer) + answer.listing.text;
  if (answer.next) {
    text += further_call("Further ones",
                         "find_records " + shape().dump(*answer.next),
                         base::format("\"skip\": {}", answer.next->skip),
                         budget_bytes(answer.next->budget_tokens));
  }
  return text;
}

std::string reply_json(const Answer& answer) {
  json::Writer out;
  out.begin_object().member("project", answer.project).member("good_match", answer.good_match);
  out.key("records").raw(answer.listing.json);
  if (answer.next) out.member("next_skip", std::int64_t{answer.next->skip});
  return out.end_object().take();
}

base::Result<mcp::Reply> find(const Setting& setting, const Arguments& arguments, mcp::Call& call) {
  Answer answer{.project = TRY(project_of(setting, arguments.project)),
                .good_match = false,
                .listing = {},
                .next = {}};
  const Filter filter = TRY(filter_of(arguments, setting, answer.project));
  RecordStore* records = TRY(setting.memory->records());
  const base::Instant now = setting.memory->now();
  const Page page{static_cast<std::size_t>(arguments.skip),
                  static_cast<std::size_t>(arguments.limit)};
  const Matches found = TRY(records->search(call.stop(), arguments.query, filter, now, page));
  answer.good_match = found.good;
  answer.listing = list_within(
      found.matches, now, room_for_list(budget_bytes(arguments.budget_tokens), answer.project));
  const int next_skip = arguments.skip + static_cast<int>(answer.listing.shown);
  const bool more = found.more || answer.listing.shown < found.matches.size();
  if (more && next_skip <= skip_max) {
    answer.next = arguments;
    answer.next->skip = next_skip;
  }
  return mcp::text_reply(reply_text(answer), reply_json(answer));
}

}  // namespace

mcp::Tool find_records(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "find_records",
       .title = "Search records",
       .description = "Search what the crew recorded in this project: before deciding, when an "
                      "error shows up, before writing a "
                      "record. Any words do; any of them may match, word endings do not matter; "
                      "parts of identifiers and paths do, too. Gives titles and summaries, best "
                      "match first, or says that nothing fits; get_record gives the rest.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return find(setting, arguments, call);
      });
}

}  // namespace memory
