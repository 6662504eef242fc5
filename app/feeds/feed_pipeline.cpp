#include "app/feeds/feed_pipeline.h"

#include "simulation/project/sensor_store.h"

#include <algorithm>
#include <utility>

namespace isopolis {

namespace {

constexpr const char* kAggregated = "text/csv; isopolis=aggregated";
constexpr std::size_t kProblemsKept = 100;
constexpr std::size_t kRowsTogether = 20'000;  ///< in one transaction
constexpr std::size_t kVehiclesKept = 20'000;  ///< that nobody has taken

/// Tables of aggregates are ours: one value a row, UTC.
Catalogue aggregateCatalogue()
{
    Catalogue catalogue;
    catalogue.profile.period_s = 300;
    catalogue.profile.privacy = PrivacyClass::A;
    catalogue.profile.csv.layout = CsvLayout::Long;
    return catalogue;
}

bool alwaysJourneys(const FeedSource& source) { return source.kind == FeedKind::GtfsRealtime || source.profile.privacy == PrivacyClass::B; }

/// The streams that rows belong to, in the order of the catalogue; a catalogue of thousands is not copied for every message.
void takeStreams(const Catalogue& catalogue, IngestBatch& batch)
{
    std::map<std::size_t, std::uint32_t> position;
    for (const Obs& o : batch.rows)
        position.emplace(o.ds.index(), 0);
    for (auto& [index, at] : position) {
        at = static_cast<std::uint32_t>(batch.streams.size());
        Datastream& stream = batch.streams.emplace_back(catalogue.streams[index]);
        if (stream.privacy == PrivacyClass::C && stream.position)
            stream.position = blurred(*stream.position);
    }
    for (Obs& o : batch.rows)
        o.ds = DatastreamId(position[o.ds.index()]);
}

bool mayHoldJourneys(const FeedSource& source) { return alwaysJourneys(source) || source.kind == FeedKind::Datex2; }

}  // namespace

FeedPipeline::FeedPipeline(FeedStore store, std::vector<FeedSource> sources) : m_store(std::move(store)), m_sources(std::move(sources)) {}
FeedPipeline::~FeedPipeline() = default;

Expected<std::unique_ptr<FeedPipeline>> FeedPipeline::open(const std::filesystem::path& project, std::vector<FeedSource> sources,
                                                           Durability durability)
{
    auto store = FeedStore::openOrCreate(sensorStorePath(project), durability);
    if (!store)
        return unexpected(store.error());
    std::unique_ptr<FeedPipeline> pipeline(new FeedPipeline(std::move(*store), std::move(sources)));
    for (const FeedSource& source : pipeline->m_sources) {
        const std::string licence = source.licence + (source.attribution.empty() ? "" : "; " + source.attribution);
        auto id = pipeline->m_store.source(source.profile.name, std::string(feedKindName(source.kind)), licence);
        if (!id)
            return unexpected(id.error());
        pipeline->m_ids.push_back(*id);
        Catalogue catalogue;
        catalogue.profile = source.profile;
        pipeline->m_catalogues.push_back(alwaysJourneys(source) ? aggregateCatalogue() : catalogue);
        pipeline->m_journeyCatalogues.push_back(catalogue);
        pipeline->m_tallies.emplace_back();
        pipeline->m_quality.emplace_back();
        pipeline->m_networkAlarms.emplace_back();
        pipeline->m_journeys.emplace_back();
        pipeline->m_lastJourneys.push_back(0);
        OptOutList out;
        out.sensors.insert(source.optOut.begin(), source.optOut.end());
        out.areas = source.optOutAreas;
        pipeline->m_optOut.push_back(std::move(out));
        pipeline->m_keptOut.emplace_back();
    }
    return pipeline;
}

std::optional<std::size_t> FeedPipeline::indexOf(SourceId id) const
{
    const auto found = std::find(m_ids.begin(), m_ids.end(), id);
    return found == m_ids.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - m_ids.begin()));
}

