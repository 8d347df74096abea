#include "config/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "base/format.hpp"
#include "base/text.hpp"

namespace config {
namespace {

constexpr std::size_t message_bytes_max = 200;

/// yaml-cpp 0.7 takes a quoted text that is never closed if the file ends with its line. A last
/// line that is a comment everywhere else makes it see the end.
std::string_view end_comment(std::string_view text) {
  return text.ends_with('\n') ? "#" : "\n#";
}

}  // namespace

/// Receives the events of the parser. Refusals leave through yaml-cpp as its own exception, caught
/// in parse_text.
class Builder : public YAML::EventHandler {
 public:
  explicit Builder(std::string file)
      : file_(std::make_shared<const std::string>(std::move(file))) {}

  Node take_root() { return root_ ? *std::move(root_) : Node(file_, 1, Kind::nothing); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (started_) refuse(mark, "a second document starts here; keep one document in a file");
    started_ = true;
  }

  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(mark, Node(file_, line_of(mark), Kind::nothing));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases (*name) are not supported; write the value out");
  }

  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    // An escape such as "\ud800" may spell what is no text.
    if (!base::is_utf8(value)) refuse(mark, "a text that is not UTF-8");
    Node node(file_, line_of(mark), Kind::text);
    node.text_ = value;
    add(mark, std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Kind::list);
  }

  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Kind::map);
  }

  void OnMapEnd() override { close(); }

 private:
  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  [[noreturn]] static void refuse(const YAML::Mark& mark, const std::string& why) {
    throw YAML::ParserException(mark, why);
  }

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) refuse(mark, "anchors (&name) are not supported; write the value out");
  }

  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    const bool is_implied = tag.empty() || tag == "?" || tag == "!";
    if (!is_implied) refuse(mark, "tags (!name) are not supported; leave the tag out");
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() >= depth_max) {
      refuse(mark, base::format("nested deeper than {} levels", depth_max));
    }
    refuse_as_key(mark);
    open_.emplace_back(file_, line_of(mark), kind);
  }

  void close() {
    Node node = std::move(open_.back());
    open_.pop_back();
    if (open_.empty()) {
      root_ = std::move(node);
    } else {
      open_.back().items_.push_back(std::move(node));
    }
  }

  bool awaits_key() const {
    return !open_.empty() && open_.back().kind_ == Kind::map &&
           open_.back().keys_.size() == open_.back().items_.size();
  }

  void refuse_as_key(const YAML::Mark& mark) const {
    if (awaits_key()) refuse(mark, "a key must be a text");
  }

  void add(const YAML::Mark& mark, Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (awaits_key()) {
      if (node.kind_ != Kind::text) refuse(mark, "a key must be a text");
      add_key(mark, std::move(node.text_));
    } else {
      open_.back().items_.push_back(std::move(node));
    }
  }

  void add_key(const YAML::Mark& mark, std::string key) {
    std::vector<std::string>& keys = open_.back().keys_;
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      refuse(mark, base::format("the key {} appears twice in this map", shown(key)));
    }
    if (keys.size() >= keys_max) {
      refuse(mark, base::format("more than {} keys in one map", keys_max));
    }
    keys.push_back(std::move(key));
  }

  std::shared_ptr<const std::string> file_;
  std::optional<Node> root_;
  std::vector<Node> open_;  ///< from the outermost list or map to the one being read
  bool started_ = false;
};

std::string_view with_article(Kind kind) {
  switch (kind) {
    case Kind::nothing:
      return "nothing";
    case Kind::text:
      return "a text";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map";
  }
  return "unknown";
}

std::string shown(std::string_view text) {
  constexpr std::size_t shown_bytes_max = 64;
  return base::one_line(text, shown_bytes_max);
}

const Node* Node::find(std::string_view key) const {
  const auto found = std::find(keys_.begin(), keys_.end(), key);
  if (found == keys_.end()) return nullptr;
  return &items_[static_cast<std::size_t>(found - keys_.begin())];
}

base::Error Node::error(std::string_view message) const {
  return base::invalid(base::format("{}:{}: {}", *file_, line_, message));
}

base::Result<Node> parse_text(const std::string& text, const std::string& file) {
  if (text.size() > file_bytes_max) {
    return base::invalid(base::format("{}: larger than {} bytes", file, file_bytes_max));
  }
  // With NUL bytes in front the parser would take it for UTF-16.
  if (!base::is_utf8(text) || text.find('\0') != std::string::npos) {
    return base::invalid(base::format("{}: not UTF-8 text", file));
  }
  try {
    std::istringstream stream(text + std::string(end_comment(text)));
    YAML::Parser parser(stream);
    Builder builder(file);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take_root();
  } catch (const YAML::Exception& refused) {
    const int line = std::max(refused.mark.line, 0) + 1;
    return base::invalid(
        base::format("{}:{}: {}", file, line, base::one_line(refused.msg, message_bytes_max)));
  }
}

base::Result<Node> parse_file(const std::filesystem::path& file) {
  std::error_code failure;
  const auto type = std::filesystem::status(file, failure).type();
  if (type == std::filesystem::file_type::not_found) {
    return base::not_found(base::format("{}: no such file", file.string()));
  }
  if (type != std::filesystem::file_type::regular) {
    return base::unavailable(base::format(
        "{}: {}", file.string(), failure ? failure.message() : std::string("not a regular file")));
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text(file_bytes_max + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream && !stream.eof()) {
    return base::unavailable(base::format("{}: cannot be read (permissions?)", file.string()));
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return parse_text(text, file.string());
}

}  // namespace config
