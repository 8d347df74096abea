#pragma once
// Prompts: texts that a person picks, with arguments filled in.

#include <functional>
#include <string>
#include <vector>

#include "mcp/content.hpp"
#include "mcp/resource.hpp"

namespace mcp {

struct PromptArgument {
  std::string name;
  std::string description;
  bool required = false;
  Completer complete = {};
};

struct Prompt {
  std::string name;
  std::string title;
  std::string description;
  std::vector<PromptArgument> arguments;
  std::function<base::Result<std::vector<PromptMessage>>(const Values& arguments, Call&)> messages;
};

}  // namespace mcp
