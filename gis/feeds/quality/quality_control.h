#pragma once
/// Quality control of observations: which value is good, which is doubtful and why. Values are never altered.
///
///   QualityControl qc(settings);
///   qc.check(catalogue.streams, rows, arrived_s);          // sets flag and marks of each row
///   for (const QualityAlarm& a : qc.takeAlarms()) …        // changes of state alone
///
/// Tests (numbers of the specification): 1 sentinel, 2 range, 3 step, 4 spike, 5 stuck, 6 flow against speed and occupancy, 7 parts
/// of a whole, 8 neighbours, 11 time, 13 drift and wrong scale. Rows of a stream go in by time; each call sees what the calls before
/// saw, in memory. A spike is known only when the next value is there: then the earlier row is handed back by `takeRevised`.
/// A flag of the source is never made better. Source: QARTOD (U.S. IOOS 2017); thresholds in quality_limits.cpp.

#include "gis/core/observation/observation.h"
#include "gis/feeds/quality/quality_limits.h"

#include <deque>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace isopolis {

enum class StreamState : std::uint8_t { Ok, Suspect, Failed, Silent, Retired };

struct QualityAlarm {
    DatastreamId ds;
    StreamState state = StreamState::Ok;
    std::int64_t at_s = 0;
    std::string why;  ///< "stuck", "time zone?", "values 10 times those of before?"
};

class QualityControl {
public:
    explicit QualityControl(QualitySettings settings = {});

    /// `arrived_s`: when the message came; -1 in an import of old data, for which no delay can be judged.
    void check(std::span<const Datastream> streams, std::span<Obs> rows, std::int64_t arrived_s = -1);
    /// Streams that have said nothing for too long.
    void checkSilence(std::span<const Datastream> streams, std::int64_t now_s);
    std::vector<Obs> takeRevised();
    std::vector<QualityAlarm> takeAlarms();
    StreamState state(DatastreamId ds) const;
    const QualitySettings& settings() const { return m_settings; }

private:
    struct Limits {
        double hardLow, hardHigh, softHigh, step, spike, stuckSuspect, stuckFail, zeroHours;
    };
    struct Stream {
        Limits limits{};
        std::deque<Obs> last;  ///< newest at the end, at most three
        int equal = 0, good = 0;
        std::int64_t zeroSince = -1, newest = -1;
        StreamState state = StreamState::Ok;
        std::deque<double> delays;
        double usualDelay = -1e9;
    };
    Stream& of(DatastreamId ds, const Datastream& stream);
    void checkValue(const Datastream& stream, Stream& s, Obs& row);
    void checkSeries(const Datastream& stream, Stream& s, Obs& row);
    void checkTime(const Datastream& stream, Stream& s, Obs& row, std::int64_t arrived_s);
    void checkTogether(std::span<const Datastream> streams, std::span<Obs> rows);
    void checkTraffic(const Obs* flow, const Obs* speed, const Obs* occupancy, std::span<Obs* const> all);
    void change(Stream& s, const Obs& row);
    void alarm(DatastreamId ds, StreamState state, std::int64_t at_s, std::string why);

    QualitySettings m_settings;
    std::map<std::uint32_t, Stream> m_streams;
    std::vector<Obs> m_revised;
    std::vector<QualityAlarm> m_alarms;
};

/// Raises a flag (pass → suspect → fail), never lowers one; what is missing stays missing.
void raise(Obs& row, Quality flag, Mark test);

/// What a whole network says of one of its members: tests 8 and 13, and wrong units. Series by time, one a stream.
struct NetworkMember {
    DatastreamId ds;
    std::optional<GeoPosition> position;
    std::vector<Obs> rows;
};
/// Sets flags of rows (8) and tells streams that drift, report another unit, or stand at swapped coordinates.
std::vector<QualityAlarm> checkNetwork(std::string_view quantity, std::span<NetworkMember> members, const QualitySettings& settings);

}  // namespace isopolis
