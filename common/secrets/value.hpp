#pragma once
// What a value looks like. All questions are about looks, so all answers are guesses, made by a few
// traits: letters and digits that take turns, changes of case, entropy, words of templates.
// Only the first 128 bytes count.

#include <string_view>

namespace secrets {

/// Stands where a secret will be: <password>, ${TOKEN}, {{ token }}, ****, changeme, your-key-here.
bool is_placeholder(std::string_view value);

/// Says where a secret is, or is no secret by its form: a path, a URL, vault:..., a digest, a UUID.
bool is_reference(std::string_view value);

/// Made by a machine: at least 8 bytes that are not words.
bool looks_random(std::string_view value);

/// Made up by a person who was told to use digits or special characters. Far weaker than
/// looks_random: ask it only of what is called a password.
bool looks_chosen(std::string_view value);

}  // namespace secrets
