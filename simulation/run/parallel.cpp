#include "simulation/run/parallel.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <optional>

namespace isopolis {

void parallelBlocks(std::size_t n, std::size_t blocks, int threads, const std::function<void(std::size_t, std::size_t, std::size_t)>& body)
{
    blocks = std::max<std::size_t>(1, std::min(blocks, n));
    const auto run = [&](std::size_t block) { body(block, block * n / blocks, (block + 1) * n / blocks); };
    if (n == 0)
        return;
    if (threads == 1 || blocks == 1) {
        for (std::size_t block = 0; block < blocks; ++block)
            run(block);
        return;
    }
    // More threads than cores are asked for by tests of determinism only; the library refuses them unless told.
    std::optional<tbb::global_control> allowMore;
    if (threads > tbb::info::default_concurrency())
        allowMore.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
    tbb::task_arena arena(threads > 0 ? threads : tbb::task_arena::automatic);
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, blocks, run); });
}

}  // namespace isopolis
