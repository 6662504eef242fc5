#pragma once
/// The value of an operation that a test needs to succeed; ends the test with the error's own words if it did not.
///
///   FeedStore store = must(FeedStore::openOrCreate(path));

#include "gis/core/expected.h"

#include <QtGlobal>

#include <utility>

namespace isopolis::test {

template <class T>
T must(Expected<T> value)
{
    if (!value)
        qFatal("%s", value.error().text().c_str());
    return std::move(*value);
}

inline void must(const Expected<void>& value)
{
    if (!value)
        qFatal("%s", value.error().text().c_str());
}

}  // namespace isopolis::test