bool FeedPipeline::excluded(std::size_t source, const Datastream& stream)
{
    if (m_optOut[source].excludes(stream.sensor, stream.position))
        return true;
    const auto [known, fresh] = m_keptOut[source].try_emplace(stream.sensor, true);
    if (fresh) {
        const auto asked = m_store.keptOut(m_ids[source], stream.sensor);
        known->second = !asked || *asked;  // a list that cannot be read keeps everybody out
    }
    return known->second;
}

Expected<std::size_t> FeedPipeline::forget(std::size_t source, const OptOutList& who, const std::string& reason, std::int64_t now_s)
{
    for (;;) {  // what waits would be lost with the messages that name the sensor
        auto done = drain(500);
        if (!done)
            return unexpected(done.error());
        if (*done == 0)
            break;
    }
    const std::lock_guard lock(m_mutex);
    for (const std::string& sensor : who.sensors)
        if (auto kept = m_store.keepOut(m_ids[source], sensor, now_s); !kept)
            return unexpected(kept.error());
    std::set<std::string> found;
    auto removed = m_store.purge(
        m_ids[source],
        [&](const std::string& sensor, const std::optional<GeoPosition>& position) {
            const bool gone = who.excludes(sensor, position);
            if (gone)
                found.insert(sensor);
            return gone;
        },
        reason, now_s);
    for (const std::string& sensor : found)
        if (auto kept = m_store.keepOut(m_ids[source], sensor, now_s); !kept)
            return unexpected(kept.error());
    m_keptOut[source].clear();
    return removed;
}

Expected<void> FeedPipeline::accept(const RawItem& item)
{
    const std::lock_guard lock(m_mutex);
    const auto index = indexOf(item.src);
    if (index && !m_sources[*index].mayStore) {
        show(*index, item);
        return {};
    }
    if (!index || !mayHoldJourneys(m_sources[*index])) {
        auto fresh = m_store.lay(item);
        if (!fresh)
            return unexpected(fresh.error());
        // A page that is as it was is not read again; what it leads to may be new all the same.
        if (index && !*fresh && m_sources[*index].kind == FeedKind::SensorThings)
            m_shownPages.push_back(pageOf(*index, parsePayload(FeedKind::SensorThings, item, m_catalogues[*index])));
        return {};
    }
    // Looked into in memory first: single journeys must never lie on the disk, not even for a moment.
    Catalogue& catalogue = m_journeyCatalogues[*index];
    const ParseResult parsed = parsePayload(m_sources[*index].kind, item, catalogue);
    catalogue.apply(parsed);
    const bool any = alwaysJourneys(m_sources[*index]) || std::any_of(parsed.accepted.begin(), parsed.accepted.end(), [&](const Obs& o) {
                         return catalogue.streams[o.ds.index()].privacy == PrivacyClass::B;
                     });
    if (!any)
        return m_store.put(item);
    const std::size_t hash = std::hash<std::string>()(item.body);
    if (std::exchange(m_lastJourneys[*index], hash) == hash)
        return {};
    m_vehicles.insert(m_vehicles.end(), parsed.vehicles.begin(), parsed.vehicles.end());
    if (m_vehicles.size() > kVehiclesKept)
        m_vehicles.erase(m_vehicles.begin(), m_vehicles.end() - static_cast<std::ptrdiff_t>(kVehiclesKept));
    SourceTally& tally = m_tallies[*index];
    ++tally.messages;
    tally.rejected += parsed.rejected.size();
    tally.refusedInARow = parsed.refused ? tally.refusedInARow + 1 : 0;
    tally.refused += parsed.refused ? 1 : 0;
    for (const Obs& o : parsed.accepted) {
        const Datastream& stream = catalogue.streams[o.ds.index()];
        if (!excluded(*index, stream))
            m_journeys[*index].add(stream, o);
    }
    return {};
}

