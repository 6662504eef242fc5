#pragma once
/// From a message to observations: pure functions without files, network or clock, safe on hostile input.
///
///   Catalogue catalogue;   catalogue.profile.zone = "Europe/London";
///   auto parser = makeParser(FeedKind::SensorThings);
///   ParseResult r = parser->parse(raw, catalogue);
///   catalogue.apply(r);                       // streams that the message named for the first time
///
/// What surprises: an observation's `ds` is a position in the catalogue *after* `apply`. A message that cannot be read at all has
/// `refused` set and nothing else; single items that cannot be used are in `rejected` with their byte offset, and the rest counts.
/// Values that the source itself calls wrong are accepted with Quality::Fail: that a detector failed is an observation.
/// Limits (specs of feeds): body 64 MB, inflated 512 MB and 200:1, nesting 64, one text 1 MB.

#include "gis/core/observation/observation.h"
#include "gis/feeds/source_profile.h"

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

enum class FeedKind : std::uint8_t {
    SensorThings,
    MqttJson,
    GtfsRealtime,
    Datex2,
    Csv,
    OpenAq,
    SensorCommunity,
    PurpleAir,
    SosRest,
    Ngsi,
    Telraam,
    Madrid,
    SparkplugB
};

std::string_view feedKindName(FeedKind kind);  ///< stable word, e.g. "gtfs_realtime"
std::optional<FeedKind> feedKindOf(std::string_view name);
std::vector<std::string> feedKindNames();

struct Rejected {
    std::string reason;
    std::size_t offset = 0;  ///< in the (inflated) body
    friend bool operator==(const Rejected&, const Rejected&) = default;
};

/// What a catalogue message tells of a sensor.
struct SensorNote {
    std::string id, name;
    std::optional<GeoPosition> position;
    friend bool operator==(const SensorNote&, const SensorNote&) = default;
};

/// Where a vehicle was: shown live, never stored, and without its id.
struct VehicleSighting {
    std::string route, trip;
    GeoPosition position;
    std::int64_t t = 0;
};

struct ParseResult {
    FeedKind kind = FeedKind::SensorThings;
    std::vector<Obs> accepted;
    std::vector<Rejected> rejected;
    std::optional<Rejected> refused;  ///< the whole message: it goes to quarantine for this reason
    std::vector<Datastream> newStreams;
    std::vector<std::pair<DatastreamId, Datastream>> changedStreams;
    std::vector<SensorNote> sensors;
    std::vector<VehicleSighting> vehicles;
    std::map<std::string, std::size_t> counts;     ///< of what the kind knows besides, e.g. "stop_times"
    std::map<std::string, DatexSite> sites;        ///< of a site table
    std::map<std::string, std::uint8_t> sequence;  ///< Sparkplug B: number of the newest message, by edge node ("GROUP/NODE")
    std::set<std::string>
        rebirths;  ///< Sparkplug B: edge nodes of which a message is missing: their metrics may mean something else by now
    std::vector<std::pair<std::string, std::int64_t>> deaths;  ///< Sparkplug B: "GROUP/NODE" or "…/DEVICE" that is off, and since when
    std::map<std::string, double> births;                      ///< Sparkplug B: number of the newest birth, by edge node
    std::string nextLink;                                      ///< as the source gave it: whoever follows it checks it
};

/// What is known of a source before a message is read.
struct Catalogue {
    SourceProfile profile;
    std::vector<Datastream> streams;               ///< a DatastreamId is a position
    std::map<std::string, DatexSite> sites;        ///< DATEX II: what an index of a site means
    std::map<std::string, std::uint8_t> sequence;  ///< Sparkplug B, as in ParseResult
    std::map<std::string, double> births;          ///< as well
    void apply(const ParseResult& result);
    std::optional<DatastreamId> find(std::string_view foreignId) const;

private:
    mutable std::map<std::string, DatastreamId, std::less<>> m_byForeignId;
    mutable std::size_t m_indexed = 0;
};

class Parser {
public:
    virtual ~Parser() = default;
    virtual ParseResult parse(const RawItem& item, const Catalogue& catalogue) const = 0;
};

std::unique_ptr<Parser> makeParser(FeedKind kind);
/// By the look of the first bytes and the name of the file or topic; nothing if no kind fits.
std::optional<FeedKind> detectFeedKind(const RawItem& item);
/// Limits, gzip, then the parser; never throws.
ParseResult parsePayload(FeedKind kind, const RawItem& item, const Catalogue& catalogue);

}  // namespace isopolis
