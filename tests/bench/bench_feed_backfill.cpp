// Prints what a backfill costs on its whole way: inbox, parser, quality control, store.
//   bench_feed_backfill FOLDER [ROWS]
// One million rows of 200 sensors, one value a minute, as tables of 50,000 rows.

#include "app/feeds/feed_pipeline.h"
#include "gis/feeds/feed_time.h"
#include "simulation/project/sensor_store.h"
#include "tests/bench/bench_support.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>

using namespace isopolis;

namespace {

constexpr std::int64_t kBegin_s = 1709510400;
constexpr int kSensors = 200, kRowsOfAMessage = 50'000;

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
    const int rows = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    const std::filesystem::path project = folder / "backfill.gpkg";
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(sensorStorePath(project).string() + end);
    FeedSource source;
    source.kind = FeedKind::Csv;
    source.profile.name = "history";
    source.profile.period_s = 60;
    source.profile.csv = {.layout = CsvLayout::Long, .time = "date", .sensor = "sensor", .quantity = "quantity", .value = "value"};
    auto pipeline = must(FeedPipeline::open(project, {source}));
    std::mt19937 random(1);
    std::vector<int> level(kSensors, 60);
    const std::clock_t cpu = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    std::size_t messages = 0;
    for (int done = 0; done < rows;) {
        std::string table = "date,sensor,quantity,unit,value\n";
        for (int i = 0; i < kRowsOfAMessage && done < rows; ++i, ++done) {
            int& v = level[static_cast<std::size_t>(done % kSensors)];
            v = std::min(120, std::max(5, v + static_cast<int>(random() % 7) - 3));
            table += isoTime(kBegin_s + done / kSensors * 60) + ",loop-" + std::to_string(done % kSensors) + ",speed,km/h," +
                     std::to_string(v) + "\n";
        }
        if (auto kept = pipeline->inbox().put({.src = pipeline->id(0),
                                               .recv_us = (kBegin_s + 30 * 86400) * 1'000'000,
                                               .body = std::move(table),
                                               .contentType = "text/csv",
                                               .topicOrUrl = "history.csv",
                                               .etag = {}});
            !kept)
            return 1;
        while (must(pipeline->drain(10)) > 0)
            ++messages;
    }
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const double taken = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    std::printf("%d rows in %zu messages: %.1f s, %.1f s CPU (%.0f rows/s CPU)\n", rows, messages, wall, taken, rows / taken);
    std::printf("stored %zu, rejected %zu\n", pipeline->tally(0).observations, pipeline->tally(0).rejected);
    return pipeline->tally(0).observations == static_cast<std::size_t>(rows) ? 0 : 1;
}
