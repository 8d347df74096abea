#pragma once
// How a record looks as JSON: one list of fields that gives the input schema of write_record, the
// check of what agents send, the stored document and the replies. docs/formats/memory-store.md
// describes the stored form.

#include <string>
#include <variant>

#include "base/result.hpp"
#include "json/fields.hpp"
#include "mcp-memory/record.hpp"

namespace memory {

const json::Shape<RejectedOption>& shape_of(const RejectedOption*);
const json::Shape<Step>& shape_of(const Step*);
const json::Shape<Draft>& shape_of(const Draft*);

/// The draft as it is stored and hashed: fields in the order of the shape, empty ones left out.
std::string document_of(const Draft& draft);

/// The draft that a stored document holds once these members are set in it; null takes one out.
/// invalid: the type is another.
base::Result<std::variant<Draft, json::Rejection>> changed_draft(const std::string& document,
                                                                 const json::Object& set);

/// A time in ISO 8601.
json::Form time_form();

/// An id as people and models paste it.
json::Form record_id_form();

}  // namespace memory
