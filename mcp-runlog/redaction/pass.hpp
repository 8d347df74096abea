#pragma once
// Pass: the redaction of one event or one text. Counts what it replaces. Everything it gives stays
// as it is in a second pass: what was replaced is looked at again until nothing more is found.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/document.hpp"
#include "json/writer.hpp"
#include "mcp-runlog/redaction/credential_files.hpp"
#include "mcp-runlog/redaction/marker.hpp"
#include "mcp-runlog/redaction/rules.hpp"
#include "mcp-runlog/redaction/secret_members.hpp"

namespace runlog {

struct Policy {
  Marker marker;
  SecretMembers members;
  CredentialFiles files;
  RedactionRules rules;
};

class Pass {
 public:
  /// `policy` must live longer.
  explicit Pass(const Policy& policy) : policy_(policy) {}

  // text.cpp

  /// With its line breaks, without hidden characters.
  std::string text(std::string_view given) { return text_at(given, 0); }

  /// One line of at most so many bytes.
  std::string line(std::string_view given, std::size_t bytes_max);

  /// The same for what tells things apart: where it is cut, a digest of all of it stands.
  std::string id(std::string_view given, std::size_t bytes_max);

  /// A mark for all of it; what is empty or a mark already stays.
  std::string whole(std::string_view kind, std::string_view text);

  // body.cpp

  /// JSON of `root`, an object or a list, nested less than limits::body_depth_max.
  /// `of_credential_file`: what it says is the content of one.
  std::string json(json::View root, bool of_credential_file);

  /// True if something in a JSON text was about a credential file.
  bool has_met_credential_file() const { return has_met_credential_file_; }

  std::int64_t count() const { return count_; }

 private:
  struct Place;

  std::string text_at(std::string_view given, unsigned embedded);
  std::optional<std::string> text_once(const std::string& text, unsigned embedded);
  std::optional<std::string> embedded_json(const std::string& text, unsigned embedded);
  std::vector<Redaction> pieces_of(std::string_view text) const;

  void write(json::Writer& out, json::View value, const Place& place);
  void write_object(json::Writer& out, json::View object, const Place& place);
  void write_text(json::Writer& out, std::string_view text, const Place& place);
  void write_number(json::Writer& out, json::View number, const Place& place);
  std::vector<std::string> names_of(json::View object);
  Place place_in(json::View object, std::size_t at, const std::string& name, const Place& around);
  bool is_about_credentials(json::View object) const;

  const Policy& policy_;
  std::int64_t count_ = 0;
  bool has_met_credential_file_ = false;
};

}  // namespace runlog
