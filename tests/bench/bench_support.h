#pragma once
/// What the benchmarks of this folder share: the end of a program that cannot go on, and a scenario by its name.

#include "gis/core/expected.h"
#include "simulation/project/project_store.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace isopolis {

inline int fail(const Error& error) { return std::fprintf(stderr, "%s\n", error.text().c_str()), 1; }

template <class T>
T must(Expected<T> value)
{
    if (!value)
        std::exit(fail(value.error()));
    return std::move(*value);
}

/// With its bases merged in.
inline Expected<Scenario> scenarioOf(ProjectStore& store, std::string_view name)
{
    auto all = store.scenarios();
    if (!all)
        return unexpected(all.error());
    for (const Scenario& s : *all)
        if (s.name == name)
            return flattened(s, *all);
    return unexpected(Error{ErrorCode::NotFound, "there is no scenario of that name"});
}

}  // namespace isopolis
