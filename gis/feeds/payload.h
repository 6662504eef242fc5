#pragma once
/// Limits before anybody parses: size, gzip within bounds.
///
///   auto text = inflated(raw.body);     // as it was if it is not gzip
///
/// Errors: longer than 64 MB, inflated beyond 512 MB or 200 times its size, damaged gzip.

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace isopolis {

inline constexpr std::size_t kLargestBody = std::size_t{64} << 20, kLargestInflated = std::size_t{512} << 20;
inline constexpr std::size_t kLargestRatio = 200;

bool isGzip(std::string_view body);
tl::expected<std::string, std::string> inflated(std::string_view body, std::size_t limit = kLargestInflated);

}  // namespace isopolis
