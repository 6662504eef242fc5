#include "gis/feeds/result_builder.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::int64_t kLastTime_s = 7258118400;  // 2200-01-01
constexpr std::uint32_t kLongest_s = 366 * 86400;
constexpr std::size_t kLongestId = 1000, kMostProblems = 200'000;

}  // namespace

std::optional<GeoPosition> geoPosition(std::optional<double> lon, std::optional<double> lat)
{
    if (!lon || !lat || !(std::abs(*lat) <= 90) || !(*lon >= -180 && *lon <= 360))
        return std::nullopt;
    return GeoPosition{*lon > 180 ? *lon - 360 : *lon, *lat};
}

ResultBuilder::ResultBuilder(FeedKind kind, const Catalogue& catalogue) : m_catalogue(catalogue), m_clock(catalogue.profile.zone)
{
    m_result.kind = kind;
    if (!m_clock.known())
        refuse("the time zone '" + catalogue.profile.zone + "' of the source is not known");
}

const Datastream& ResultBuilder::of(DatastreamId id) const
{
    const std::size_t known = m_catalogue.streams.size();
    return id.index() < known ? m_catalogue.streams[id.index()] : m_result.newStreams[id.index() - known];
}

std::optional<DatastreamId> ResultBuilder::stream(const StreamDraft& draft, std::size_t offset)
{
    const QuantityInfo* quantity = draft.word.empty() ? nullptr : findQuantity(draft.word);
    const std::string key = quantity ? std::string(quantity->key) : "unknown";
    const std::string id = draft.foreignId.empty() ? draft.sensor + "/" + (quantity ? key : draft.word) : draft.foreignId;
    if (const auto found = m_streams.find(id); found != m_streams.end())
        return found->second;
    if (id.size() > kLongestId || draft.sensor.size() > kLongestId) {
        reject("an id is longer than 1000 bytes", offset);
        return std::nullopt;
    }
    const SourceProfile& profile = m_catalogue.profile;
    std::optional<DatastreamId> known = m_catalogue.find(id);
    const Datastream* before = known ? &m_catalogue.streams[known->index()] : nullptr;
    // A message that does not name the quantity speaks of the one that the catalogue knows.
    const QuantityInfo* meant = quantity ? quantity : before ? quantityOfKey(before->quantity) : nullptr;
    const std::string& unit = draft.unit.empty() && before ? before->reportedUnit : draft.unit;
    UnitConversion conversion;
    if (meant) {
        const auto fits = unitConversion(*meant, unit, profile.reference_C);
        if (!fits) {
            reject("'" + unit.substr(0, 40) + "' is no unit of " + std::string(meant->key), offset);
            return std::nullopt;
        }
        conversion = *fits;
    }
    Datastream stream{.foreignId = id,
                      .sensor = draft.sensor,
                      .quantity = key,
                      .reportedUnit = draft.unit,
                      .aggregation = draft.aggregation,
                      .period_s = draft.period_s ? draft.period_s : profile.period_s,
                      .stamp = draft.stamp.value_or(profile.stamp),
                      .device = draft.device.value_or(profile.device),
                      .privacy = draft.privacy.value_or(profile.privacy),
                      .position = draft.position};
    if (!known) {
        known = DatastreamId::fromIndex(m_catalogue.streams.size() + m_result.newStreams.size());
        m_result.newStreams.push_back(std::move(stream));
    } else if (quantity && !(stream == *before) && (before->quantity == "unknown" || before->reportedUnit != stream.reportedUnit)) {
        m_result.changedStreams.emplace_back(*known, std::move(stream));
    }
    m_units[known->value()] = conversion;
    m_streams.emplace(id, *known);
    return known;
}

When ResultBuilder::stamped(DatastreamId id, std::int64_t stamp_s, std::uint32_t marks) const
{
    const Datastream& stream = of(id);
    When when{.t = stamp_s, .dur = stream.stamp == Stamp::Instant ? 0 : stream.period_s, .marks = marks};
    if (stream.stamp == Stamp::End)
        when.t -= when.dur;
    else if (stream.stamp == Stamp::Middle)
        when.t -= when.dur / 2;
    return when;
}

std::optional<std::int64_t> ResultBuilder::utc(const FeedTime& time, std::optional<std::int64_t> previous, std::size_t offset,
                                               std::uint32_t& marks)
{
    if (time.offset_s)
        return time.utc();
    const ZoneClock::Moment moment = m_clock.resolve(time.civil_s, previous);
    if (moment.kind == ZoneClock::Kind::NeverWas) {
        reject("the local time lies in the hour that spring leaves out", offset);
        return std::nullopt;
    }
    if (moment.kind == ZoneClock::Kind::Ambiguous)
        marks |= bits(Mark::AmbiguousHour);
    return moment.utc_s;
}

void ResultBuilder::accept(DatastreamId id, const When& when, double reported, std::size_t offset, Quality flag)
{
    const auto unit = m_units.find(id.value());
    const UnitConversion conversion = unit == m_units.end() ? UnitConversion{} : unit->second;
    const double value = reported * conversion.factor + conversion.shift;
    if (!std::isfinite(value)) {
        reject("the value is no finite number", offset);
        return;
    }
    if (when.t < 0 || when.t >= kLastTime_s) {
        reject("the time does not lie between 1970 and 2200", offset);
        return;
    }
    if (when.dur > kLongest_s) {
        reject("the interval is longer than a year", offset);
        return;
    }
    std::uint32_t q = quality(flag, when.marks);
    const std::vector<double>& sentinels = m_catalogue.profile.sentinels;
    if (flag == Quality::NotEvaluated && std::find(sentinels.begin(), sentinels.end(), reported) != sentinels.end())
        q = quality(Quality::Missing, when.marks | bits(Mark::Sentinel));
    m_result.accepted.push_back(
        {.ds = id, .t = when.t, .dur = when.dur, .ord = when.ord, .v = value, .q = q, .resultTime = when.resultTime});
}

void ResultBuilder::reject(std::string reason, std::size_t offset)
{
    if (m_result.rejected.size() < kMostProblems)
        m_result.rejected.push_back({std::move(reason), offset});
    else
        ++m_notListed;
}

void ResultBuilder::refuse(std::string reason, std::size_t offset)
{
    if (!m_result.refused)
        m_result.refused = Rejected{std::move(reason), offset};
}

void ResultBuilder::sensor(SensorNote note)
{
    if (note.id.size() <= kLongestId)
        m_result.sensors.push_back(std::move(note));
}

ParseResult ResultBuilder::finish()
{
    if (m_result.refused) {
        ParseResult nothing;
        nothing.kind = m_result.kind;
        nothing.refused = std::move(m_result.refused);
        return nothing;
    }
    if (m_notListed > 0)
        m_result.counts["rejected_not_listed"] = m_notListed;
    return std::move(m_result);
}

}  // namespace isopolis