void FeedPipeline::show(std::size_t index, const RawItem& item)
{
    Catalogue& catalogue = m_catalogues[index];
    ParseResult parsed = parsePayload(m_sources[index].kind, item, catalogue);
    catalogue.apply(parsed);
    SourceTally& tally = m_tallies[index];
    ++tally.messages;
    tally.rejected += parsed.rejected.size();
    tally.refusedInARow = parsed.refused ? tally.refusedInARow + 1 : 0;
    tally.refused += parsed.refused ? 1 : 0;
    std::stable_sort(parsed.accepted.begin(), parsed.accepted.end(),
                     [](const Obs& a, const Obs& b) { return std::tie(a.ds, a.t, a.ord) < std::tie(b.ds, b.t, b.ord); });
    m_quality[index].check(catalogue.streams, parsed.accepted, item.recv_us / 1'000'000);
    static_cast<void>(m_quality[index].takeRevised());  // of values that are gone by now
    m_shownPages.push_back(pageOf(index, parsed));
    for (const Obs& o : parsed.accepted) {
        const Datastream& stream = catalogue.streams[o.ds.index()];
        // Single journeys could only be shown after they are aggregated, which needs the inbox.
        if (stream.sensor.empty() || stream.quantity == "unknown" || stream.privacy == PrivacyClass::B ||
            alwaysJourneys(m_sources[index]) || excluded(index, stream))
            continue;
        const auto [at, fresh] = m_shown.try_emplace({index, o.ds.index()});
        if (!fresh && at->second.newest.t > o.t)
            continue;
        const bool blur = stream.privacy == PrivacyClass::C && stream.position;
        at->second = {index, stream.sensor, stream.quantity, blur ? std::optional(blurred(*stream.position)) : stream.position, o};
        ++tally.observations;
    }
}

std::vector<UnstoredValue> FeedPipeline::unstored()
{
    const std::lock_guard lock(m_mutex);
    std::vector<UnstoredValue> all;
    for (const auto& [key, value] : m_shown)
        all.push_back(value);
    return all;
}

std::vector<VehicleSighting> FeedPipeline::takeVehicles()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_vehicles, {});
}

Expected<void> FeedPipeline::closeJourneys(std::int64_t now_s)
{
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const std::string table = m_journeys[i].take(now_s);
        if (table.empty())
            continue;
        auto kept = m_store.put({.src = m_ids[i],
                                 .recv_us = now_s * 1'000'000,
                                 .body = table,
                                 .contentType = kAggregated,
                                 .topicOrUrl = "aggregates.csv",
                                 .etag = {}});
        if (!kept)
            return kept;
    }
    return {};
}

Expected<std::size_t> FeedPipeline::drain(std::size_t limit, std::vector<DrainedPage>* pages)
{
    const std::lock_guard lock(m_mutex);
    auto waiting = m_store.waiting(limit);
    if (!waiting)
        return unexpected(waiting.error());
    std::vector<Read> group;
    std::size_t rows = 0;
    for (const WaitingItem& item : *waiting) {
        group.push_back(one(item, pages));
        rows += group.back().message.batch.rows.size();
        if (rows < kRowsTogether && &item != &waiting->back())
            continue;
        if (auto stored = write(group); !stored)
            return unexpected(stored.error());
        group.clear();
        rows = 0;
    }
    std::vector<DrainedPage> shown = std::exchange(m_shownPages, {});
    if (pages)
        pages->insert(pages->end(), std::make_move_iterator(shown.begin()), std::make_move_iterator(shown.end()));
    return waiting->size();
}

DrainedPage FeedPipeline::pageOf(std::size_t source, const ParseResult& parsed)
{
    DrainedPage page{.source = source, .nextLink = parsed.nextLink, .values = parsed.accepted.size()};
    page.rebirths.assign(parsed.rebirths.begin(), parsed.rebirths.end());
    if (page.values > 0) {
        const auto [first, last] =
            std::minmax_element(parsed.accepted.begin(), parsed.accepted.end(), [](const Obs& a, const Obs& b) { return a.t < b.t; });
        page.first_s = first->t;
        page.last_s = last->t;
        page.period_s = first->dur;
    }
    return page;
}

