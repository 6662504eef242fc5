#pragma once
/// Collects what a parser finds: streams told apart, units converted once, impossible times and values refused.
///
///   ResultBuilder out(FeedKind::OpenAq, catalogue);
///   const auto ds = out.stream({.foreignId = "3", .sensor = "3", .word = "pm25", .unit = "µg/m³", .period_s = 3600}, offset);
///   if (ds) out.accept(*ds, {.t = from, .dur = 3600}, 8.15, offset);
///
/// Refused with reason and offset: a value that is no finite number, a time outside 1970 to 2200, an interval that is negative or
/// longer than a year, a unit that the quantity cannot have, an id longer than 1000 bytes, more than 200,000 problems (the rest is
/// counted in one).

#include "gis/feeds/feed_time.h"
#include "gis/feeds/parser.h"
#include "gis/feeds/quantity_table.h"

#include <unordered_map>

namespace isopolis {

struct StreamDraft {
    std::string foreignId = {};  ///< empty: sensor + "/" + quantity
    std::string sensor = {};
    std::string word = {};  ///< the source's name of the quantity; empty: not known
    std::string unit = {};
    std::uint32_t period_s = 0;
    Aggregation aggregation = Aggregation::Mean;
    std::optional<Stamp> stamp = {};  ///< else the profile's
    std::optional<GeoPosition> position = {};
    std::optional<DeviceClass> device = {};
    std::optional<PrivacyClass> privacy = {};
};

struct When {
    std::int64_t t = 0;  ///< start, UTC
    std::uint32_t dur = 0;
    std::int64_t resultTime = -1;
    std::uint32_t marks = 0;
    std::uint16_t ord = 0;
};

class ResultBuilder {
public:
    ResultBuilder(FeedKind kind, const Catalogue& catalogue);

    /// Known or new; nothing (and a rejection) if the unit does not fit the quantity or an id is too long.
    std::optional<DatastreamId> stream(const StreamDraft& draft, std::size_t offset);
    const Datastream& of(DatastreamId id) const;
    /// Start of the interval whose stamp is `stamp_s`, by the stream's period and way of stamping.
    When stamped(DatastreamId id, std::int64_t stamp_s, std::uint32_t marks = 0) const;
    /// Local or not, in the profile's zone; a rejection if there is no such time.
    std::optional<std::int64_t> utc(const FeedTime& time, std::optional<std::int64_t> previous, std::size_t offset, std::uint32_t& marks);
    void accept(DatastreamId id, const When& when, double reported, std::size_t offset, Quality flag = Quality::NotEvaluated);
    void reject(std::string reason, std::size_t offset);
    void refuse(std::string reason, std::size_t offset = 0);
    void sensor(SensorNote note);
    ParseResult& result() { return m_result; }
    const Catalogue& catalogue() const { return m_catalogue; }
    /// What is accepted belongs to a message that is not usable after all.
    ParseResult finish();

private:
    const Catalogue& m_catalogue;
    ZoneClock m_clock;
    ParseResult m_result;
    std::unordered_map<std::string, DatastreamId> m_streams;  ///< by foreign id
    std::unordered_map<std::uint32_t, UnitConversion> m_units;
    std::size_t m_notListed = 0;
};

/// A position if both lie on the Earth.
std::optional<GeoPosition> geoPosition(std::optional<double> lon_deg, std::optional<double> lat_deg);

}  // namespace isopolis
