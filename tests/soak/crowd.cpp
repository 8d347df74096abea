#include "soak/crowd.hpp"

#include <algorithm>
#include <thread>

namespace soak {
namespace {

std::vector<Kind> all_kinds() {
  std::vector<Kind> kinds;
  for (const auto& some : {polite_kinds(), wrong_kinds(), rude_kinds()})
    kinds.insert(kinds.end(), some.begin(), some.end());
  return kinds;
}

}  // namespace

Crowd::Crowd(const Site& site, Ledger& ledger)
    : site_(site), ledger_(ledger), kinds_(all_kinds()), visits_(kinds_.size()) {}

void Crowd::visit_for(std::chrono::milliseconds time) {
  constexpr std::size_t visitors = 8;
  const auto end = std::chrono::steady_clock::now() + time;
  std::vector<std::thread> threads;
  for (std::size_t number = 0; number < visitors; ++number)
    threads.emplace_back([this, end, seed = next_seed_++] { visit_until(end, seed); });
  for (std::thread& thread : threads)
    thread.join();
}

void Crowd::visit_until(std::chrono::steady_clock::time_point end, unsigned seed) {
  Visitor visitor{.site = site_, .ledger = ledger_, .dice = std::mt19937(seed)};
  std::vector<int> weights;
  for (const Kind& kind : kinds_)
    weights.push_back(kind.weight);
  std::discrete_distribution<std::size_t> choice(weights.begin(), weights.end());
  while (std::chrono::steady_clock::now() < end)
    visit_once(visitor, choice(visitor.dice));
}

void Crowd::visit_once(Visitor& visitor, std::size_t kind) {
  ++visits_[kind];
  try {
    kinds_[kind].visit(visitor);
  } catch (const WrongReply& wrong) {
    fail(kinds_[kind], wrong.what());
  } catch (const std::runtime_error& broken) {
    if (!kinds_[kind].may_be_cut_short) fail(kinds_[kind], broken.what());
  }
}

void Crowd::fail(const Kind& kind, const std::string& why) {
  constexpr std::size_t told_max = 5;
  const base::Lock lock(mutex_);
  ++failed_;
  if (failures_.size() < told_max) failures_.push_back(std::string(kind.name) + ": " + why);
}

std::vector<Crowd::Count> Crowd::counts() const {
  std::vector<Count> counts;
  for (std::size_t kind = 0; kind < kinds_.size(); ++kind)
    counts.push_back({kinds_[kind].name, visits_[kind]});
  return counts;
}

std::size_t Crowd::failed() const {
  const base::Lock lock(mutex_);
  return failed_;
}

std::vector<std::string> Crowd::failures() const {
  const base::Lock lock(mutex_);
  return failures_;
}

}  // namespace soak
