#pragma once
/// The sources that a project listens to, as people write them: `NAME.feeds.json`, beside the project.
///
///   {"sources": [
///     {"name": "loops", "kind": "datex2", "url": "https://example.org/measured.xml.gz", "poll_s": 60, "zone": "Europe/Amsterdam",
///      "period_s": 60, "stamp": "start", "licence": "CC0", "attribution": "NDW", "purpose": "traffic monitoring"},
///     {"name": "bins", "kind": "mqtt_json", "url": "ssl://broker.example:8883", "topics": ["city/+/air"], "user": "isopolis",
///      "secret": "isopolis/bins", "ca_file": "ca.pem", "mqtt": [{"topic": "city/{sensor}/air", "time": "/at",
///      "readings": [{"pointer": "/no2", "quantity": "no2", "unit": "µg/m³"}]}]}]}
///
/// `"catalogue_url"` is asked for once before the first values: what names the streams of a source whose messages name them by number
/// alone, e.g. a SensorThings server's "/Datastreams?$expand=Thing,ObservedProperty".
///
/// `"sections": [{"name": "Tunnel", "in": ["loop-1"], "out": ["loop-2"]}]` names roads that are counted at every end: test 9 of quality
/// control holds them together.
///
/// What surprises: a password or key never stands here: `secret` names an entry of the system's keyring, or of the environment
/// variable ISOPOLIS_SECRET_<NAME>, and what looks like a key in a URL is refused. Sources with "may_store": false stay in memory.
/// Errors: BadValue with the source and the field.

#include "gis/core/expected.h"
#include "gis/feeds/parser.h"

#include <filesystem>

namespace isopolis {

struct FeedSource {
    FeedKind kind = FeedKind::SensorThings;
    SourceProfile profile;
    std::string url;                  ///< http, https, mqtt, mqtts, tcp, ssl; empty: files alone
    double poll_s = 60;               ///< HTTP
    std::string catalogueUrl;         ///< HTTP: asked for once at each start, before the first values; of the same server
    std::vector<std::string> topics;  ///< MQTT filters
    std::string user, secret, secretHeader, caFile;
    bool timeCursor = false;  ///< SensorThings: ask for what is newer than the last value alone
    std::string licence, attribution, purpose, legalBasis;
    bool mayStore = true, mayExport = true;
    std::vector<std::string> optOut;                    ///< foreign ids of sensors that are not listened to
    std::vector<std::vector<GeoPosition>> optOutAreas;  ///< polygons in which none is listened to
};

Expected<std::vector<FeedSource>> readFeedSources(std::string_view json, const std::string& file);
/// One source alone, without "sources" around it: what `feed parse --profile` reads.
Expected<FeedSource> readFeedSource(std::string_view json, const std::string& file);
/// `town.gpkg` → `town.feeds.json`
std::filesystem::path feedSourcesPath(const std::filesystem::path& project);

}  // namespace isopolis
