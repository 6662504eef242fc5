#pragma once
/// JSON of which every program makes the same bytes (RFC 8785), so that others can check a hash of it.
///
///   canonicalJson(json::parse("{\"b\":1e21, \"a\":0.10}"));     // {"a":0.1,"b":1e+21}
///   canonicalHash(answer)->hex();                              // SHA-256 over these bytes
///
/// Members are sorted by the UTF-16 code units of their names, numbers are IEEE-754 doubles written with the fewest digits that read back
/// to the same bits, as ECMAScript writes them. What surprises: an integer beyond 2^53 is rounded like any other number; write it as text.
/// Errors: BadValue for NaN, infinity and text that is not UTF-8. Source: RFC 8785 (2020), sections 3.2.2 and 3.2.3, appendix B.

#include "gis/core/expected.h"
#include "gis/core/hash.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

Expected<std::string> canonicalJson(const nlohmann::json& value);
Expected<Hash> canonicalHash(const nlohmann::json& value);
/// A finite number; "null" for all others.
std::string canonicalNumber(double value);

}  // namespace isopolis
