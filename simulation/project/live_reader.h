#pragma once
/// What the sensors of a project said at a moment: the reading side of NAME.sensors.db for views that move through time.
///
///   auto reader = LiveReader::open(sensorStorePath("town.gpkg"));
///   for (const LiveValue& v : *reader->at(now_s)) show(reader->streams()[v.stream].sensor, v.now.v);
///   auto day = reader->series(stream, now_s - 86400, now_s);
///
/// At T counts the newest interval that was over at T. "As known at K" leaves out what was made known later and takes back later
/// replacements. What people decided about values stands in the flags (Mark::Overridden); values are never altered. Days that are over
/// are unpacked once and kept, so that moving through time is quick. One object for one thread at a time; others may write meanwhile.
/// Errors: NotFound without a store, BadFile for one that is not ours or is damaged.

#include "simulation/project/feed_store.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace isopolis {

/// One quantity of one sensor, as the store describes it.
struct LiveStream {
    std::int64_t number = 0;  ///< in the file
    std::string sensor, quantity;
    std::string source;        ///< empty: not from a feed
    std::string reportedUnit;  ///< before conversion; empty: not told
    Aggregation aggregation = Aggregation::Mean;
    std::uint32_t period_s = 0;  ///< 0: not known
    char privacy = 'D';
    DeviceClass device = DeviceClass::Indicative;
    std::optional<GeoPosition> position;
    bool unstored = false;  ///< from memory alone, of a source that may not be stored
};

struct LiveValue {
    std::size_t stream = 0;      ///< position in streams()
    Obs now;                     ///< the newest, with the flag that counts
    bool silent = false;         ///< its source has said since then that it is off
    std::vector<double> before;  ///< up to three values before it, newest first; without failed and missing ones
};

struct LedgerSource {
    std::string name, kind, licence;
    std::int64_t arrived_s = -1;  ///< last message; −1: none is kept
    std::int64_t newest_s = -1;   ///< end of the newest value; −1: there is none
    std::size_t messages = 0, refused = 0, streams = 0;
};

struct LedgerOverride {
    std::string sensor, quantity, reason, who;
    std::int64_t from_s = 0, to_s = 0, made_s = 0;
    Quality flag = Quality::NotEvaluated;
};

/// How the sources fare.
struct FeedLedger {
    std::vector<LedgerSource> sources;
    std::vector<OutageRow> outages;
    std::vector<QuarantinedItem> quarantine;  ///< newest first, at most `limit`
    std::vector<LedgerOverride> overrides;    ///< newest first
};

class LiveReader {
public:
    static Expected<LiveReader> open(const std::filesystem::path& path);
    LiveReader(LiveReader&&) noexcept;
    LiveReader& operator=(LiveReader&&) noexcept;
    ~LiveReader();

    /// Looks whether something was written since the last call, and if so reads anew what the streams are. True: there is news.
    Expected<bool> refresh();
    const std::vector<LiveStream>& streams() const;
    std::int64_t first_s() const;  ///< start of the first observation; 0: there is none
    std::int64_t last_s() const;   ///< end of the newest

    Expected<std::vector<LiveValue>> at(std::int64_t at_s, std::optional<std::int64_t> known_s = {});
    /// Intervals that start in [from_s, to_s), by time.
    Expected<std::vector<Obs>> series(std::size_t stream, std::int64_t from_s, std::int64_t to_s, std::optional<std::int64_t> known_s = {});
    Expected<FeedLedger> ledger(std::size_t limit = 200);

private:
    struct Impl;
    explicit LiveReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace isopolis
