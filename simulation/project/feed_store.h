#pragma once
/// The writing side of NAME.sensors.db for live feeds: inbox first, then rows, newest values, sums and cursor in one transaction.
///
///   auto store = FeedStore::openOrCreate(sensorStorePath("town.gpkg"));
///   store->put({.src = *store->source("loops", "datex2"), …});          // durable when it returns
///   for (const WaitingItem& item : *store->waiting(100)) store->ingest(item.seq, parsed);
///   store->seal(now_s);
///
/// At-least-once delivery becomes exactly-once by the key (stream, t, ord): what arrives twice is counted as `same`. Polled messages
/// that are in the inbox already are not laid down again; pushed ones only if the broker marks them as sent again.
/// As known at a moment: a value counts if its interval was over (and its result time, where told, past) and the last replacement
/// after that moment is undone. One object writes; readers use SensorStore. Errors: Io (disk full, file busy), BadFile.

#include "gis/core/hash.h"
#include "gis/core/observation/observation.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace isopolis {

enum class Durability : std::uint8_t { ProgramCrash, PowerLoss };  ///< what an acknowledged message survives

struct WaitingItem {
    std::int64_t seq = 0;
    RawItem raw;
};

struct QuarantineNote {
    std::string reason;
    std::int64_t offset = 0;
};

/// A sensor, with all whose ids go on with "/", that said to be off from this moment on.
struct SilenceNote {
    std::string sensor;  ///< id at its source
    std::int64_t t = 0;
};

/// What became of one message. `streams[i]` belongs to the observations whose ds is i.
struct IngestBatch {
    std::vector<Datastream> streams;
    std::vector<Obs> rows;
    std::vector<QuarantineNote> problems;
    bool refused = false;     ///< the whole message: it stays in quarantine
    bool dropRaw = false;     ///< it names somebody who is kept out: its bytes do not stay
    std::string cursor = {};  ///< JSON; empty: unchanged
    std::vector<SilenceNote> silences = {};
};

/// A message of the inbox that has been read.
struct ReadMessage {
    std::int64_t seq = 0;
    SourceId source;
    IngestBatch batch;
    std::int64_t now_s = -1;
};

struct IngestCounts {
    std::size_t added = 0, same = 0, revised = 0;
};

struct StreamStatus {
    std::string source, sensor, quantity;
    Obs newest;
    std::uint32_t period_s = 0;
};

struct OutageRow {
    std::string source, reason;
    std::int64_t from_s = 0, to_s = -1;  ///< −1: it lasts
    std::int64_t backfilled = 0;
};

struct QuarantinedItem {
    std::int64_t inboxSeq = 0;
    std::string source, reason;
    std::int64_t offset = 0;
};

struct Retention {
    std::int64_t inbox_days = 14, chunk_days = 400;  ///< hourly sums stay
};

class FeedStore : public Inbox {
public:
    static Expected<FeedStore> openOrCreate(const std::filesystem::path& path, Durability durability = Durability::ProgramCrash);
    FeedStore(FeedStore&&) noexcept;
    FeedStore& operator=(FeedStore&&) noexcept;
    ~FeedStore() override;

    /// Its number in this file, made if it is new.
    Expected<SourceId> source(const std::string& name, const std::string& kind, const std::string& licence = {});
    Expected<std::string> cursor(SourceId source);
    Expected<void> setCursor(SourceId source, const std::string& json);

    Expected<void> put(const RawItem& item) override;
    /// The same; false: it lay there already.
    Expected<bool> lay(const RawItem& item);
    Expected<std::vector<WaitingItem>> waiting(std::size_t limit);
    /// Everything that the message changes, in one transaction. `sensor ids` become SOURCE:ID in the tables.
    Expected<IngestCounts> ingest(std::int64_t seq, SourceId source, const IngestBatch& batch, std::int64_t now_s = -1);
    /// Several messages in one transaction, in order: the store then holds what it would after one at a time, in a fraction of the time.
    Expected<std::vector<IngestCounts>> ingestAll(std::span<const ReadMessage> messages);
    /// All messages whose bytes are kept wait again, in order: what replay does.
    Expected<std::size_t> replayAll();

    Expected<std::size_t> seal(std::int64_t now_s);  ///< days that ended more than 24 h ago; number of chunks
    Expected<void> retain(std::int64_t now_s, const Retention& retention = {});
    Expected<void> rebuildRollups();
    /// Of chunks, fresh rows and sums in the order of their keys: the same inbox gives the same hash.
    Expected<Hash> contentHash();
    Expected<Hash> rollupHash();

    Expected<std::vector<Obs>> asKnownAt(const std::string& sensor, const std::string& quantity, std::int64_t from_s, std::int64_t to_s,
                                         std::int64_t known_s);
    Expected<std::vector<StreamStatus>> status();
    Expected<std::vector<QuarantinedItem>> quarantined(std::size_t limit);
    Expected<std::vector<OutageRow>> outages();
    Expected<void> outage(SourceId source, std::int64_t heard_s, const std::string& reason);  ///< begins, or goes on
    Expected<void> heard(SourceId source, std::int64_t now_s, std::int64_t backfilled);       ///< ends
    Expected<void> filled(SourceId source, std::int64_t more);  ///< what else came of the last outage's time: pages follow the first

    /// A person's judgement over the machine's, as a layer: values and flags of the rows stay.
    Expected<void> override(const std::string& sensor, const std::string& quantity, std::int64_t from_s, std::int64_t to_s, Quality flag,
                            const std::string& reason, const std::string& who, std::int64_t now_s);
    /// The flag that counts: the newest override that holds, else the row's own.
    Expected<std::uint32_t> judged(const std::string& sensor, const std::string& quantity, const Obs& row);

    /// Removes sensors of a source and what was ever stored of them, so that not a byte is left in the file. Number of observations.
    Expected<std::size_t> purge(SourceId source,
                                const std::function<bool(const std::string& foreignSensor, std::optional<GeoPosition>)>& gone,
                                const std::string& reason, std::int64_t now_s);
    Expected<void> keepOut(SourceId source, const std::string& foreignSensor, std::int64_t now_s);
    Expected<bool> keptOut(SourceId source, const std::string& foreignSensor);

    const std::filesystem::path& path() const;

private:
    struct Impl;
    explicit FeedStore(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace isopolis
