#pragma once
// Events as hooks tell them, made up from a seed: runs of a thousand, mostly tool calls of a start
// and an end. Words follow Zipf's law (corpus.hpp). Each depends on its number alone.

#include <cstdint>
#include <string>
#include <vector>

#include "bench/corpus.hpp"
#include "mcp-runlog/store/run_store.hpp"

namespace bench {

/// Changes whenever the same numbers give other events.
inline constexpr int runlog_events_form = 1;

inline constexpr std::uint64_t events_of_run = 1000;

struct BodyBytes {
  std::size_t least;
  std::size_t most;
};

class RunEvents {
 public:
  explicit RunEvents(BodyBytes body) : body_(body) {}

  runlog::Event event(std::uint64_t number) const;

  /// So many from the first on, as hooks deliver them now.
  runlog::Delivery delivery(std::uint64_t first, std::size_t count) const;

  /// Three different words, each drawn as those of the events are.
  std::string question(std::uint64_t number) const;

  static std::string run_id(std::uint64_t run);

 private:
  std::string words(std::uint64_t number, std::size_t bytes_min) const;

  BodyBytes body_;
  Vocabulary vocabulary_;
};

/// Of the size that those of tool calls have.
const RunEvents& tool_events();

}  // namespace bench
