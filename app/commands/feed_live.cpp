#include "app/commands/feed_live.h"

#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/feeds/feed_runner.h"
#include "gis/feeds/feed_time.h"
#include "simulation/project/sensor_store.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uintmax_t kLargestFile = std::uintmax_t{64} << 20, kLargestList = std::uintmax_t{1} << 22;
constexpr std::size_t kAtOnce = 500;

struct LiveOptions {
    std::string project, sources, source, kind, sensor, reason;
    std::vector<std::string> files;
    double seconds = 0;
    bool strict = false;
};

Expected<std::vector<FeedSource>> sourcesOf(const LiveOptions& o)
{
    const std::filesystem::path list = o.sources.empty() ? feedSourcesPath(o.project) : std::filesystem::path(o.sources);
    auto text = readTextFile(list, kLargestList);
    if (!text)
        return unexpected(Error(text.error()).cure("Describe the sources in " + list.string() + ", or name the file with --sources."));
    return readFeedSources(*text, list.string());
}

json tallyJson(const FeedPipeline& pipeline, std::size_t i)
{
    const SourceTally& t = pipeline.tally(i);
    constexpr const char* kColours[] = {"green", "amber", "red"};
    return {{"source", pipeline.sources()[i].profile.name},
            {"kind", feedKindName(pipeline.sources()[i].kind)},
            {"messages", t.messages},
            {"refused", t.refused},
            {"observations", t.observations},
            {"again", t.same},
            {"rejected", t.rejected},
            {"state", kColours[static_cast<std::size_t>(t.colour())]}};
}

void tell(FeedPipeline& pipeline, Console& console)
{
    json all = json::array();
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < pipeline.sources().size(); ++i) {
        all.push_back(tallyJson(pipeline, i));
        const json& t = all.back();
        rows.push_back({t["source"].get<std::string>(), std::to_string(t["messages"].get<std::size_t>()),
                        std::to_string(t["refused"].get<std::size_t>()), std::to_string(t["observations"].get<std::size_t>()),
                        std::to_string(t["again"].get<std::size_t>()), std::to_string(t["rejected"].get<std::size_t>()),
                        t["state"].get<std::string>()});
        for (const QualityAlarm& alarm : pipeline.takeAlarms(i))
            console.note(pipeline.catalogue(i).streams[alarm.ds.index()].sensor + ", " +
                         pipeline.catalogue(i).streams[alarm.ds.index()].quantity + ": " + alarm.why);
    }
    console.table({"source", "messages", "refused", "stored", "again", "rejected", "state"}, rows);
    console.answer({{"sources", all}});
}

Expected<void> drainAll(FeedPipeline& pipeline)
{
    for (;;) {
        auto done = pipeline.drain(kAtOnce);
        if (!done)
            return unexpected(done.error());
        if (*done == 0)
            return {};
    }
}

Expected<void> run(const LiveOptions& o, Console& console)
{
    auto sources = sourcesOf(o);
    if (!sources)
        return unexpected(sources.error());
    std::erase_if(*sources, [](const FeedSource& s) { return s.url.empty(); });
    if (sources->empty())
        return unexpected(Error{ErrorCode::NotFound, "no source has an address"}.in(o.project).cure("Give the sources a 'url'."));
    int argc = 0;
    std::unique_ptr<QCoreApplication> application;
    if (!QCoreApplication::instance())
        application = std::make_unique<QCoreApplication>(argc, nullptr);
    auto pipeline = FeedPipeline::open(o.project, std::move(*sources), o.strict ? Durability::PowerLoss : Durability::ProgramCrash);
    if (!pipeline)
        return unexpected(pipeline.error());
    std::filesystem::path folder = o.project;
    folder.replace_extension(".mqtt");
    FeedRunner runner(**pipeline, folder, [&console](const std::string& word) { console.note(word); });
    if (auto started = runner.start(); !started)
        return started;
    if (auto ran = runner.runFor(o.seconds); !ran)
        return ran;
    tell(**pipeline, console);
    return {};
}

