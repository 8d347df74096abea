#pragma once
// Lanes: several chains of large records that one server is asked to write, update and supersede at
// once. Within a lane a step is asked for when the one before was answered, so that after a crash
// at most one step of each lane may be there without having been acknowledged, as a whole.

#include <string>
#include <vector>

#include "books.hpp"

namespace lanes {

/// A change as text, with all that it says; what a lane expects and what a store has are compared
/// in this form.
std::string told(const memory::ExportedChange& change, const std::string& title);

class Lane {
 public:
  explicit Lane(std::string name) : name_(std::move(name)) {}

  /// The call to make next: written, updated twice, superseded by the next, and so on.
  std::string tool() const;
  std::string arguments() const;

  /// It was done.
  void acknowledge(const wire::Reply& reply);

  /// What is wrong with what the store has of this lane, oldest first; empty if nothing is.
  std::string judge(const std::vector<std::string>& kept) const;

  /// All titles of this lane begin so.
  const std::string& name() const { return name_; }

  std::size_t steps() const { return steps_; }

 private:
  std::string title() const;
  std::string next_title() const;
  std::vector<std::string> outcome() const;

  std::string name_;
  std::string id_;
  int generation_ = 0;
  std::int64_t revision_ = 0;
  std::size_t steps_ = 0;
  std::vector<std::string> acknowledged_;
};

}  // namespace lanes
