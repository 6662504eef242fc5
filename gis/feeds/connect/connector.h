#pragma once
/// One connection to one source, in the thread with the event loop: lays messages into the inbox and never looks into them.
///
///   auto c = makeHttpConnector(source, id, inbox, {.key = secret});
///   c->onTrouble = [](const FeedTrouble& t) { … };
///   if (auto started = c->start(cursor); !started) …          // an address or TLS setting that cannot work
///   c->cursor();                                              // where to go on after a restart
///
/// What surprises: upstream is told "received" only after Inbox::put has returned without an error; if the disk is full the source
/// keeps its messages. TLS is always verified; there is no switch for that. Keys go into headers, never into addresses or words.

#include "gis/core/observation/observation.h"
#include "gis/feeds/connect/feed_clock.h"
#include "gis/feeds/feed_source.h"

#include <functional>
#include <memory>
#include <string>

namespace isopolis {

struct FeedTrouble {
    std::string reason;    ///< for people, without keys
    bool stopped = false;  ///< the connector has given up: somebody must change something
    double retry_s = 0;    ///< when it tries again
};

struct FeedSecret {
    std::string key = {};  ///< password or API key; empty: none
};

class Connector {
public:
    virtual ~Connector() = default;
    virtual Expected<void> start(const std::string& cursor) = 0;
    virtual void stop() = 0;
    virtual std::string cursor() const = 0;  ///< JSON
    /// The next page that a message named, and the times that the page held; ignored if it may not be followed.
    virtual void follow(const std::string& /*nextLink*/, std::int64_t /*first_s*/, std::int64_t /*last_s*/) {}
    /// A message without values, i.e. of the catalogue, was read: the next page that it named.
    virtual void described(const std::string& /*nextLink*/) {}
    /// All that was laid into the inbox has been read. A source that is asked waits for this before it is asked again, so that it cannot
    /// run ahead of the reader, and the pages of an answer follow each other.
    virtual void drained() {}
    /// Something to tell the source; ignored by those that cannot be told anything.
    virtual void send(const std::string& /*topic*/, const std::string& /*body*/) {}
    /// The newest time that is stored: a source that can filter is asked for later ones, with an overlap.
    virtual void newest(std::int64_t /*t_s*/, std::uint32_t /*period_s*/) {}

    std::function<void(const FeedTrouble&)> onTrouble = [](const FeedTrouble&) {};
    std::function<void()> onAlive = [] {};    ///< heard of, with or without news
    std::function<void()> onMessage = [] {};  ///< something new lies in the inbox
};

std::unique_ptr<Connector> makeHttpConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                             const FeedClock& clock = {});
/// `folder`: where the client keeps what is under way.
std::unique_ptr<Connector> makeMqttConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                             const std::filesystem::path& folder);
/// By the scheme of the source's address.
std::unique_ptr<Connector> makeConnector(const FeedSource& source, SourceId id, Inbox& inbox, const FeedSecret& secret,
                                         const std::filesystem::path& folder, const FeedClock& clock = {});

}  // namespace isopolis
