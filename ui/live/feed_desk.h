#pragma once
/// The connections of the open project, as the window knows them. `app` implements it with connectors and parsers; tests by hand.
///
///   desk->start();  connect(desk, &FeedDesk::changed, this, [=] { show(desk->sources()); });
///   desk->test(draft);                                 // answered by `tested`; nothing is stored
///
/// Nothing here blocks: the network and the store are used in a thread of their own.

#include "gis/core/observation/observation.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace isopolis {

/// A source as it is asked for in a form: the fields of NAME.feeds.json.
struct FeedDraft {
    QString name, kind, url, zone, licence, attribution, purpose, legalBasis, secret, secretHeader, user, caFile;
    QStringList topics;
    QString profile;  ///< more fields as JSON, e.g. {"csv": {…}}; empty: none
    QString privacy = QStringLiteral("D");
    double poll_s = 60;
    int period_s = 0;
    bool mayStore = true, mayExport = true;
};

enum class FeedPhase : std::uint8_t { FileOnly, Off, Starting, Listening, Trouble, GaveUp };
enum class FeedColour : std::uint8_t { Green, Amber, Red };  ///< five messages refused in a row are amber, twenty red

struct FeedStatus {
    FeedDraft source;
    FeedPhase phase = FeedPhase::Off;
    FeedColour colour = FeedColour::Green;
    QString words;                                                          ///< of the last trouble
    std::int64_t heard_s = -1, retry_s = -1;                                ///< Unix time
    std::size_t messages = 0, refused = 0, rejected = 0, observations = 0;  ///< since it was started
};

/// What a first message would become.
struct FeedTrial {
    bool reached = false;
    QString problem;  ///< why it was not reached or not understood; empty: it was
    struct Value {
        QString sensor;
        std::string quantity;
        std::int64_t t = 0;
        double value = 0;
    };
    QList<Value> first;
    struct Rejected {
        QString reason;
        qint64 offset = 0;
    };
    QList<Rejected> rejected;
    std::size_t observations = 0, rejectedCount = 0, sensors = 0, bytes = 0;
};

/// Where a vehicle of public transport was; told by its trip alone, and never stored.
struct VehicleSighted {
    std::string trip, route;
    double lon_deg = 0, lat_deg = 0;
    std::int64_t t = 0;
};

/// A value that may be shown and not stored: nothing of it is on the disk.
struct UnstoredReading {
    std::string source, sensor, quantity;  ///< sensor: its id at its source
    std::optional<GeoPosition> position;
    Obs newest;
    std::uint32_t period_s = 0;
};

/// A person's judgement of some values.
struct FeedJudgement {
    std::string sensor, quantity;
    std::int64_t from_s = 0, to_s = 0;
    Quality flag = Quality::Suspect;
    QString reason, who;
};

class FeedDesk : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void openProject(const QString& path) = 0;  ///< empty: none
    virtual std::vector<FeedStatus> sources() const = 0;
    virtual bool running() const = 0;
    virtual void start() = 0;
    virtual void stop() = 0;
    virtual void test(const FeedDraft& draft) = 0;
    virtual void cancelTest() = 0;
    virtual void add(const FeedDraft& draft) = 0;  ///< into NAME.feeds.json
    virtual void judge(const FeedJudgement& judgement) = 0;
    virtual QStringList kinds() const = 0;
    /// The key that `secretNeeded` asked for; empty: there is none, the source stays silent. `keep`: in the keyring, else until the
    /// program ends.
    virtual void giveSecret(const QString& source, const QString& key, bool keep) = 0;

Q_SIGNALS:
    void changed();
    void tested(const isopolis::FeedTrial& trial);
    void vehiclesSighted(const std::vector<isopolis::VehicleSighted>& vehicles);
    void unstoredSeen(const std::vector<isopolis::UnstoredReading>& readings);  ///< the newest of each stream
    void stored();                                                              ///< the store has something new
    /// A source needs a key that neither keyring nor environment has; `why` is a sentence.
    void secretNeeded(const QString& source, const QString& entry, const QString& why);
    void failed(const QString& problem);  ///< a sentence
};

}  // namespace isopolis
