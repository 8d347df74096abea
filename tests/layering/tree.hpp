#pragma once
// Reads the project tree from disk, without what tools put there (build folders, node_modules,
// .git).

#include <filesystem>

#include "layering/rules.hpp"

namespace layering {

/// Sorted by path. A file that is not text is listed with empty text, so that links to it still
/// lead somewhere.
Files read_tree(const std::filesystem::path& root);

}  // namespace layering
