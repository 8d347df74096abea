#pragma once
// What a command line says, by option name, as a command reads it. Asking for an option that was
// not declared is a bug of the caller and aborts.

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace app {

class Words {
 public:
  /// True if the command line has the option: a fallback does not count.
  bool has(std::string_view name) const;

  /// The word of an option, the last if there are several; its fallback, or "", if not given.
  const std::string& at(std::string_view name) const;

  /// All words of a repeatable option, in their order; none if it was not given.
  const std::vector<std::string>& all(std::string_view name) const;

  /// The word of an option with a range and a fallback.
  int number(std::string_view name) const;

  void declare(const std::string& name, std::string fallback);
  void give(std::string_view name, std::vector<std::string> given);

 private:
  struct Entry {
    std::string fallback;
    bool is_given = false;
    std::vector<std::string> given = {};
  };

  const Entry& entry(std::string_view name) const;

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace app
