#include "ui/live/live_twin.h"

#include "simulation/project/sensor_store.h"
#include "ui/text/translate.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <mutex>

namespace isopolis {

namespace {

constexpr std::int64_t kDay_s = 86400;
constexpr int kLook_ms = 1000, kLedger_ms = 2000, kSeries_ms = 500;
/// Where a made-up city's recording begins to play: the morning of its second day, one day in 2.4 minutes.
constexpr std::int64_t kOpening_s = 30 * 3600;
constexpr double kOpeningSpeed = 600;

std::int64_t now_ms() { return QDateTime::currentMSecsSinceEpoch(); }

}  // namespace

using Unstored = std::vector<UnstoredReading>;

/// Streams and values of memory behind those of the store.
void append(const Unstored& readings, std::int64_t at_s, std::vector<LiveStream>& streams, std::vector<LiveValue>& values)
{
    for (const UnstoredReading& r : readings) {
        if (r.newest.t + r.newest.dur > at_s)
            continue;  // the twin looks back
        values.push_back({.stream = streams.size(), .now = r.newest, .before = {}});
        LiveStream stream;
        stream.sensor = r.source + ":" + r.sensor;
        stream.quantity = r.quantity;
        stream.source = r.source;
        stream.period_s = r.period_s;
        stream.position = r.position;
        stream.unstored = true;
        streams.push_back(std::move(stream));
    }
}

/// What the reading threads share, one at a time.
struct LiveTwin::Desk {
    std::mutex mutex;
    std::filesystem::path path;
    CityPtr city;
    PlaceOf place;
    std::optional<LiveReader> reader;
    LiveSites sites;
    QElapsedTimer sinceLedger;
};

struct LiveTwin::Reading {
    LiveSnapshotPtr snapshot;
    FeedLedgerPtr ledger;  ///< null: not read this time
    std::int64_t first_s = 0, last_s = 0;
    std::optional<Error> problem;
    bool none = false;  ///< there is no store
    bool same = false;  ///< nothing new at this time
};

LiveTwin::LiveTwin(ProjectDocument& document, PlaceOf place, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_place(std::move(place)), m_reading(new JobRunner(mode, this)),
      m_seriesReading(new JobRunner(mode, this))
{
    m_timer.setInterval(kTick_ms);
    connect(&m_timer, &QTimer::timeout, this, &LiveTwin::tick);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            onOpened();
    });
    onOpened();
}

LiveTwin::~LiveTwin()
{
    delete m_seriesReading;
    delete m_reading;
}

std::int64_t LiveTwin::at_s() const { return m_clock.at(now_ms()); }
std::int64_t LiveTwin::end_s() const { return m_clock.end_s(now_ms()); }
bool LiveTwin::recorded() const { return m_clock.recorded(now_ms()); }

void LiveTwin::onOpened()
{
    m_timer.stop();
    m_reading->cancel();
    m_seriesReading->cancel();
    m_desk = std::make_shared<Desk>();
    m_clock = {};
    m_snapshot = nullptr;
    m_ledger = nullptr;
    m_series = nullptr;
    m_problem.clear();
    m_unstored.reset();
    m_readUnstored.reset();
    m_known_s.reset();
    m_readKnown_s.reset();
    m_read_s = -1;
    m_started = false;
    m_selected.clear();
    m_quantity.clear();
    if (m_document.isOpen() && !m_document.path().isEmpty()) {
        m_desk->path = sensorStorePath(std::filesystem::path(m_document.path().toStdU16String()));
        m_desk->city = m_document.city();
        m_desk->place = m_place;
        m_timer.start();
        read();
    }
    Q_EMIT selectionChanged();
    Q_EMIT quantityChanged();
    Q_EMIT ledgerChanged();
    Q_EMIT seriesChanged();
    Q_EMIT clockChanged();
    Q_EMIT snapshotChanged();
}

void LiveTwin::setUnstored(std::vector<UnstoredReading> readings)
{
    m_unstored = readings.empty() ? nullptr : std::make_shared<const Unstored>(std::move(readings));
    storeChanged();
}

