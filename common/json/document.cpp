#include "json/document.hpp"

#include <unordered_set>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/check.hpp"
#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace json {
namespace {

using Dom = nlohmann::ordered_json;

const Dom& dom(const void* node) {
  CHECK(node != nullptr);
  return *static_cast<const Dom*>(node);
}

/// The parser's messages quote the last token, which may be the whole text.
constexpr std::size_t error_bytes_max = 200;

std::string dumped(const Dom& value, int indent) {
  return value.dump(indent, ' ', false, Dom::error_handler_t::replace);
}

/// Builds the document from parser events. Past a limit it goes on reading, but keeps nothing of
/// what is over it, so that hostile input costs time in proportion to its bytes and no memory.
class Builder {
 public:
  bool null() { return keep(nullptr); }

  bool boolean(bool value) { return keep(value); }

  bool number_integer(Dom::number_integer_t value) { return keep(value); }

  bool number_unsigned(Dom::number_unsigned_t value) { return keep(value); }

  bool number_float(double value, const std::string& digits) {
    if (digits.find_first_of(".eE") == std::string::npos) {
      violate(base::format("the integer {} does not fit 64 bits", base::shortened(digits, 40)));
    }
    return keep(value);
  }

  bool string(std::string& value) { return keep(std::move(value)); }

  bool binary(Dom::binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Dom::object()); }

  bool start_array(std::size_t) { return open(Dom::array()); }

  bool end_object() { return close(); }

  bool end_array() { return close(); }

  bool key(std::string& name) {
    if (skipped_depth_ > 0) return true;
    Frame& frame = open_.back();
    drop_next_ = true;
    if (frame.container->size() >= base::limits::json_members_max) {
      violate(base::format("an object has more than {} members", base::limits::json_members_max));
    } else if (!frame.names.insert(name).second) {
      violate(base::format("the member \"{}\" appears twice", base::shortened(name, 60)));
    } else {
      drop_next_ = false;
      frame.name = std::move(name);
    }
    return true;
  }

  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception& thrown) {
    const std::string_view what = thrown.what();
    const std::size_t detail = what.find(": ");
    error =
        base::format("not JSON at byte {}: {}",
                     at,
                     base::shortened(what.substr(detail == std::string_view::npos ? 0 : detail + 2),
                                     error_bytes_max));
    return false;
  }

  Dom root;
  std::string error;
  std::optional<std::string> violation;

 private:
  struct Frame {
    Dom* container;
    std::unordered_set<std::string> names;
    std::string name;
  };

  void violate(std::string what) {
    if (!violation) violation = std::move(what);
  }

  /// Counts what is kept; past the limit nothing more is.
  bool has_room() {
    if (++values_ <= base::limits::json_values_max) return true;
    violate(base::format("more than {} values", base::limits::json_values_max));
    return false;
  }

  Dom* place(Dom value) {
    if (open_.empty()) return &(root = std::move(value));
    Frame& frame = open_.back();
    if (frame.container->is_array()) return &frame.container->emplace_back(std::move(value));
    // Straight to the back: names were checked, and a look-up per insertion would be quadratic.
    auto& members = *frame.container->get_ptr<Dom::object_t*>();
    members.Dom::object_t::Container::emplace_back(std::move(frame.name), std::move(value));
    return &members.back().second;
  }

  bool keep(Dom value) {
    if (skipped_depth_ == 0 && !std::exchange(drop_next_, false) && has_room()) {
      place(std::move(value));
    }
    return true;
  }

  bool open(Dom container) {
    const bool too_deep = open_.size() >= base::limits::json_depth_max;
    if (too_deep) violate(base::format("nested deeper than {}", base::limits::json_depth_max));
    if (skipped_depth_ > 0 || std::exchange(drop_next_, false) || too_deep || !has_room()) {
      ++skipped_depth_;
      return true;
    }
    open_.push_back({place(std::move(container)), {}, {}});
    return true;
  }

  bool close() {
    if (skipped_depth_ > 0) {
      --skipped_depth_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  std::vector<Frame> open_;
  std::size_t skipped_depth_ = 0;
  bool drop_next_ = false;
  std::size_t values_ = 0;
};

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
  // The parser takes a NUL byte for the end of the text and would ignore whatever follows.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    return base::invalid(base::format("not JSON at byte {}: a NUL byte", nul + 1));
  }
  Builder builder;
  const bool well_formed = Dom::sax_parse(text.begin(), text.end(), &builder);
  if (!well_formed) return base::invalid(std::move(builder.error));
  return Parsed{Parser::document(std::move(builder.root)), std::move(builder.violation)};
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
