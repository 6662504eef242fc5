#pragma once
/// What sensors say, between the feeds that hear it and the store that keeps it: standard C++ only, so that neither includes the other.
///
///   Obs o{.ds = stream, .t = 1230768000, .dur = 3600, .v = 46.0, .q = quality(Quality::NotEvaluated)};
///
/// What surprises: `t` is the *start* of the interval in Unix seconds UTC, whatever the source stamps. Speeds are m/s, concentrations
/// µg/m³, counts vehicles per interval, rates vehicles per hour; the unit that the source reported is kept in the datastream. Foreign
/// ids are text, because some go beyond 2^53. Quality and the mask of tests that fired share one word (`qualityFlag`, `testMask`).
/// Source: OGC SensorThings 1.1 (datastream, observation); QARTOD flags of quality (U.S. IOOS, 2017).

#include "gis/core/expected.h"
#include "gis/core/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace isopolis {

using SourceId = StrongId<struct SourceTag>;
using DatastreamId = StrongId<struct DatastreamTag>;

/// QARTOD's flags of quality.
enum class Quality : std::uint8_t { Pass = 1, NotEvaluated = 2, Suspect = 3, Fail = 4, Missing = 9 };

/// Bits beside the flag: the tests 1 to 13 of quality control, then what the source or the parser says of a value.
enum class Mark : std::uint32_t {
    Sentinel = 1U << 4,
    Range = 1U << 5,
    Step = 1U << 6,
    Spike = 1U << 7,
    Stuck = 1U << 8,
    Multivariate = 1U << 9,
    Ratio = 1U << 10,
    Neighbours = 1U << 11,
    Conservation = 1U << 12,
    Gap = 1U << 13,
    Timing = 1U << 14,
    Duplicate = 1U << 15,
    Drift = 1U << 16,
    SourceError = 1U << 20,    ///< the source itself calls the value wrong
    Provisional = 1U << 21,    ///< not yet ratified by its publisher
    ReceiveTime = 1U << 22,    ///< the message had no time: it is that of its arrival
    AmbiguousHour = 1U << 23,  ///< one of the two hours of autumn that bear the same stamp
    UnitAssumed = 1U << 24,    ///< the source names no unit; that of its profile was taken
    Overridden = 1U << 25      ///< a person decided the flag
};

constexpr std::uint32_t quality(Quality flag, std::uint32_t marks = 0) { return static_cast<std::uint32_t>(flag) | marks; }
constexpr std::uint32_t operator|(Mark a, Mark b) { return static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b); }
constexpr std::uint32_t bits(Mark mark) { return static_cast<std::uint32_t>(mark); }
constexpr bool has(std::uint32_t q, Mark mark) { return (q & bits(mark)) != 0; }
/// The flag of a quality word; what is not a flag of QARTOD counts as not evaluated.
constexpr Quality qualityFlag(std::uint32_t q)
{
    switch (q & 15U) {
    case 1: return Quality::Pass;
    case 3: return Quality::Suspect;
    case 4: return Quality::Fail;
    case 9: return Quality::Missing;
    default: return Quality::NotEvaluated;
    }
}
constexpr std::uint32_t testMask(std::uint32_t q) { return q & ~15U; }

/// Asked for, pushed, or pushed again because nobody had acknowledged it.
enum class Delivery : std::uint8_t { Pull, Push, PushAgain };

/// A message as it came, before anybody looked into it.
struct RawItem {
    SourceId src;
    std::int64_t recv_us = 0;  ///< arrival, microseconds since 1970-01-01 UTC by this computer's clock
    std::string body, contentType, topicOrUrl, etag;
    Delivery delivery = Delivery::Pull;
};

/// The stored row.
struct Obs {
    DatastreamId ds;
    std::int64_t t = 0;     ///< start of the interval, Unix seconds UTC
    std::uint32_t dur = 0;  ///< length of the interval, s; 0: an instant
    std::uint16_t ord = 0;  ///< tells apart what a source stamps alike
    double v = 0;           ///< finite, in the unit that the quantity's key names
    std::uint32_t q = quality(Quality::NotEvaluated);
    std::int64_t resultTime = -1;  ///< when the source made the value known; -1 unknown
    friend bool operator==(const Obs&, const Obs&) = default;
};

enum class Aggregation : std::uint8_t { Instant, Mean, Count, Rate };
enum class Stamp : std::uint8_t { Start, Middle, End, Instant };  ///< which point of the interval a source's time names
enum class DeviceClass : std::uint8_t { Reference, Indicative, Citizen };
/// A: aggregates of five or more; B: single journeys or devices; C: sensors at somebody's home; D: public stations.
enum class PrivacyClass : std::uint8_t { A, B, C, D };

struct GeoPosition {
    double lon_deg = 0, lat_deg = 0;
    friend bool operator==(const GeoPosition&, const GeoPosition&) = default;
};

/// One quantity of one sensor of a source.
struct Datastream {
    std::string foreignId;  ///< the stream's id at its source
    std::string sensor;     ///< the sensor's id at its source; empty: the message does not tell
    std::string quantity;   ///< key with the unit, e.g. "no2_ug_m3"; "unknown" until the source's catalogue tells
    std::string reportedUnit;
    Aggregation aggregation = Aggregation::Mean;
    std::uint32_t period_s = 0;  ///< 0: not known or irregular
    Stamp stamp = Stamp::Start;
    DeviceClass device = DeviceClass::Indicative;
    PrivacyClass privacy = PrivacyClass::D;
    std::optional<GeoPosition> position;
    friend bool operator==(const Datastream&, const Datastream&) = default;
};

/// Where messages are laid down before their arrival is acknowledged. What `put` has returned for survives a crash.
class Inbox {
public:
    virtual ~Inbox() = default;
    virtual Expected<void> put(const RawItem& item) = 0;
};

}  // namespace isopolis
