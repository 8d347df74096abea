#pragma once
// Just enough reading of C++ for the rules: it relies on clang-formatted sources and is no parser.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace layering {

/// The text with comments and the insides of literals turned to spaces. Line breaks stay where they
/// are.
std::string code_of(std::string_view text);

std::vector<std::string_view> lines_of(std::string_view text);

struct Include {
  std::size_t line;
  std::string path;
};

std::vector<Include> includes_of(std::string_view text);

struct Function {
  std::size_t line;   ///< where its body opens
  std::size_t lines;  ///< from the opening to the closing brace
};

/// Functions and methods; lambdas and local classes count as part of the function around them.
std::vector<Function> functions_of(std::string_view text);

/// Offsets at which `word` stands alone in `code`.
std::vector<std::size_t> find_word(std::string_view code, std::string_view word);

std::size_t line_at(std::string_view text, std::size_t offset);

std::string_view trimmed(std::string_view text);

bool has_word(std::string_view spaced_list, std::string_view word);

bool is_source(std::string_view path);

/// Code that ships: common/ and the servers.
bool is_product(std::string_view path);

/// The room of common/<room>/..., empty for any other path.
std::string_view room_of(std::string_view path);

/// The server of mcp-<name>/..., empty for any other path.
std::string_view server_of(std::string_view path);

std::string_view file_name(std::string_view path);

}  // namespace layering