void LiveTwin::tick()
{
    const std::int64_t now = now_ms();
    if (m_clock.settle(now))
        Q_EMIT clockChanged();
    if (m_clock.mode() != LiveClock::Mode::Paused)
        Q_EMIT ticked();
    const bool moved = m_clock.mode() == LiveClock::Mode::Playing && m_clock.at(now) != m_read_s;
    if (m_wanted || moved || now - m_readAt_ms >= kLook_ms)
        read();
    if (m_seriesWanted && now - m_seriesAt_ms >= kSeries_ms)
        readSeries();
}

void LiveTwin::read()
{
    if (m_reading->running()) {
        m_wanted = true;  // the tick after its end
        return;
    }
    m_wanted = false;
    m_readAt_ms = now_ms();
    const std::int64_t at = m_clock.at(m_readAt_ms);
    const bool again = at == m_read_s && m_known_s == m_readKnown_s && m_unstored == m_readUnstored && m_snapshot;
    m_reading->start<Reading>(
        [desk = m_desk, at, known = m_known_s, unstored = m_unstored, again](JobControl& control) {
            Reading reading;
            const std::lock_guard lock(desk->mutex);
            std::error_code ignored;
            if (!desk->reader) {
                if (!std::filesystem::exists(desk->path, ignored)) {
                    reading.none = true;
                    return reading;
                }
                auto opened = LiveReader::open(desk->path);
                if (!opened) {
                    reading.problem = opened.error();
                    return reading;
                }
                desk->reader.emplace(std::move(*opened));
            }
            LiveReader& reader = *desk->reader;
            const auto news = reader.refresh();
            if (!news) {
                reading.problem = news.error();
                desk->reader.reset();
                return reading;
            }
            if (*news || desk->sites.empty())
                desk->sites = placeSensors(reader.streams(), *desk->city, [&](double lon, double lat) {
                    return desk->place ? desk->place(*desk->city, lon, lat) : std::nullopt;
                });
            reading.first_s = reader.first_s();
            reading.last_s = reader.last_s();
            if (!desk->sinceLedger.isValid() || (*news && desk->sinceLedger.elapsed() >= kLedger_ms)) {
                if (auto ledger = reader.ledger())
                    reading.ledger = std::make_shared<const FeedLedger>(std::move(*ledger));
                desk->sinceLedger.start();
            }
            if ((again && !*news) || control.cancelled()) {
                reading.same = true;
                return reading;
            }
            auto values = reader.at(at, known);
            if (!values) {
                reading.problem = values.error();
                return reading;
            }
            if (!unstored || known) {
                reading.snapshot =
                    std::make_shared<const LiveSnapshot>(makeSnapshot(desk->sites, reader.streams(), *values, *desk->city, at, known));
                return reading;
            }
            std::vector<LiveStream> streams = reader.streams();
            append(*unstored, at, streams, *values);
            const LiveSites sites = placeSensors(streams, *desk->city, [&](double lon, double lat) {
                return desk->place ? desk->place(*desk->city, lon, lat) : std::nullopt;
            });
            reading.snapshot = std::make_shared<const LiveSnapshot>(makeSnapshot(sites, streams, *values, *desk->city, at, known));
            for (const UnstoredReading& r : *unstored)
                reading.last_s = std::max(reading.last_s, r.newest.t + r.newest.dur);
            return reading;
        },
        this,
        [this, at, known = m_known_s, unstored = m_unstored](const Reading& reading) {
            m_read_s = at;
            m_readKnown_s = known;
            m_readUnstored = unstored;
            took(reading);
        });
}

