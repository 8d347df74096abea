#pragma once
// Server: everything that a server offers, declared as data. The dispatcher serves it over any
// transport.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.hpp"
#include "mcp/changes.hpp"
#include "mcp/prompt.hpp"
#include "mcp/resource.hpp"
#include "mcp/tool.hpp"

namespace mcp {

struct Server {
  std::string name;
  std::string title;
  std::string version;
  std::string description;
  std::string instructions;  ///< for the model; clients cut it at 2 KB, so what matters comes first

  std::vector<Tool> tools = {};
  std::vector<Resource> resources = {};
  std::vector<ResourceTemplate> resource_templates = {};
  std::vector<Prompt> prompts = {};
  bool sends_logs = false;  ///< some handler uses Call::log
  /// The run that a call belongs to, for what is logged on its behalf; empty: none.
  std::function<std::string(const RequestMeta&)> run_of = {};
  std::shared_ptr<Changes> changes = {};  ///< only if lists or resources change while it runs

  std::size_t page_entries = base::limits::page_entries_max;
};

/// {name, title, version, description}: the Implementation of the specification.
std::string info_json(const Server& server);

/// What the server can do: the "capabilities" of discover and initialize.
std::string features_json(const Server& server);

bool has_resources(const Server& server);
bool has_completions(const Server& server);

}  // namespace mcp
