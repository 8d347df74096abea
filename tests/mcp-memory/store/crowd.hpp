#pragma once
// Sixteen servers and what their clients know of each other, so that they get into each other's
// way on purpose: they update, supersede, link and confirm the same records.

#include <functional>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "books.hpp"

namespace crowd {

/// A record that the crowd knows of, as of the last answer about it.
struct Card {
  std::string id;
  std::string type;
  std::string agent;
  std::string title;
  std::int64_t revision = 1;
  bool in_force = true;
};

/// Seen by all; what is drawn here may be out of date by the time it is used.
class Board {
 public:
  void pin(Card card) {
    const std::scoped_lock lock(mutex_);
    cards_.push_back(std::move(card));
  }

  void revised(const std::string& id, std::int64_t revision) {
    change(id, [&](Card& card) { card.revision = std::max(card.revision, revision); });
  }

  void superseded(const std::string& id) {
    change(id, [](Card& card) { card.in_force = false; });
  }

  /// One of the newest that fit, so that several draw the same.
  std::optional<Card> draw(std::mt19937& dice, const std::function<bool(const Card&)>& fits) {
    constexpr std::size_t newest = 12;
    std::vector<Card> drawn;
    const std::scoped_lock lock(mutex_);
    for (auto card = cards_.rbegin(); card != cards_.rend() && drawn.size() < newest; ++card)
      if (fits(*card)) drawn.push_back(*card);
    if (drawn.empty()) return std::nullopt;
    return drawn[std::uniform_int_distribution<std::size_t>(0, drawn.size() - 1)(dice)];
  }

 private:
  template <class Change>
  void change(const std::string& id, const Change& change) {
    const std::scoped_lock lock(mutex_);
    for (Card& card : cards_)
      if (card.id == id) change(card);
  }

  std::mutex mutex_;
  std::vector<Card> cards_;
};

/// What all clients share.
struct Scene {
  std::filesystem::path home;
  books::Books& books;
  Board board;
  std::mutex mutex;
  std::map<std::string, std::set<std::string>>
      seen;  ///< positions that changes_since gave, by agent
};

/// One client with a server of its own. Each agent has two of them.
class Member {
 public:
  Member(Scene& scene, int number);

  /// So many operations of all kinds.
  void work(int operations);

  /// Reads and acknowledges until there is nothing new.
  void catch_up();

 private:
  /// The reply, unless it is an error. One that came of somebody being first is counted, all others
  /// are problems.
  std::optional<wire::Reply> ask(const std::string& tool, const std::string& arguments);

  std::string new_record(const std::string& type, std::string* title);
  void noted(const std::string& type, const std::string& title, const wire::Reply& stored);
  void write();
  void write_what_others_write();
  void update();
  void supersede();
  void link();
  void confirm();
  void find();
  void read();
  void get();
  void brief();
  bool look_for_changes();

  std::size_t roll(std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(dice_);
  }

  Scene& scene_;
  const int number_;
  const std::string agent_;
  std::mt19937 dice_;
  wire::Client client_;
  int records_ = 0;
  std::string position_;
  std::optional<Card> old_card_;  ///< as the last update found it: who knows no better loses
};

}  // namespace crowd
