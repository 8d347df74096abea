#include "mcp/context.hpp"

#include "common/mcp/recorder.hpp"

using Catch::Matchers::Contains;
using recorder::legacy;
using recorder::modern;
using recorder::Recorder;

namespace {

struct Answer {
  std::string era;  ///< "modern", "legacy", or the error's code
  std::string error;
  std::string data;
  mcp::RequestMeta meta;
};

/// `agreed`: the session has an initialize handshake behind it.
Answer answer_to(const std::string& text, bool agreed = false) {
  const auto session = recorder::session_of(std::make_shared<Recorder>());
  if (agreed) session->agree_on_legacy("2025-11-25");
  const auto message = rpc::read_message(text);
  const auto read = mcp::read_context(std::get<rpc::Request>(message.body), *session);
  if (const auto* error = std::get_if<rpc::Error>(&read))
    return {std::to_string(static_cast<int>(error->code)), error->message, error->data, {}};
  const auto& context = std::get<mcp::Context>(read);
  return {context.era == mcp::Era::modern ? "modern" : "legacy", {}, {}, context.meta};
}

std::string with_meta(const std::string& method, const std::string& meta) {
  return legacy(method, "\"_meta\":{" + meta + "}");
}

}  // namespace

TEST_CASE("the era is that of the request, whatever came before") {
  for (const bool agreed : {false, true}) {
    CHECK(answer_to(modern("tools/list"), agreed).era == "modern");
    CHECK(answer_to(modern("server/discover"), agreed).era == "modern");
    CHECK(answer_to(modern("initialize"), agreed).era == "modern");
    CHECK(answer_to(modern("no/such/method"), agreed).era == "modern");
    CHECK(answer_to(legacy("initialize"), agreed).era == "legacy");
    CHECK(answer_to(legacy("ping"), agreed).era == "legacy");
    CHECK(answer_to(legacy("server/discover"), agreed).era == "-32602");
  }
}

TEST_CASE("after initialize a request without metadata is legacy") {
  CHECK(answer_to(legacy("tools/list"), true).era == "legacy");
  CHECK(answer_to(with_meta("tools/list", "\"progressToken\":1"), true).era == "legacy");
}

TEST_CASE("without metadata and before initialize both ways in are named") {
  const auto answer = answer_to(legacy("tools/list"));
  CHECK(answer.era == "-32602");
  CHECK_THAT(answer.error,
             Contains("io.modelcontextprotocol/protocolVersion") && Contains("2026-07-28") &&
                 Contains("initialize"));
}

TEST_CASE("a missing part of the metadata is named") {
  const std::string version = R"("io.modelcontextprotocol/protocolVersion":"2026-07-28")";
  const std::string features = R"("io.modelcontextprotocol/clientCapabilities":{})";
  CHECK_THAT(answer_to(with_meta("tools/list", version)).error, Contains("clientCapabilities"));
  CHECK_THAT(answer_to(with_meta("server/discover", features)).error, Contains("protocolVersion"));
  CHECK_THAT(answer_to(legacy("server/discover")).error, Contains("protocolVersion"));
  CHECK(answer_to(with_meta("ping", R"("io.modelcontextprotocol/protocolVersion":7,)" + features))
            .era == "-32602");
  CHECK(
      answer_to(with_meta("ping", version + R"(,"io.modelcontextprotocol/clientCapabilities":[])"))
          .era == "-32602");
}

TEST_CASE("an unknown version is told which are supported") {
  const auto answer = answer_to(with_meta(
      "tools/list",
      R"("io.modelcontextprotocol/protocolVersion":"v999.0.0","io.modelcontextprotocol/clientCapabilities":{})"));
  CHECK(answer.era == "-32022");
  CHECK(answer.data ==
        R"({"supported":["2026-07-28","2025-11-25","2025-06-18"],"requested":"v999.0.0"})");
}

TEST_CASE("a legacy version in the metadata is not offered again") {
  const auto answer = answer_to(with_meta(
      "tools/list",
      R"("io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{})"));
  CHECK(answer.era == "-32022");
  CHECK(answer.data == R"({"supported":["2026-07-28"],"requested":"2025-11-25"})");
}

TEST_CASE("tracing and progress are read in both eras") {
  const std::string own = R"("traceparent":"00-a","baggage":"run_id=b","progressToken":"7")";
  for (const auto& answer :
       {answer_to(with_meta("tools/list", own), true),
        answer_to(with_meta("tools/list", own + "," + recorder::modern_meta))}) {
    CHECK(answer.error.empty());
    CHECK(answer.meta.traceparent == "00-a");
    CHECK(answer.meta.baggage == "run_id=b");
    CHECK(answer.meta.progress_token == "\"7\"");
  }
}

TEST_CASE("metadata of the wrong kind counts as absent") {
  const auto answer =
      answer_to(with_meta("ping", R"("traceparent":1,"baggage":null,"progressToken":{"a":1})"));
  CHECK(answer.era == "legacy");
  CHECK(answer.meta.traceparent.empty());
  CHECK(answer.meta.progress_token.empty());
  CHECK(answer_to(legacy("ping", "\"_meta\":7")).era == "legacy");
}

TEST_CASE(
    "the log level is that of the request in the modern era, of the session in the legacy one") {
  const std::string level = R"("io.modelcontextprotocol/logLevel":)";
  CHECK(answer_to(modern("ping")).meta.log_level == std::nullopt);
  CHECK(answer_to(legacy("ping")).meta.log_level == mcp::LogLevel::info);
  CHECK(answer_to(with_meta("ping", recorder::modern_meta + "," + level + "\"error\""))
            .meta.log_level == mcp::LogLevel::error);
  for (const auto* wrong : {"\"loud\"", "7", "null", "\"\""}) {
    const auto answer = answer_to(with_meta("ping", recorder::modern_meta + "," + level + wrong));
    CHECK(answer.era == "-32602");
    CHECK_THAT(answer.error, Contains("debug, info"));
  }
}
