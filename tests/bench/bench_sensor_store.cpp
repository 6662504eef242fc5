// Prints what the store of live feeds costs: 2,000 sensors, one value a minute.
//   bench_sensor_store FOLDER [DAYS] [SENSORS]
// The full measure is 30 days (86.4 M rows); fewer days give the same rates.

#include "simulation/project/feed_store.h"
#include "simulation/project/sensor_store.h"
#include "tests/bench/bench_support.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

using namespace isopolis;

namespace {

constexpr std::int64_t kBegin_s = 1709510400, kDay = 86400;

double cpu() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
    const int days = argc > 2 ? std::atoi(argv[2]) : 1, sensors = argc > 3 ? std::atoi(argv[3]) : 2000;
    const std::filesystem::path path = folder / "bench.sensors.db";
    std::filesystem::remove(path);
    FeedStore store = must(FeedStore::openOrCreate(path));
    const SourceId source = must(store.source("loops", "datex2"));
    IngestBatch batch;
    for (int s = 0; s < sensors; ++s)
        batch.streams.push_back({.foreignId = "loop-" + std::to_string(s),
                                 .sensor = "loop-" + std::to_string(s),
                                 .quantity = "speed_m_s",
                                 .reportedUnit = "km/h",
                                 .period_s = 60,
                                 .position = {}});
    std::mt19937 random(1);
    std::vector<double> level(static_cast<std::size_t>(sensors), 60);
    // A message an hour of each sensor: what a backfill brings; live messages come a minute at a time (below).
    const double begin = cpu();
    for (int day = 0; day < days; ++day) {
        for (int hour = 0; hour < 24; ++hour) {
            batch.rows.clear();
            for (int s = 0; s < sensors; ++s)
                for (int minute = 0; minute < 60; ++minute) {
                    double& v = level[static_cast<std::size_t>(s)];
                    v = std::min(120.0, std::max(0.0, v + static_cast<double>(random() % 7) - 3));
                    batch.rows.push_back({.ds = DatastreamId(static_cast<std::uint32_t>(s)),
                                          .t = kBegin_s + day * kDay + hour * 3600 + minute * 60,
                                          .dur = 60,
                                          .v = v * (1 / 3.6),
                                          .q = quality(Quality::Pass),
                                          .resultTime = -1});
                }
            must(store.ingest(0, source, batch));
        }
        must(store.seal(kBegin_s + (day + 1) * kDay));
    }
    const double loaded = cpu() - begin, rows = static_cast<double>(sensors) * 1440 * days;
    const double sealBegin = cpu();
    must(store.seal(kBegin_s + (days + 2) * kDay));
    std::printf("N = %d days, %d sensors: %.0f rows\n", days, sensors, rows);
    std::printf("  loaded in              %8.1f s CPU, %.0f rows/s\n", loaded, rows / loaded);
    std::printf("  last days packed in    %8.2f s CPU\n", cpu() - sealBegin);

    const double liveBegin = cpu();
    for (int minute = 0; minute < 10; ++minute) {
        batch.rows.clear();
        for (int s = 0; s < sensors; ++s)
            batch.rows.push_back({.ds = DatastreamId(static_cast<std::uint32_t>(s)),
                                  .t = kBegin_s + days * kDay + minute * 60,
                                  .dur = 60,
                                  .v = 10,
                                  .q = quality(Quality::Pass),
                                  .resultTime = -1});
        must(store.ingest(0, source, batch));
    }
    std::printf("  live, 2,000 a minute   %8.1f ms CPU a minute\n", (cpu() - liveBegin) * 100);

    SensorStore reader = must(SensorStore::open(path));
    const auto timed = [](int times, const auto& f) {
        const double from = cpu();
        for (int i = 0; i < times; ++i)
            f(i);
        return (cpu() - from) / times * 1000;
    };
    std::printf("  24 h series            %8.3f ms\n", timed(200, [&](int i) {
                    must(reader.series("loops:loop-" + std::to_string(i * 7 % sensors), "speed_m_s", kBegin_s, kBegin_s + kDay));
                }));
    std::printf("  latest of all          %8.3f ms\n", timed(20, [&](int) { must(reader.latest()); }));
    const double size = static_cast<double>(std::filesystem::file_size(path));
    std::printf("  file                   %8.1f MB, %.2f bytes a row with hourly sums\n", size / 1e6, size / rows);
    return 0;
}
