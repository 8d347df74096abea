#include "crew/run.hpp"

#include <string>

#include "support/catch.hpp"

namespace {

const std::string run_a = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
const std::string run_b = "0190ffff-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
const std::string trace_of_run = "0190a1b2c3d47e5f8a6b7c8d9e0f1a2b";
const std::string foreign_trace = "4bf92f3577b34da6a3ce929d0e0e4736";

std::string traceparent(const std::string& trace) {
  return "00-" + trace + "-00f067aa0ba902b7-01";
}

std::string run_of(const std::string& baggage) {
  return crew::run_context(baggage, "", "").run_id;
}

std::string trace_of(const std::string& header) {
  return crew::run_context("", header, "").trace_id;
}

}  // namespace

TEST_CASE("nothing said is no run") {
  const crew::RunContext context = crew::run_context("", "", "");
  CHECK(context.run_id.empty());
  CHECK(context.trace_id.empty());
}

TEST_CASE("baggage comes before the trace and the trace before the environment") {
  const std::string baggage = "run_id=" + run_b;
  CHECK(crew::run_context(baggage, traceparent(trace_of_run), run_a).run_id == run_b);
  CHECK(crew::run_context("", traceparent(trace_of_run), run_b).run_id == run_a);
  CHECK(crew::run_context("", "", run_b).run_id == run_b);
  CHECK(crew::run_context("run_id=broken", traceparent(trace_of_run), run_b).run_id == run_a);
  CHECK(crew::run_context(baggage, traceparent(foreign_trace), "").trace_id == foreign_trace);
}

TEST_CASE("a trace-id that is no UUIDv7 is a trace and not a run") {
  const crew::RunContext context = crew::run_context("", traceparent(foreign_trace), "");
  CHECK(context.run_id.empty());
  CHECK(context.trace_id == foreign_trace);
  CHECK(crew::run_context("", traceparent(foreign_trace), run_a).run_id == run_a);
  CHECK(crew::run_context("", traceparent(trace_of_run), "").trace_id == trace_of_run);
}

TEST_CASE("a run is found in any well-formed baggage") {
  const std::string upper = "0190A1B2-C3D4-7E5F-8A6B-7C8D9E0F1A2B";
  for (const std::string& baggage : {"run_id=" + run_a,
                                     " run_id = " + run_a + " ",
                                     "a=b,run_id=" + run_a + ",c=d",
                                     "a=b\t,\trun_id=" + run_a + ";ttl=5;x",
                                     "run_id=" + upper,
                                     std::string("run_id=0190a1b2%2Dc3d4%2d7e5f-8a6b-7c8d9e0f1a2b"),
                                     std::string("run_id=%30190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b"),
                                     "run_id=broken,run_id=" + run_a,
                                     "run_id=" + run_a + ",run_id=" + run_b,
                                     ",,;=,run_id=" + run_a}) {
    CAPTURE(baggage);
    CHECK(run_of(baggage) == run_a);
  }
}

TEST_CASE("malformed baggage is absent") {
  for (const std::string& baggage : {std::string("run_id"),
                                     std::string("run_id="),
                                     std::string("run_id=%"),
                                     std::string("run_id=%3"),
                                     std::string("run_id=%zz"),
                                     "RUN_ID=" + run_a,
                                     "xrun_id=" + run_a,
                                     "a;run_id=" + run_a,
                                     "run_id=" + run_a + "x",
                                     "run_id=\"" + run_a + "\"",
                                     "run_id=" + trace_of_run,
                                     "run_id=" + run_a + "%00",
                                     std::string(20'000, ',') + "run_id=" + run_a}) {
    CAPTURE(baggage);
    CHECK(run_of(baggage).empty());
  }
}

TEST_CASE("traceparent is checked strictly") {
  const std::string good = traceparent(foreign_trace);
  CHECK(trace_of(good) == foreign_trace);
  CHECK(trace_of("01" + good.substr(2)) == foreign_trace);
  CHECK(trace_of("cc" + good.substr(2) + "-what-comes-later") == foreign_trace);
  for (const std::string& header : {"ff" + good.substr(2),
                                    "0" + good.substr(2),
                                    "0g" + good.substr(2),
                                    good + "-more",
                                    good + "x",
                                    "cc" + good.substr(2) + "x",
                                    good.substr(1),
                                    good.substr(0, good.size() - 1),
                                    good.substr(0, good.size() - 3),
                                    traceparent("4BF92F3577B34DA6A3CE929D0E0E4736"),
                                    traceparent(std::string(32, '0')),
                                    traceparent(foreign_trace + "0"),
                                    traceparent(foreign_trace.substr(1)),
                                    "00-" + foreign_trace + "-0000000000000000-01",
                                    "00-" + foreign_trace + "-00f067aa0ba902b-01",
                                    "00-" + foreign_trace + "-00f067aa0ba902b7-0x",
                                    std::string("---"),
                                    std::string(100'000, '-'),
                                    std::string("garbage")}) {
    CAPTURE(header);
    CHECK(trace_of(header).empty());
  }
}

TEST_CASE("the environment's run must be a UUID and is lower-cased") {
  CHECK(crew::run_context("", "", "0190A1B2-C3D4-7E5F-8A6B-7C8D9E0F1A2B").run_id == run_a);
  for (const std::string& value :
       {std::string("1"), std::string("${RUN_ID}"), run_a + " ", trace_of_run}) {
    CHECK(crew::run_context("", "", value).run_id.empty());
  }
}
