#pragma once
/// Parallel loops whose results do not depend on the number of threads.
///
///   parallelBlocks(n, 16, control.threads(), [&](std::size_t block, std::size_t begin, std::size_t end) { … });
///
/// The split into blocks depends on `n` and `blocks` alone. A block writes to memory of its own; whoever sums does so
/// over blocks in ascending order.

#include <algorithm>
#include <cstddef>
#include <functional>

namespace isopolis {

void parallelBlocks(std::size_t n, std::size_t blocks, int threads,
                    const std::function<void(std::size_t block, std::size_t begin, std::size_t end)>& body);

}  // namespace isopolis
