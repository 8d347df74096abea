#include "app/words.hpp"

#include <charconv>

#include "base/check.hpp"

namespace app {

const Words::Entry& Words::entry(std::string_view name) const {
  const auto found = entries_.find(name);
  CHECK(found != entries_.end());
  return found->second;
}

bool Words::has(std::string_view name) const {
  return entry(name).is_given;
}

const std::string& Words::at(std::string_view name) const {
  const Entry& entry = this->entry(name);
  return entry.given.empty() ? entry.fallback : entry.given.back();
}

const std::vector<std::string>& Words::all(std::string_view name) const {
  return entry(name).given;
}

int Words::number(std::string_view name) const {
  const std::string& word = at(name);
  int value = 0;
  const auto end = word.data() + word.size();
  CHECK(std::from_chars(word.data(), end, value).ptr == end);
  return value;
}

void Words::declare(const std::string& name, std::string fallback) {
  entries_[name] = {std::move(fallback)};
}

void Words::give(std::string_view name, std::vector<std::string> given) {
  const auto found = entries_.find(name);
  CHECK(found != entries_.end());
  found->second.is_given = true;
  found->second.given = std::move(given);
}

}  // namespace app
