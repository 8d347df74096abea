#include "mcp-runlog/sources/run_mark.hpp"

#include "base/text.hpp"
#include "base/uuid.hpp"

namespace runlog {
namespace {

constexpr std::string_view opening = "[run=";
constexpr std::size_t uuid_characters = 36;

}  // namespace

std::string run_id_claimed(std::string_view claim) {
  return base::is_uuid(claim) ? base::lower(claim) : std::string();
}

RunMark run_mark_in(std::string_view text) {
  for (std::size_t at = text.find(opening); at != std::string_view::npos;
       at = text.find(opening, at + 1)) {
    const std::string_view rest = text.substr(at + opening.size());
    std::string run_id = run_id_claimed(rest.substr(0, uuid_characters));
    if (run_id.empty() || !rest.substr(uuid_characters).starts_with(']')) continue;
    return {std::move(run_id), at, opening.size() + uuid_characters + 1};
  }
  return {};
}

}  // namespace runlog
