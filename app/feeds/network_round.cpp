// The tests of quality control that need a whole network: neighbours (8), conservation (9), drift and units (13).

#include "app/feeds/feed_pipeline.h"
#include "gis/feeds/quality/completeness.h"
#include "gis/feeds/quality/section_check.h"

#include <algorithm>
#include <set>

namespace isopolis {

namespace {

constexpr std::int64_t kBack_s = 28 * 86400;  // a fortnight, and one to compare it with
constexpr std::uint32_t kHour_s = 3600;
constexpr std::size_t kSmallestNetwork = 2;

/// Flags that hours got go to the rows that the hours are made of.
void flagRows(const std::vector<Obs>& hours, std::vector<Obs>& rows)
{
    for (const Obs& hour : hours) {
        if (!has(hour.q, Mark::Neighbours))
            continue;
        const auto first = std::partition_point(rows.begin(), rows.end(), [&](const Obs& o) { return o.t < hour.t; });
        for (auto row = first; row != rows.end() && row->t < hour.t + hour.dur; ++row)
            raise(*row, qualityFlag(hour.q), Mark::Neighbours);
    }
}

}  // namespace

Expected<std::size_t> FeedPipeline::checkNetworks(std::int64_t now_s)
{
    const std::lock_guard lock(m_mutex);
    std::size_t changed = 0;
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const Catalogue& catalogue = m_catalogues[i];
        const QualitySettings& settings = m_quality[i].settings();
        std::set<std::string> quantities;
        for (const Datastream& stream : catalogue.streams)
            quantities.insert(stream.quantity);
        IngestBatch batch;
        batch.streams = catalogue.streams;
        for (const std::string& quantity : quantities) {
            std::vector<NetworkMember> raw, hourly;
            std::vector<std::vector<std::uint32_t>> before;
            for (std::size_t s = 0; s < catalogue.streams.size(); ++s) {
                const Datastream& stream = catalogue.streams[s];
                if (stream.quantity != quantity || stream.sensor.empty() || quantity == "unknown")
                    continue;
                auto rows = m_store.asKnownAt(m_sources[i].profile.name + ":" + stream.sensor, quantity, now_s - kBack_s, now_s + kHour_s,
                                              now_s + kHour_s);
                if (!rows)
                    return unexpected(rows.error());
                for (Obs& o : *rows)
                    o.ds = DatastreamId::fromIndex(s);
                before.emplace_back();
                for (const Obs& o : *rows)
                    before.back().push_back(o.q);
                const bool fine = stream.period_s > 0 && stream.period_s < kHour_s;
                hourly.push_back(
                    {DatastreamId::fromIndex(s), stream.position,
                     fine ? aggregated(*rows, {.period_s = stream.period_s, .length_s = kHour_s, .kind = stream.aggregation}, settings)
                          : *rows});
                raw.push_back({DatastreamId::fromIndex(s), stream.position, std::move(*rows)});
            }
            if (raw.size() < kSmallestNetwork)
                continue;
            for (const QualityAlarm& a : checkNetwork(quantity, hourly, settings))
                m_networkAlarms[i].push_back(a);
            for (const QualityAlarm& a : checkSections(m_sources[i].profile.sections, catalogue.streams, raw, settings))
                m_networkAlarms[i].push_back(a);
            for (std::size_t k = 0; k < raw.size(); ++k) {
                flagRows(hourly[k].rows, raw[k].rows);
                for (std::size_t r = 0; r < raw[k].rows.size(); ++r)
                    if (raw[k].rows[r].q != before[k][r])
                        batch.rows.push_back(raw[k].rows[r]);
            }
        }
        if (batch.rows.empty())
            continue;
        for (Datastream& stream : batch.streams)
            if (stream.privacy == PrivacyClass::C && stream.position)
                stream.position = blurred(*stream.position);
        auto done = m_store.ingest(kNoMessage, m_ids[i], batch, now_s);
        if (!done)
            return unexpected(done.error());
        changed += done->revised;
    }
    return changed;
}

std::vector<QualityAlarm> FeedPipeline::takeAlarms(std::size_t source)
{
    std::vector<QualityAlarm> all = m_quality[source].takeAlarms();
    all.insert(all.end(), m_networkAlarms[source].begin(), m_networkAlarms[source].end());
    m_networkAlarms[source].clear();
    return all;
}

}  // namespace isopolis
