// Damaged copies of every kind of message through its parser, meant for a build with sanitizers and any compiler.
//   build/asan/tests/fuzz_feeds_mutants [COPIES [SEED [FOLDER]]]
// Begins from the messages typed in seed_messages.h and, if a folder of recorded messages is given, from those of at most 64 KiB in it.
// With AddressSanitizer run it under ASAN_OPTIONS=quarantine_size_mb=8, else the memory is that of the sanitizer's own quarantine.
// Prints a row a kind: copies, refused as a whole, slowest of them, largest memory of the process so far. Exit 1 if a copy took over a
// second or a value was wild.

#include "gis/feeds/mutate.h"
#include "gis/feeds/seed_messages.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <sys/resource.h>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::uintmax_t kLargestSeed = 64U << 10U;
constexpr double kSlowest_s = 1;
constexpr std::int64_t kLatest = 7258118400;  // the year 2200
constexpr std::uint32_t kLongest_s = 366U * 86400U;

std::map<FeedKind, std::vector<SeedMessage>> seeds(const char* folder)
{
    std::map<FeedKind, std::vector<SeedMessage>> all;
    for (const SeedMessage& seed : seedMessages())
        all[seed.kind].push_back(seed);
    if (folder == nullptr)
        return all;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.file_size() <= kLargestSeed)
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        SeedMessage seed{FeedKind::Csv, std::string((std::istreambuf_iterator<char>(in)), {}), file.filename().string(), {}};
        if (const auto kind = detectFeedKind(item(seed.body, seed.topic))) {
            seed.kind = *kind;
            seed.catalogue = all[*kind].front().catalogue;
            all[*kind].push_back(std::move(seed));
        }
    }
    return all;
}

bool isSound(const ParseResult& r)
{
    for (const Obs& o : r.accepted)
        if (o.ds.index() >= r.newStreams.size() || !std::isfinite(o.v) || o.t < 0 || o.t >= kLatest || o.dur > kLongest_s)
            return false;
    return true;
}

}  // namespace

int main(int argc, char** argv)
{
    const int copies = argc > 1 ? std::atoi(argv[1]) : 100000;
    const unsigned first = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1;
    bool good = true;
    std::printf("%-18s %6s %8s %8s %11s %9s %8s\n", "kind", "seeds", "copies", "refused", "slowest ms", "total s", "MB");
    for (const auto& [kind, sound] : seeds(argc > 3 ? argv[3] : nullptr)) {
        std::mt19937 random(first);
        int refused = 0;
        double slowest = 0, total = 0;
        for (int i = 0; i < copies; ++i) {
            const SeedMessage& seed = sound[static_cast<std::size_t>(i) % sound.size()];
            const RawItem message = item(mutated(seed.body, random), seed.topic);
            const auto begin = std::chrono::steady_clock::now();
            static_cast<void>(detectFeedKind(message));
            const ParseResult r = parsePayload(kind, message, seed.catalogue);
            const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
            slowest = std::max(slowest, seconds);
            total += seconds;
            refused += r.refused ? 1 : 0;
            if (!isSound(r) || seconds > kSlowest_s) {
                std::printf("copy %d of %s: %s\n", i, std::string(feedKindName(kind)).c_str(), isSound(r) ? "too slow" : "a wild value");
                good = false;
            }
        }
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        std::printf("%-18s %6zu %8d %8d %11.1f %9.1f %8ld\n", std::string(feedKindName(kind)).c_str(), sound.size(), copies, refused,
                    slowest * 1000, total, usage.ru_maxrss / 1024);
        std::fflush(stdout);
    }
    return good ? 0 : 1;
}
