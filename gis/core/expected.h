#pragma once
/// `Expected<T>`: a value or an Error. A stand-in for std::expected, which GCC 12 has in C++23 mode only.

#include "gis/core/error.h"

#include <tl/expected.hpp>

namespace isopolis {

template <class T>
using Expected = tl::expected<T, Error>;

inline tl::unexpected<Error> unexpected(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace isopolis
