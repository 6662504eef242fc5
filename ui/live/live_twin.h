#pragma once
/// The live twin of the open project: reads the sensor store in the background and says what is so at the twin's time.
///
///   LiveTwin twin(document, placeOnCity);
///   connect(&twin, &LiveTwin::snapshotChanged, this, [&] { show(*twin.snapshot()); });      // at most ten times a second
///   twin.seek(t_s);  twin.setSpeed(600);  twin.play();
///
/// One reading is under way at a time; what was asked for meanwhile is answered by the newest. A synthetic city's recorded week plays by
/// itself when it is opened, others stand at their end. Lives in the window's thread; nothing of the store is read there.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_clock.h"
#include "ui/live/live_snapshot.h"

#include <QObject>
#include <QTimer>

namespace isopolis {

/// A day of one sensor.
struct LiveSeries {
    std::string sensor;
    std::int64_t from_s = 0, to_s = 0;
    struct Stream {
        std::string quantity;
        std::uint32_t period_s = 0;
        std::vector<Obs> rows;
    };
    std::vector<Stream> streams;
};
using LiveSeriesPtr = std::shared_ptr<const LiveSeries>;
using FeedLedgerPtr = std::shared_ptr<const FeedLedger>;

class LiveTwin : public QObject {
    Q_OBJECT
public:
    using PlaceOf = std::function<std::optional<Point2>(const City& city, double lon_deg, double lat_deg)>;
    LiveTwin(ProjectDocument& document, PlaceOf place, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    ~LiveTwin() override;

    const LiveSnapshotPtr& snapshot() const { return m_snapshot; }  ///< null: nothing is stored, or not read yet
    const FeedLedgerPtr& ledger() const { return m_ledger; }        ///< null: as above
    const LiveSeriesPtr& series() const { return m_series; }        ///< of the chosen sensor; null: none
    const QString& problem() const { return m_problem; }            ///< why the store cannot be read; empty: it can
    const LiveClock& clock() const { return m_clock; }
    std::int64_t at_s() const;  ///< the twin's time, Unix seconds
    std::int64_t first_s() const { return m_clock.first_s(); }
    std::int64_t end_s() const;
    bool recorded() const;

    void goLive();
    void play();
    void pause();
    void seek(std::int64_t at_s);
    void setSpeed(double times);
    void setKnownAt(std::optional<std::int64_t> known_s);  ///< nothing: all that is known today
    const std::optional<std::int64_t>& knownAt() const { return m_known_s; }
    void setReducedMotion(bool reduced) { m_calm = reduced; }  ///< nothing plays by itself

    const std::string& selected() const { return m_selected; }
    void select(const std::string& sensor);  ///< empty: none
    const std::string& quantity() const { return m_quantity; }
    void setQuantity(const std::string& key);  ///< by which sensors are coloured; empty: by their state

    /// What may be shown and not stored: beside what the store holds, at the moments that it is about.
    void setUnstored(std::vector<UnstoredReading> readings);

    /// Reads at once, without waiting for the next tick.
    void refresh();
    /// Something was stored: it is read with the next tick, however often this is said until then.
    void storeChanged();

    /// Shortest time between two changes of the snapshot.
    static constexpr int kTick_ms = 100;

Q_SIGNALS:
    void snapshotChanged();
    void ledgerChanged();
    void seriesChanged();
    void clockChanged();  ///< mode, speed, range, "as known at"; not the passing of time
    void ticked();        ///< the twin's time went on
    void selectionChanged();
    void quantityChanged();

private:
    struct Desk;
    struct Reading;
    void onOpened();
    void tick();
    void read();
    void readSeries();
    void took(const Reading& reading);
    void clockMoved();

    ProjectDocument& m_document;
    PlaceOf m_place;
    std::shared_ptr<Desk> m_desk;
    JobRunner *m_reading, *m_seriesReading;
    QTimer m_timer;
    LiveClock m_clock;
    LiveSnapshotPtr m_snapshot;
    FeedLedgerPtr m_ledger;
    LiveSeriesPtr m_series;
    QString m_problem;
    std::optional<std::int64_t> m_known_s, m_readKnown_s;
    std::int64_t m_read_s = -1, m_readAt_ms = 0, m_seriesAt_ms = 0;
    std::string m_selected, m_quantity;
    std::shared_ptr<const std::vector<UnstoredReading>> m_unstored, m_readUnstored;
    bool m_calm = false, m_started = false, m_wanted = false, m_seriesWanted = false;
};

}  // namespace isopolis
