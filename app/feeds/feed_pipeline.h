#pragma once
/// From the inbox to the store: parser, privacy, quality control, one transaction a message. The same path for live messages, files
/// and replay.
///
///   auto pipeline = FeedPipeline::open(project, sources);
///   (*pipeline)->inbox().put(raw);                 // what connectors do, from any thread
///   (*pipeline)->drain(100);                       // messages → rows
///   (*pipeline)->catalogue(0);
///
/// What surprises: of sources with single journeys (GTFS-Realtime, travel times) no raw byte reaches the disk; their messages are
/// parsed in memory and enter the inbox as aggregates of five or more. Of a source that may not be stored ("may_store": false) nothing but
/// its name and licence reaches the disk: the newest value of each stream is kept in memory (`unstored`), for as long as this object lives.
/// A message that is refused goes to quarantine: five in a row make its source amber, twenty red. Errors: those of the store.

#include "gis/feeds/connect/connector.h"
#include "gis/feeds/privacy.h"
#include "gis/feeds/quality/quality_control.h"
#include "simulation/project/feed_store.h"

#include <functional>
#include <mutex>

namespace isopolis {

enum class SourceColour : std::uint8_t { Green, Amber, Red };

struct SourceTally {
    std::size_t messages = 0, refused = 0, observations = 0, same = 0, rejected = 0;
    int refusedInARow = 0;
    SourceColour colour() const
    {
        return refusedInARow >= 20 ? SourceColour::Red : refusedInARow >= 5 ? SourceColour::Amber : SourceColour::Green;
    }
};

/// The newest value of a stream that may be shown and not stored.
struct UnstoredValue {
    std::size_t source = 0;
    std::string sensor, quantity;  ///< the sensor's id at its source
    std::optional<GeoPosition> position;
    Obs newest;
};

/// What a message asks of its connector.
struct DrainedPage {
    std::size_t source = 0;
    std::string nextLink = {};
    std::size_t values = 0;                ///< 0: of a catalogue, or refused
    std::int64_t first_s = 0, last_s = 0;  ///< of its values
    std::uint32_t period_s = 0;
    std::vector<std::string> rebirths = {};  ///< Sparkplug B: edge nodes that have to name their metrics again
};

class FeedPipeline {
public:
    static Expected<std::unique_ptr<FeedPipeline>> open(const std::filesystem::path& project, std::vector<FeedSource> sources,
                                                        Durability durability = Durability::ProgramCrash);
    ~FeedPipeline();

    Inbox& inbox() { return m_door; }
    /// Number of messages dealt with. `pages`: one for each of them.
    Expected<std::size_t> drain(std::size_t limit, std::vector<DrainedPage>* pages = nullptr);
    /// Aggregates of single journeys whose period is over go into the inbox.
    Expected<void> closeJourneys(std::int64_t now_s);

    /// Tests 8, 9 and 13 over the last four weeks of every source's streams: flags of stored rows are raised, values stay. Streams finer
    /// than an hour are judged by their hours. Number of rows whose flag changed; what was found comes out of `takeAlarms`.
    Expected<std::size_t> checkNetworks(std::int64_t now_s);

    /// Sensors whose hosts do not want it any more: out of the history, and kept out from now on. Number of observations removed.
    Expected<std::size_t> forget(std::size_t source, const OptOutList& who, const std::string& reason, std::int64_t now_s);

    /// By source and stream.
    std::vector<UnstoredValue> unstored();

    const std::vector<FeedSource>& sources() const { return m_sources; }
    SourceId id(std::size_t source) const { return m_ids[source]; }
    const SourceTally& tally(std::size_t source) const { return m_tallies[source]; }
    const Catalogue& catalogue(std::size_t source) const { return m_catalogues[source]; }
    std::vector<QualityAlarm> takeAlarms(std::size_t source);
    /// Vehicles of the newest messages, once: they stay in memory and are told without their ids.
    std::vector<VehicleSighting> takeVehicles();
    FeedStore& store() { return m_store; }
    std::mutex& lock() { return m_mutex; }

private:
    static constexpr std::int64_t kNoMessage = -1;  ///< for rows that no message brought
    /// Where connectors knock: journeys are turned into aggregates here.
    class Door : public Inbox {
    public:
        explicit Door(FeedPipeline& owner) : m_owner(owner) {}
        Expected<void> put(const RawItem& item) override { return m_owner.accept(item); }

    private:
        FeedPipeline& m_owner;
    };

    FeedPipeline(FeedStore store, std::vector<FeedSource> sources);
    Expected<void> accept(const RawItem& item);
    void show(std::size_t index, const RawItem& item);
    static DrainedPage pageOf(std::size_t source, const ParseResult& parsed);
    std::optional<std::size_t> indexOf(SourceId id) const;
    bool excluded(std::size_t source, const Datastream& stream);
    struct Read {
        ReadMessage message;
        std::optional<std::size_t> source;
    };
    Read one(const WaitingItem& item, std::vector<DrainedPage>* pages);
    Expected<void> write(std::vector<Read>& group);

    FeedStore m_store;
    std::vector<FeedSource> m_sources;
    std::vector<SourceId> m_ids;
    std::vector<Catalogue> m_catalogues, m_journeyCatalogues;
    std::vector<SourceTally> m_tallies;
    std::vector<QualityControl> m_quality;
    std::vector<std::vector<QualityAlarm>> m_networkAlarms;
    std::vector<JourneyAggregator> m_journeys;
    std::vector<std::size_t> m_lastJourneys;  ///< of the last message of journeys: one that is asked for again counts once
    std::vector<VehicleSighting> m_vehicles;
    std::vector<DrainedPage> m_shownPages;  ///< of messages that are not stored
    std::vector<OptOutList> m_optOut;
    std::vector<std::map<std::string, bool>> m_keptOut;                    ///< what the store's salted list says, asked once a sensor
    std::map<std::pair<std::size_t, std::size_t>, UnstoredValue> m_shown;  ///< by source and stream
    std::mutex m_mutex;
    Door m_door{*this};
};

}  // namespace isopolis