Expected<void> import(const LiveOptions& o, Console& console)
{
    std::vector<FeedSource> sources;
    if (!o.kind.empty()) {
        FeedSource source;
        source.kind = *feedKindOf(o.kind);
        source.profile.name = o.source.empty() ? o.kind : o.source;
        sources.push_back(source);
    } else {
        auto listed = sourcesOf(o);
        if (!listed)
            return unexpected(listed.error());
        for (const FeedSource& source : *listed)
            if (source.profile.name == o.source)
                sources.push_back(source);
        if (sources.empty())
            return unexpected(
                Error{ErrorCode::NotFound, "there is no source of this name"}.in(o.project).at(o.source).cure("Name it with --source."));
        sources[0].url.clear();  // old data: their delay says nothing
    }
    auto pipeline = FeedPipeline::open(o.project, std::move(sources));
    if (!pipeline)
        return unexpected(pipeline.error());
    const std::int64_t now_s = QDateTime::currentSecsSinceEpoch();
    for (const std::string& file : o.files) {
        auto body = readTextFile(file, kLargestFile);
        if (!body)
            return unexpected(body.error());
        auto kept = (*pipeline)->inbox().put({.src = (*pipeline)->id(0),
                                              .recv_us = now_s * 1'000'000,
                                              .body = std::move(*body),
                                              .contentType = {},
                                              .topicOrUrl = file,
                                              .etag = {}});
        if (!kept)
            return kept;
        if (auto done = drainAll(**pipeline); !done)
            return done;
    }
    if (auto closed = (*pipeline)->closeJourneys(now_s); !closed)
        return closed;
    if (auto done = drainAll(**pipeline); !done)
        return done;
    if (auto sealed = (*pipeline)->store().seal(now_s); !sealed)
        return unexpected(sealed.error());
    const SourceTally& tally = (*pipeline)->tally(0);
    tell(**pipeline, console);
    if (tally.messages > 0 && tally.refused == tally.messages) {
        const auto why = (*pipeline)->store().quarantined(1);
        console.note(why && !why->empty() ? why->front().reason : "no message could be read");
        console.exitCode = kCouldNot;
    }
    return {};
}

Expected<void> status(const LiveOptions& o, Console& console)
{
    const auto path = sensorStorePath(o.project);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return unexpected(Error{ErrorCode::NotFound, "nothing was ever recorded for this project"}
                              .in(path.string())
                              .cure("Run 'feed run' or 'feed import' first."));
    auto store = FeedStore::openOrCreate(path);
    if (!store)
        return unexpected(store.error());
    auto streams = store->status();
    auto outages = streams ? store->outages() : unexpected(streams.error());
    auto quarantined = outages ? store->quarantined(100) : unexpected(outages.error());
    if (!quarantined)
        return unexpected(quarantined.error());
    const std::int64_t now_s = QDateTime::currentSecsSinceEpoch();
    json rows = json::array(), out = json::array(), bad = json::array();
    std::vector<std::vector<std::string>> table;
    for (const StreamStatus& s : *streams) {
        const std::int64_t age_s = now_s - s.newest.t - s.newest.dur;
        const bool silent = s.period_s > 0 && age_s > 3 * std::int64_t{s.period_s};
        const Quality flag = qualityFlag(s.newest.q);
        const char* word = flag == Quality::Pass      ? "pass"
                           : flag == Quality::Suspect ? "suspect"
                           : flag == Quality::Fail    ? "fail"
                           : flag == Quality::Missing ? "missing"
                                                      : "not_evaluated";
        rows.push_back({{"source", s.source},
                        {"sensor", s.sensor},
                        {"quantity", s.quantity},
                        {"at", isoTime(s.newest.t)},
                        {"value", number(s.newest.v)},
                        {"age_s", age_s},
                        {"quality", word},
                        {"silent", silent}});
        table.push_back({s.source, s.sensor, s.quantity, isoTime(s.newest.t), fixed(s.newest.v, 2), std::to_string(age_s / 60),
                         silent ? "silent" : word});
    }
    for (const OutageRow& r : *outages)
        out.push_back({{"source", r.source},
                       {"from", isoTime(r.from_s)},
                       {"to", r.to_s < 0 ? json(nullptr) : json(isoTime(r.to_s))},
                       {"reason", r.reason},
                       {"backfilled", r.backfilled}});
    for (const QuarantinedItem& q : *quarantined)
        bad.push_back({{"source", q.source}, {"reason", q.reason}, {"offset", q.offset}});
    console.table({"source", "sensor", "quantity", "newest", "value", "age min", "quality"}, table);
    console.line(std::to_string(outages->size()) + " outages, " + std::to_string(quarantined->size()) + " items in quarantine");
    console.answer({{"streams", rows}, {"outages", out}, {"quarantine", bad}});
    return {};
}

