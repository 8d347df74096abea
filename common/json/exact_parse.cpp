#include "json/exact_parse.hpp"

#include <unordered_set>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/format.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"

namespace json {
namespace {

using Dom = nlohmann::ordered_json;

/// The parser's messages quote the last token, which may be the whole text.
constexpr std::size_t error_bytes_max = 200;

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

base::Result<std::optional<std::string>> parse_exactly(std::string_view text,
                                                       nlohmann::ordered_json& root) {
  // The parser takes a NUL byte for the end of the text and would ignore whatever follows.
  const std::size_t nul = text.find('\0');
  if (nul != std::string_view::npos) {
    return base::invalid(base::format("not JSON at byte {}: a NUL byte", nul + 1));
  }
  Builder builder;
  if (!Dom::sax_parse(text.begin(), text.end(), &builder))
    return base::invalid(std::move(builder.error));
  root = std::move(builder.root);
  return std::move(builder.violation);
}

}  // namespace json
