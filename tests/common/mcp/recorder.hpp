#pragma once
// A sink that keeps what was sent, and requests as both eras write them.

#include <memory>
#include <string>
#include <vector>

#include "base/mutex.hpp"
#include "json/document.hpp"
#include "mcp/session.hpp"
#include "support/catch.hpp"

namespace recorder {

class Recorder : public mcp::Sink {
 public:
  void send(std::string_view message) override {
    const base::Lock lock(mutex_);
    messages_.emplace_back(message);
  }

  std::vector<std::string> messages() const {
    const base::Lock lock(mutex_);
    return messages_;
  }

  /// The only message; fails the test if there are none or several.
  json::Document only() const {
    const auto all = messages();
    REQUIRE(all.size() == 1);
    return last();
  }

  json::Document last() const {
    const auto all = messages();
    REQUIRE_FALSE(all.empty());
    auto document = json::parse(all.back());
    if (!document) FAIL(all.back() << ": " << document.error().message);
    return std::move(document).value();
  }

 private:
  mutable base::Mutex mutex_;
  std::vector<std::string> messages_ GUARDED_BY(mutex_);
};

/// 0 if the answer is no error.
inline int code_of(const json::Document& answer) {
  const json::View code = answer.root().find("error").find("code");
  return code.is(json::Kind::integer) ? static_cast<int>(code.integer()) : 0;
}

inline mcp::Identity devbot() {
  return [] { return base::Result<std::string>("devbot"); };
}

inline std::shared_ptr<mcp::Session> session_of(
    const std::shared_ptr<Recorder>& sink,
    std::chrono::milliseconds call_time_max = std::chrono::seconds(60)) {
  return std::make_shared<mcp::Session>(sink, devbot(), call_time_max);
}

/// The metadata that every modern request carries, without braces.
inline const std::string modern_meta =
    R"("io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{})";

/// `params` without braces; may be empty.
inline std::string legacy(const std::string& method, const std::string& params = {}, int id = 1) {
  return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + method +
         R"(","params":{)" + params + "}}";
}

inline std::string modern(const std::string& method, const std::string& params = {}, int id = 1) {
  return legacy(
      method, "\"_meta\":{" + modern_meta + "}" + (params.empty() ? "" : ",") + params, id);
}

}  // namespace recorder