Expected<void> replay(const LiveOptions& o, Console& console)
{
    auto sources = sourcesOf(o);
    if (!sources)
        return unexpected(sources.error());
    for (FeedSource& source : *sources)
        source.url.clear();
    auto pipeline = FeedPipeline::open(o.project, std::move(*sources));
    if (!pipeline)
        return unexpected(pipeline.error());
    auto before = (*pipeline)->store().contentHash();
    auto messages = (*pipeline)->store().replayAll();
    if (!before || !messages)
        return unexpected(before ? messages.error() : before.error());
    if (auto done = drainAll(**pipeline); !done)
        return done;
    auto after = (*pipeline)->store().contentHash();
    if (!after)
        return unexpected(after.error());
    console.line(std::to_string(*messages) + " messages; content " + (*before == *after ? "unchanged " : "changed to ") +
                 after->shortHex());
    console.answer({{"messages", *messages}, {"content_before", before->hex()}, {"content_after", after->hex()}});
    return {};
}

Expected<void> forget(const LiveOptions& o, Console& console)
{
    auto listed = sourcesOf(o);
    if (!listed)
        return unexpected(listed.error());
    std::erase_if(*listed, [&](const FeedSource& s) { return s.profile.name != o.source; });
    if (listed->empty())
        return unexpected(Error{ErrorCode::NotFound, "there is no source of this name"}.in(o.project).at(o.source));
    OptOutList who;
    if (!o.sensor.empty())
        who.sensors.insert(o.sensor);
    else
        who = {{listed->front().optOut.begin(), listed->front().optOut.end()}, listed->front().optOutAreas};
    auto pipeline = FeedPipeline::open(o.project, std::move(*listed));
    if (!pipeline)
        return unexpected(pipeline.error());
    auto removed = (*pipeline)->forget(0, who, o.reason, QDateTime::currentSecsSinceEpoch());
    if (!removed)
        return unexpected(removed.error());
    console.line(std::to_string(*removed) + " observations removed; their sensors are kept out from now on");
    console.answer({{"removed", *removed}});
    return {};
}

}  // namespace

void addFeedLive(CLI::App& feed, Console& console)
{
    auto o = std::make_shared<LiveOptions>();
    const auto command = [&](const char* name, const char* what, Expected<void> (*act)(const LiveOptions&, Console&)) {
        CLI::App* c = feed.add_subcommand(name, what);
        c->add_option("PROJECT", o->project, "project, *.gpkg; its sensors lie in NAME.sensors.db")->required();
        c->callback([o, act, &console] {
            if (auto done = act(*o, console); !done)
                console.fail(done.error());
        });
        return c;
    };
    CLI::App* live = command("run", "Listens to the sources of a project", run);
    live->add_option("--sources", o->sources, "list of sources; else NAME.feeds.json");
    live->add_option("--for", o->seconds, "seconds; else until Ctrl+C")->check(CLI::Range(0.0, 1e7));
    live->add_flag("--power-loss-strict", o->strict, "what is acknowledged survives even a power cut; slower");
    CLI::App* files = command("import", "Recorded messages or tables into the store, through the same parsers", import);
    files->add_option("FILE", o->files, "messages or tables")->required();
    files->add_option("--sources", o->sources, "list of sources; else NAME.feeds.json");
    files->add_option("--source", o->source, "which source of the list they are of");
    files->add_option("--kind", o->kind, "instead of a listed source: the kind of the files")->check(CLI::IsMember(feedKindNames()));
    command("status", "Newest value, age and quality of each stream; outages, quarantine", status);
    CLI::App* out = command("forget", "Removes a sensor, or all of a source's opt-outs, from the history and keeps it out", forget);
    out->add_option("--source", o->source, "source of the list")->required();
    out->add_option("--sensor", o->sensor, "the sensor's id at its source; else 'opt_out' and 'opt_out_areas' of the list");
    out->add_option("--reason", o->reason, "why, for the log; without names")->required();
    out->add_option("--sources", o->sources, "list of sources; else NAME.feeds.json");
    CLI::App* again = command("replay", "All messages of the inbox again: nothing may change", replay);
    again->add_option("--sources", o->sources, "list of sources; else NAME.feeds.json");
}

}  // namespace isopolis
