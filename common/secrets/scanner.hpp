#pragma once
// Finds secrets in text: keys of known providers, private keys, tokens, passwords in connection
// strings, and values that are assigned to names such as password. What says only where a secret
// lies (a placeholder, a path, a reference, a digest) is none.
//
// It judges by looks. A secret that looks like prose, and one that nothing names, stay unfound; so
// this keeps accidents out of a store and does not stop who means to put one in.
//
// Time and memory are linear in the text, whatever it says. Never throws, knows no state.

#include <cstddef>
#include <string_view>
#include <vector>

#include "secrets/finding.hpp"
#include "secrets/text.hpp"

namespace secrets {

/// Findings in one text, for who reads them; whoever puts more in needs no longer list.
inline constexpr std::size_t findings_max = 100;

/// In order of begin, not overlapping, the first `count_max`; none lies in a mark (mark.hpp). Where
/// two rules find the same bytes, the surer one gives the kind, and the span is all that either
/// found.
std::vector<Finding> scan(std::string_view text, std::size_t count_max = findings_max);

/// The same; `text` then knows how many bytes it took.
std::vector<Finding> scan(const Text& text, std::size_t count_max = findings_max);

}  // namespace secrets
