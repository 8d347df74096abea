#include "mcp-memory/digest_text.hpp"
#include "mcp-memory/tools.hpp"

namespace memory {
namespace {

struct Arguments {
  int budget_tokens = 1500;
  std::vector<std::string> paths;
  std::vector<std::string> triggers;
  std::string project;
};

json::Shape<Arguments> shape() {
  return json::Shape<Arguments>{{
      json::field("budget_tokens", &Arguments::budget_tokens, budget_help)
          .between(budget_tokens_min, budget_tokens_max)
          .defaulted(),
      json::field("paths",
                  &Arguments::paths,
                  "Paths or services you are about to work on: what concerns them comes first.")
          .entries(0, 20)
          .characters(1, 200),
      json::field("triggers",
                  &Arguments::triggers,
                  "Alerts or error texts at hand: runbooks for them come first.")
          .entries(0, 10)
          .characters(1, 300),
      json::field("project", &Arguments::project, project_help).characters(1, 200).optional(),
  }};
}

struct Output {
  std::string digest;
  std::int64_t shown;
  std::int64_t known;
};

const json::Shape<Output>& output_shape() {
  static const json::Shape<Output> shape{{
      json::field("digest", &Output::digest, "Markdown.").characters(0, 100000),
      json::field("shown", &Output::shown, "Records named in the digest."),
      json::field(
          "known", &Output::known, "Records that could have been, had the budget been larger."),
  }};
  return shape;
}

}  // namespace

mcp::Tool brief(const Setting& setting) {
  return mcp::tool<Arguments>(
      {.name = "brief",
       .title = "Digest of the memory",
       .description = "What to know before starting work in this project: open incidents, "
                      "decisions in force, runbooks, "
                      "established patterns, and what other agents changed since you last "
                      "acknowledged. Read it once at the start of a session. It changes nothing.",
       .effects = {.read_only = true},
       .output_schema = json::schema(output_shape().rule())},
      shape(),
      [setting](const Arguments& arguments, mcp::Call& call) -> base::Result<mcp::Reply> {
        const std::string project = TRY(project_of(setting, arguments.project));
        const std::string agent = TRY(call.agent());
        const DigestWanted wanted{project, agent, arguments.paths, arguments.triggers};
        const Digest digest = TRY(digest_of(call.stop(), *setting.memory, wanted));
        const DigestText text = digest_text(
            digest, wanted, setting.memory->now(), budget_bytes(arguments.budget_tokens));
        const Output output{text.text,
                            static_cast<std::int64_t>(text.shown),
                            static_cast<std::int64_t>(text.known)};
        return mcp::text_reply(text.text, output_shape().dump(output));
      });
}

}  // namespace memory