void LiveTwin::took(const Reading& reading)
{
    const QString problem = reading.problem ? errorText(*reading.problem) : QString();
    if (problem != m_problem) {
        m_problem = problem;
        Q_EMIT ledgerChanged();
    }
    if (reading.none || reading.problem)
        return;
    const std::int64_t now = now_ms(), before = m_clock.end_s(now);
    const bool grown = reading.first_s != m_clock.first_s();
    m_clock.setRange(reading.first_s, reading.last_s);
    if (reading.ledger) {  // with its time line
        m_ledger = reading.ledger;
        Q_EMIT ledgerChanged();
    }
    if (!m_started && reading.last_s > 0) {
        m_started = true;
        if (m_clock.recorded(now)) {
            m_clock.pause(now);
            if (m_document.city()->synthetic() && !m_calm) {
                m_clock.seek(reading.first_s + kOpening_s, now);
                m_clock.setSpeed(kOpeningSpeed, now);
                m_clock.play(now);
            }
            m_wanted = true;
        }
        Q_EMIT clockChanged();
        if (m_wanted)
            return;  // what was read belongs to another moment
    } else if (grown || m_clock.end_s(now) - before > kDay_s || before - m_clock.end_s(now) > kDay_s) {
        Q_EMIT clockChanged();
    }
    if (reading.same || !reading.snapshot)
        return;
    const LiveSnapshotPtr old = m_snapshot;
    m_snapshot = reading.snapshot;
    if (!m_selected.empty()) {
        const LiveSensor *was = old ? old->find(m_selected) : nullptr, *is = m_snapshot->find(m_selected);
        const auto newest = [](const LiveSensor* s) {
            std::int64_t t = -1;
            for (const LiveReading& r : s ? s->readings : std::vector<LiveReading>{})
                t = std::max(t, r.now.t);
            return t;
        };
        m_seriesWanted = m_seriesWanted || !m_series || newest(was) != newest(is) || (old && old->known_s != m_snapshot->known_s);
    }
    Q_EMIT snapshotChanged();
}

void LiveTwin::readSeries()
{
    m_seriesWanted = false;
    m_seriesAt_ms = now_ms();
    const LiveSensor* sensor = m_snapshot ? m_snapshot->find(m_selected) : nullptr;
    if (!sensor)
        return;
    m_seriesReading->start<LiveSeriesPtr>(
        [desk = m_desk, sensor = *sensor, to = m_snapshot->at_s, known = m_known_s](JobControl&) -> LiveSeriesPtr {
            const std::lock_guard lock(desk->mutex);
            if (!desk->reader)
                return nullptr;
            auto series = std::make_shared<LiveSeries>();
            series->sensor = sensor.site.id;
            series->from_s = to - kDay_s;
            series->to_s = to;
            for (const LiveReading& reading : sensor.readings) {
                // The interval that ends at `to` is the last that counts.
                auto rows = desk->reader->series(reading.stream, series->from_s - reading.period_s, to, known);
                if (!rows)
                    return nullptr;
                std::erase_if(*rows, [to](const Obs& o) { return o.t + o.dur > to; });
                series->streams.push_back({reading.quantity, reading.period_s, std::move(*rows)});
            }
            return series;
        },
        this,
        [this](const LiveSeriesPtr& series) {
            if (series && series->sensor == m_selected) {
                m_series = series;
                Q_EMIT seriesChanged();
            }
        });
}

void LiveTwin::refresh()
{
    m_read_s = -1;
    read();
}

void LiveTwin::storeChanged()
{
    m_read_s = -1;
    m_wanted = true;
}

void LiveTwin::clockMoved()
{
    Q_EMIT clockChanged();
    Q_EMIT ticked();
    // Scrubbing asks many times a second: the tick answers.
    m_wanted = true;
}

void LiveTwin::goLive()
{
    m_clock.goLive();
    clockMoved();
}

void LiveTwin::play()
{
    m_clock.play(now_ms());
    clockMoved();
}

void LiveTwin::pause()
{
    m_clock.pause(now_ms());
    clockMoved();
}

void LiveTwin::seek(std::int64_t at_s)
{
    m_clock.seek(at_s, now_ms());
    clockMoved();
}

void LiveTwin::setSpeed(double times)
{
    m_clock.setSpeed(times, now_ms());
    clockMoved();
}

void LiveTwin::setKnownAt(std::optional<std::int64_t> known_s)
{
    m_known_s = known_s;
    clockMoved();
}

void LiveTwin::select(const std::string& sensor)
{
    if (sensor == m_selected)
        return;
    m_selected = sensor;
    m_series = nullptr;
    Q_EMIT seriesChanged();
    Q_EMIT selectionChanged();
    if (!sensor.empty())
        readSeries();
}

void LiveTwin::setQuantity(const std::string& key)
{
    if (key == m_quantity)
        return;
    m_quantity = key;
    Q_EMIT quantityChanged();
}

}  // namespace isopolis
