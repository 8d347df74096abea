#include "crowd.hpp"

#include "base/text.hpp"

namespace crowd {
namespace {

using memory::ChangeKind;
using memory::ExportedChange;

constexpr const char* types[] = {"decision", "incident", "pattern", "runbook"};
constexpr const char* words[] = {"orders",
                                 "payment",
                                 "timeout",
                                 "retry",
                                 "queue",
                                 "disk",
                                 "schema",
                                 "deploy",
                                 "gateway",
                                 "cache",
                                 "replica",
                                 "index",
                                 "backup",
                                 "worker",
                                 "region",
                                 "certificate"};

std::string sample_of(const std::string& type, const std::string& title) {
  if (type == "decision") return sample::decision(title);
  if (type == "incident") return sample::incident(title);
  return type == "pattern" ? sample::pattern(title) : sample::runbook(title);
}

/// As the samples have it.
constexpr const char* summary = "What a reader has to know of it.";

ExportedChange change(ChangeKind kind, const std::string& id, const std::string& agent) {
  ExportedChange change;
  change.kind = kind;
  change.id = id;
  change.agent = agent;
  return change;
}

ExportedChange document_change(ChangeKind kind,
                               const std::string& id,
                               const std::string& agent,
                               std::int64_t revision,
                               const std::string& title,
                               const std::string& said) {
  ExportedChange made = change(kind, id, agent);
  made.revision = revision;
  made.record.emplace();
  made.record->title = title;
  made.record->summary = said;
  return made;
}

std::string quoted_id(const char* name, const std::string& id) {
  return base::format("\"{}\":\"{}\"", name, id);
}

}  // namespace

Member::Member(Scene& scene, int number)
    : scene_(scene),
      number_(number),
      agent_("agent-" + std::to_string(number / 2)),
      dice_(static_cast<unsigned>(number) + 1),
      // Where no team.yaml says who may take part.
      client_(scene.home, {{"AGENT_NAME", agent_}}, {}, scene.home) {}

void Member::work(int operations) {
  const std::pair<int, void (Member::*)()> mix[] = {{22, &Member::write},
                                                    {2, &Member::write_what_others_write},
                                                    {14, &Member::update},
                                                    {8, &Member::supersede},
                                                    {10, &Member::link},
                                                    {10, &Member::confirm},
                                                    {10, &Member::find},
                                                    {8, &Member::read},
                                                    {8, &Member::get},
                                                    {4, &Member::brief}};
  std::vector<int> weights;
  for (const auto& entry : mix)
    weights.push_back(entry.first);
  constexpr int weight_of_changes = 4;
  weights.push_back(weight_of_changes);
  std::discrete_distribution<std::size_t> choice(weights.begin(), weights.end());
  for (int operation = 0; operation < operations; ++operation) {
    const std::size_t chosen = choice(dice_);
    if (chosen < std::size(mix)) {
      (this->*mix[chosen].second)();
    } else {
      look_for_changes();
    }
  }
}

std::optional<wire::Reply> Member::ask(const std::string& tool, const std::string& arguments) {
  wire::Reply reply = client_.call(tool, arguments);
  if (!reply.is_error() && !reply.structured().is(json::Kind::absent)) return reply;
  const std::string text = reply.text();
  for (const char* first : {"has revision", "was superseded by"}) {
    if (text.find(first) == std::string::npos) continue;
    scene_.books.count(first);
    return std::nullopt;
  }
  scene_.books.problem(tool + " " + arguments + ": " + text + reply.answer.error_message());
  return std::nullopt;
}

std::string Member::new_record(const std::string& type, std::string* title) {
  *title = base::format("{} {} m{}n{}",
                        words[roll(std::size(words))],
                        words[roll(std::size(words))],
                        number_,
                        ++records_);
  return sample_of(type, *title);
}

void Member::noted(const std::string& type, const std::string& title, const wire::Reply& stored) {
  const std::string id = stored.member("id");
  scene_.books.acknowledge(document_change(ChangeKind::written, id, agent_, 1, title, summary));
  scene_.board.pin({.id = id, .type = type, .agent = agent_, .title = title});
}

void Member::write() {
  const std::string type = types[roll(std::size(types))];
  std::string title;
  const auto stored = ask("write_record", new_record(type, &title));
  if (!stored) return;
  if (stored->member("created") != "true") scene_.books.problem("was there before: " + title);
  noted(type, title, *stored);
}

void Member::write_what_others_write() {
  const std::string title = base::format("The same {}", roll(20));
  const auto stored = ask("write_record", sample::decision(title));
  if (!stored) return;
  if (stored->member("created") == "true") {
    scene_.books.acknowledge(
        document_change(ChangeKind::written, stored->member("id"), agent_, 1, title, summary));
  } else {
    scene_.books.count("written before");
  }
}

void Member::update() {
  constexpr std::size_t one_in = 4;
  const bool knows_old = old_card_.has_value() && roll(one_in) == 0;
  const auto card =
      knows_old ? old_card_
                : scene_.board.draw(dice_, [&](const Card& one) { return one.agent == agent_; });
  if (!card) return write();
  old_card_ = card;
  const std::string said = base::format("Revision by member {}, number {}.", number_, dice_());
  const auto stored = ask("update_record",
                          base::format(R"({{{},"expected_revision":{},"set":{{"summary":"{}"}}}})",
                                       quoted_id("id", card->id),
                                       card->revision,
                                       said));
  if (!stored) return;
  scene_.books.acknowledge(document_change(
      ChangeKind::updated, card->id, agent_, card->revision + 1, card->title, said));
  scene_.board.revised(card->id, card->revision + 1);
}

void Member::supersede() {
  const auto card = scene_.board.draw(dice_, [](const Card& one) { return one.in_force; });
  if (!card) return write();
  std::string title;
  const std::string record = new_record(card->type, &title);
  const auto stored =
      ask("supersede_record",
          base::format(
              R"({{{},"reason":"It changed.","record":{}}})", quoted_id("id", card->id), record));
  if (!stored) return;
  scene_.board.superseded(card->id);
  noted(card->type, title, *stored);
  ExportedChange superseded = change(ChangeKind::superseded, card->id, agent_);
  superseded.by = stored->member("id");
  scene_.books.acknowledge(superseded);
}

void Member::link() {
  const auto any = [](const Card&) { return true; };
  const auto from = scene_.board.draw(dice_, any);
  const auto to = scene_.board.draw(dice_, any);
  if (!from || from->id == to->id) return write();
  const std::string relation(memory::relation_names[roll(memory::relation_names.size())]);
  const auto linked = ask("link_records",
                          base::format(R"({{{},"relation":"{}",{}}})",
                                       quoted_id("from", from->id),
                                       relation,
                                       quoted_id("to", to->id)));
  if (!linked) return;
  if (linked->member("changed") != "true") return scene_.books.count("linked before");
  ExportedChange made = change(ChangeKind::linked, from->id, agent_);
  made.relation = relation;
  made.to = to->id;
  scene_.books.acknowledge(made);
}

void Member::confirm() {
  const auto card = scene_.board.draw(
      dice_, [](const Card& one) { return one.type == "pattern" || one.type == "runbook"; });
  if (!card) return write();
  ExportedChange made = change(ChangeKind::confirmed, card->id, agent_);
  made.outcome = memory::outcome_names[roll(2)];
  made.evidence = base::format("Seen by member {}, number {}.", number_, dice_());
  const auto confirmed = ask("confirm_record",
                             base::format(R"({{{},"outcome":"{}","evidence":"{}"}})",
                                          quoted_id("id", card->id),
                                          made.outcome,
                                          made.evidence));
  if (confirmed) scene_.books.acknowledge(made);
}

void Member::find() {
  const auto card = scene_.board.draw(dice_, [](const Card&) { return true; });
  if (!card) return write();
  const auto found =
      ask("find_records",
          base::format(R"({{"query":"{}","include_superseded":true,"limit":5}})", card->title));
  if (!found) return;
  const json::View records = found->structured().find("records");
  for (std::size_t at = 0; at < records.size(); ++at)
    if (records.item(at).find("id").text() == card->id) return;
  scene_.books.problem("not found: " + card->title + "; but " + found->text());
}

void Member::read() {
  const auto page = ask("read_records", R"({"limit":10})");
  if (page && records_ > 0 && page->structured().find("records").size() == 0)
    scene_.books.problem("nothing to read");
}

void Member::get() {
  const auto card = scene_.board.draw(dice_, [](const Card&) { return true; });
  if (!card) return write();
  const auto got = ask("get_record", "{" + quoted_id("id", card->id) + "}");
  if (got &&
      (got->member("title") != card->title || std::stoll(got->member("revision")) < card->revision))
    scene_.books.problem("an older state: " + got->text());
}

void Member::brief() {
  ask("brief", "{}");
}

bool Member::look_for_changes() {
  const std::string ack = position_.empty() ? "" : base::format(R"("ack":"{}",)", position_);
  const auto reply = ask("changes_since", "{" + ack + R"("limit":200,"budget_tokens":20000})");
  if (!reply) return false;
  position_ = reply->member("position");
  const json::View changes = reply->structured().find("changes");
  const std::scoped_lock lock(scene_.mutex);
  for (std::size_t at = 0; at < changes.size(); ++at)
    scene_.seen[agent_].emplace(changes.item(at).find("position").text());
  return changes.size() > 0;
}

void Member::catch_up() {
  while (look_for_changes()) {
  }
}

}  // namespace crowd
