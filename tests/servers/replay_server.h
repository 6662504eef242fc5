#pragma once
/// A recording as servers of sensors would offer it while it happens: nothing is told before it was known.
///
///   ReplayServer server(recording, FeedClock(kSampleWeekStart_s, 360));
///   server.url("/v1.1/Observations");
///
/// | path | what |
/// |---|---|
/// | /v1.1/Things, /v1.1/Datastreams | catalogue of OGC SensorThings 1.1, in pages |
/// | /v1.1/Observations, /v1.1/Datastreams(N)/Observations | values by time; $filter=phenomenonTime gt T, $top, $skip, nextLink |
/// | /datex2/sites.xml, /datex2/measured.xml | DATEX II 2.3: site table, newest interval of flows and speeds |
/// | /gtfs-rt/vehicles.pb | GTFS-Realtime 2.0: where vehicles are by their timetable |
/// | /csv/values.csv | time, sensor, quantity, unit, value of everything so far; ?from=T |
///
/// A value is known `kReportDelay_s` after its interval ends. At the loopback alone.

#include "gis/feeds/connect/feed_clock.h"
#include "tests/servers/loopback_server.h"
#include "tests/servers/recording.h"

class QUrlQuery;

namespace isopolis::test {

inline constexpr std::int64_t kReportDelay_s = 5;

class ReplayServer {
public:
    ReplayServer(Recording recording, const FeedClock& clock, quint16 port = 0, std::size_t page = 100);

    std::string url(const char* path) const { return m_server.url(path); }
    quint16 port() const { return m_server.port(); }
    qsizetype asked() const { return m_server.requests().size(); }
    const Recording& recording() const { return m_recording; }
    /// Values that were known at a moment.
    std::size_t known(std::int64_t at_s) const;

private:
    Reply answer(const Request& request) const;
    Reply things(const QUrlQuery& query, const QByteArray& address) const;
    Reply datastreams(const QUrlQuery& query, const QByteArray& address) const;
    Reply observations(std::size_t only, const QUrlQuery& query, const QByteArray& address) const;
    Reply sites() const;
    Reply measured() const;
    Reply vehicles() const;
    Reply table(const QUrlQuery& query) const;
    QByteArray base() const;

    Recording m_recording;
    FeedClock m_clock;
    std::size_t m_page;
    LoopbackServer m_server;
};

}  // namespace isopolis::test