Expected<void> FeedPipeline::write(std::vector<Read>& group)
{
    std::vector<ReadMessage> messages;
    for (Read& read : group)
        messages.push_back(std::move(read.message));
    auto counts = m_store.ingestAll(messages);
    if (!counts)
        return unexpected(counts.error());
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i].source) {
            SourceTally& tally = m_tallies[*group[i].source];
            tally.observations += (*counts)[i].added + (*counts)[i].revised;
            tally.same += (*counts)[i].same;
        }
    return {};
}

FeedPipeline::Read FeedPipeline::one(const WaitingItem& item, std::vector<DrainedPage>* pages)
{
    const auto index = indexOf(item.raw.src);
    Read read{{item.seq, item.raw.src, {}, -1}, index};
    IngestBatch& batch = read.message.batch;
    if (!index) {
        batch.problems.push_back({"its source is not in the list of sources any more", 0});
        batch.refused = true;
        return read;
    }
    const bool aggregated = item.raw.contentType == kAggregated;
    Catalogue own = aggregated ? aggregateCatalogue() : Catalogue{};
    Catalogue& catalogue = aggregated && !alwaysJourneys(m_sources[*index]) ? own : m_catalogues[*index];
    const ParseResult parsed = parsePayload(aggregated ? FeedKind::Csv : m_sources[*index].kind, item.raw, catalogue);
    catalogue.apply(parsed);
    SourceTally& tally = m_tallies[*index];
    ++tally.messages;
    tally.rejected += parsed.rejected.size();
    tally.refusedInARow = parsed.refused ? tally.refusedInARow + 1 : 0;
    if (parsed.refused) {
        ++tally.refused;
        batch.refused = true;
        batch.problems.push_back({parsed.refused->reason, static_cast<std::int64_t>(parsed.refused->offset)});
    }
    for (std::size_t i = 0; i < std::min(kProblemsKept, parsed.rejected.size()); ++i)
        batch.problems.push_back({parsed.rejected[i].reason, static_cast<std::int64_t>(parsed.rejected[i].offset)});
    for (const auto& [sensor, t] : parsed.deaths)
        batch.silences.push_back({sensor, t});
    batch.rows = parsed.accepted;
    std::stable_sort(batch.rows.begin(), batch.rows.end(),
                     [](const Obs& a, const Obs& b) { return std::tie(a.ds, a.t, a.ord) < std::tie(b.ds, b.t, b.ord); });
    if (!aggregated) {
        // Old data that are asked for now say nothing about delays.
        const std::int64_t arrived_s = item.raw.recv_us / 1'000'000;
        m_quality[*index].check(catalogue.streams, batch.rows, m_sources[*index].url.empty() ? -1 : arrived_s);
        for (const Obs& o : m_quality[*index].takeRevised())
            batch.rows.push_back(o);  // a spike shows when the next value is there
    }
    // Later flags of one row win: a revised row stands behind the one of this message.
    bool unnamed = false;
    std::erase_if(batch.rows, [&](const Obs& o) {
        const Datastream& stream = catalogue.streams[o.ds.index()];
        if (stream.sensor.empty() || stream.quantity == "unknown") {
            unnamed = true;
            return true;
        }
        const bool out = excluded(*index, stream);
        batch.dropRaw = batch.dropRaw || out;
        return out;
    });
    if (unnamed)
        batch.problems.push_back({"some values belong to a stream whose sensor or quantity is not known yet", 0});
    takeStreams(catalogue, batch);
    read.message.now_s = item.raw.recv_us / 1'000'000;  // what it replaces was replaced when it came, also in a replay
    if (pages)
        pages->push_back(pageOf(*index, parsed));
    return read;
}

}  // namespace isopolis
