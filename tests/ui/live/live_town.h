#pragma once
/// The small town with three sensors, its store on the disk, and a desk of feeds that only remembers what it was asked.

#include "ui/document/small_town.h"

#include "simulation/project/feed_store.h"
#include "simulation/project/sensor_store.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_twin.h"

#include <QTemporaryDir>

namespace isopolis::test {

inline constexpr std::int64_t kTownStart_s = 1'709'510'400;  ///< 2024-03-04T00:00:00Z

class ListedFeeds : public FeedDesk {
public:
    using FeedDesk::FeedDesk;
    void openProject(const QString&) override {}
    std::vector<FeedStatus> sources() const override { return list; }
    bool running() const override { return on; }
    void start() override { on = true; }
    void stop() override { on = false; }
    void test(const FeedDraft& draft) override { tried << draft.url; }
    void cancelTest() override { ++cancelled; }
    void add(const FeedDraft& draft) override { added << draft.name; }
    void judge(const FeedJudgement& judgement) override { judged.push_back(judgement); }
    void giveSecret(const QString& source, const QString& key, bool) override { given << source + u'=' + key; }
    QStringList kinds() const override { return {QStringLiteral("sensorthings"), QStringLiteral("csv")}; }

    std::vector<FeedStatus> list;
    bool on = false;
    int cancelled = 0;
    QStringList tried, added, given;
    std::vector<FeedJudgement> judged;
};

/// Air at A: a value an hour, three in the end equal and failed. Traffic at B: silent from noon. Air at C: never heard.
struct LiveTown {
    QTemporaryDir folder;
    ProjectDocument document;

    QString path() const { return folder.filePath(QStringLiteral("town.gpkg")); }
    std::filesystem::path store() const { return sensorStorePath(path().toStdString()); }

    void record()
    {
        std::vector<StoredObservation> all;
        for (int hour = 0; hour < 24; ++hour) {
            const std::int64_t start = kTownStart_s + hour * 3600;
            all.push_back({.sensor = "air-a",
                           .quantity = "no2_ug_m3",
                           .start_s = start,
                           .duration_s = 3600,
                           .value = hour >= 21 ? 30.0 : 20.0 + hour,
                           .quality = hour >= 21 ? Quality::Fail : Quality::Pass,
                           .result_s = hour == 10 ? kTownStart_s + 20 * 3600 : start + 3600});
            if (hour < 12)
                all.push_back({.sensor = "traffic-b",
                               .quantity = "flow_veh_h",
                               .start_s = start,
                               .duration_s = 3600,
                               .value = 100.0 * hour,
                               .quality = Quality::Pass,
                               .result_s = start + 3600});
        }
        if (auto made = SensorStore::create(store(), all); !made)
            qFatal("%s", made.error().text().c_str());
    }

    void open()
    {
        MiniCity plan = smallTownPlan();
        plan.data.sensors.push({.externalId = "air-a", .name = "Air A", .kind = SensorKind::Air, .at = {10, 10}, .height_m = 3});
        plan.data.sensors.push({.externalId = "traffic-b", .name = "Traffic B", .kind = SensorKind::Traffic, .at = {1190, 10}});
        plan.data.sensors.push({.externalId = "air-c", .name = "Air C", .kind = SensorKind::Air, .at = {1190, 890}});
        document.open({plan.make(), {}, std::make_shared<MemoryBackend>(), path(), {}});
    }
};

}  // namespace isopolis::test
