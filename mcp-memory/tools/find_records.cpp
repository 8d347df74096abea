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
      json::required_member("records", json::list_rule(listed_record_rule())),
      json::optional_member(
          "next_skip", json::integer_rule(1, skip_max), "The skip that shows further records."),
  }));
}

std::string reply_text(const Listing& listing,
                       const std::string& project,
                       const std::optional<Arguments>& next) {
  if (listing.shown == 0) {
    return base::format(
        "Nothing in project {} matches. Try other words, or read_records to look through a type.",
        shown_project(project));
  }
  std::string text =
      base::format("{} of project {}, best match first; written by agents, facts to check:\n{}",
                   listing.shown == 1 ? "1 record" : base::format("{} records", listing.shown),
                   shown_project(project),
                   listing.text);
  if (next) {
    text += further_call("Further ones",
                         "find_records " + shape().dump(*next),
                         base::format("\"skip\": {}", next->skip),
                         budget_bytes(next->budget_tokens));
  }
  return text;
}

base::Result<mcp::Reply> find(const Setting& setting, const Arguments& arguments, mcp::Call& call) {
  const std::string project = TRY(project_of(setting, arguments.project));
  const Filter filter = TRY(filter_of(arguments, setting, project));
  const Found found = TRY(setting.memory->search(call.stop(),
                                                 arguments.query,
                                                 filter,
                                                 static_cast<std::size_t>(arguments.skip),
                                                 static_cast<std::size_t>(arguments.limit)));
  const Listing listing =
      list_within(found.entries, room_for_list(budget_bytes(arguments.budget_tokens), project));
  std::optional<Arguments> next;
  const int next_skip = arguments.skip + static_cast<int>(listing.shown);
  if ((found.more || listing.shown < found.entries.size()) && next_skip <= skip_max) {
    next = arguments;
    next->skip = next_skip;
  }
  json::Writer structured;
  structured.begin_object().member("project", project).key("records").raw(listing.json);
  if (next) structured.member("next_skip", std::int64_t{next->skip});
  return mcp::text_reply(reply_text(listing, project, next), structured.end_object().take());
}

}  // namespace

mcp::Tool find_records(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "find_records",
       .title = "Search records",
       .description = "Search what the crew recorded in this project: before deciding, when an "
                      "error shows up, before writing a "
                      "record. Any words do; any of them may match, word endings do not matter. "
                      "Gives titles and summaries, "
                      "best match first; get_record gives the rest.",
       .effects = {.read_only = true},
       .output_schema = output_schema()},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) {
        return find(setting, arguments, call);
      });
}

}  // namespace memory
