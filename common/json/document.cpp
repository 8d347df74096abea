#include "json/document.hpp"

#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "json/exact_parse.hpp"
#include "json/quick_parse.hpp"

namespace json {
namespace {

using Dom = nlohmann::ordered_json;

const Dom& dom(const void* node) {
  CHECK(node != nullptr);
  return *static_cast<const Dom*>(node);
}

std::string dumped(const Dom& value, int indent) {
  return value.dump(indent, ' ', false, Dom::error_handler_t::replace);
}

}  // namespace

struct Document::Node {
  Dom value;
};

Document::Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Document::Document(std::unique_ptr<Node> node) : node_(std::move(node)) {}

View Document::root() const {
  return node_ ? View(&node_->value) : View();
}

class Parser {
 public:
  static Document document(Dom value) {
    return Document(std::make_unique<Document::Node>(Document::Node{std::move(value)}));
  }
};

std::string_view spelled(Kind kind) {
  switch (kind) {
    case Kind::absent:
      return "nothing";
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "an integer";
    case Kind::number:
      return "a number";
    case Kind::text:
      return "text";
    case Kind::list:
      return "a list";
    case Kind::object:
      break;
  }
  return "an object";
}

Kind View::kind() const {
  if (node_ == nullptr) return Kind::absent;
  switch (dom(node_).type()) {
    case Dom::value_t::boolean:
      return Kind::boolean;
    case Dom::value_t::number_integer:
      return Kind::integer;
    case Dom::value_t::number_unsigned:
      return dom(node_).get<std::uint64_t>() <= INT64_MAX ? Kind::integer : Kind::number;
    case Dom::value_t::number_float:
      return Kind::number;
    case Dom::value_t::string:
      return Kind::text;
    case Dom::value_t::array:
      return Kind::list;
    case Dom::value_t::object:
      return Kind::object;
    default:
      return Kind::null;
  }
}

bool View::boolean() const {
  CHECK(is(Kind::boolean));
  return dom(node_).get<bool>();
}

std::int64_t View::integer() const {
  CHECK(is(Kind::integer));
  return dom(node_).get<std::int64_t>();
}

double View::number() const {
  CHECK(is(Kind::number) || is(Kind::integer));
  return dom(node_).get<double>();
}

std::string_view View::text() const {
  CHECK(is(Kind::text));
  return *dom(node_).get_ptr<const std::string*>();
}

std::size_t View::size() const {
  return is(Kind::list) || is(Kind::object) ? dom(node_).size() : 0;
}

View View::item(std::size_t at) const {
  CHECK(is(Kind::list) && at < size());
  return View(&(*dom(node_).get_ptr<const Dom::array_t*>())[at]);
}

View View::find(std::string_view name) const {
  if (!is(Kind::object)) return {};
  for (const auto& [key, value] : *dom(node_).get_ptr<const Dom::object_t*>()) {
    if (key == name) return View(&value);
  }
  return {};
}

std::string_view View::member_name(std::size_t at) const {
  CHECK(is(Kind::object) && at < size());
  return (dom(node_).get_ptr<const Dom::object_t*>()->begin() + static_cast<std::ptrdiff_t>(at))
      ->first;
}

View View::member_value(std::size_t at) const {
  CHECK(is(Kind::object) && at < size());
  return View(
      &(dom(node_).get_ptr<const Dom::object_t*>()->begin() + static_cast<std::ptrdiff_t>(at))
           ->second);
}

std::string View::dump() const {
  return node_ == nullptr ? "null" : dumped(dom(node_), -1);
}

bool operator==(const View& a, const View& b) {
  if (a.node_ == nullptr || b.node_ == nullptr) return a.node_ == b.node_;
  return dom(a.node_) == dom(b.node_);
}

base::Result<Parsed> parse_pruned(std::string_view text) {
  Dom root;
  if (parse_quickly(text, root)) return Parsed{Parser::document(std::move(root)), {}};
  auto violation = TRY(parse_exactly(text, root));
  return Parsed{Parser::document(std::move(root)), std::move(violation)};
}

base::Result<Document> parse(std::string_view text) {
  Parsed parsed = TRY(parse_pruned(text));
  if (parsed.violation) return base::invalid(*std::move(parsed.violation));
  return std::move(parsed.document);
}

std::string pretty(std::string_view text) {
  auto value = Dom::parse(text, nullptr, false);
  return value.is_discarded() ? std::string(text) : dumped(value, 2);
}

}  // namespace json
