#include "app/feeds/sample_recording.h"

#include "app/feeds/feed_pipeline.h"
#include "gis/core/sample/sample_feed.h"
#include "gis/core/sample/sample_week.h"

#include <fstream>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSampleList = R"({"sources": [
  {"name": "sample", "kind": "sensorthings", "device": "reference", "privacy": "D",
   "licence": "CC0-1.0", "attribution": "", "purpose": "To show what live sensors look like",
   "legal_basis": "None is needed: the city and its sensors are made up", "may_store": true, "may_export": true}]}
)";

}  // namespace

Expected<void> recordSampleWeek(const City& city, std::uint64_t seed, const fs::path& project)
{
    auto sources = readFeedSources(kSampleList, "sample");
    if (!sources)
        return unexpected(sources.error());
    auto opened = FeedPipeline::open(project, std::move(*sources));
    if (!opened)
        return unexpected(opened.error());
    FeedPipeline& pipeline = **opened;
    const SampleFeed feed = sampleFeed(city, seed);
    bool out = false;
    for (const SampleMessage& message : feed.messages) {
        if (!out && message.arrived_s >= feed.outageTo_s) {
            out = true;
            if (auto noted = pipeline.store().outage(pipeline.id(0), feed.outageFrom_s, "the server did not answer"); !noted)
                return noted;
            if (auto noted = pipeline.store().heard(pipeline.id(0), feed.outageTo_s, static_cast<std::int64_t>(feed.missed)); !noted)
                return noted;
        }
        auto kept = pipeline.inbox().put({.src = pipeline.id(0),
                                          .recv_us = message.arrived_s * 1'000'000,
                                          .body = message.body,
                                          .contentType = "application/json",
                                          .topicOrUrl = {},
                                          .etag = {}});
        if (!kept)
            return kept;
        if (auto drained = pipeline.drain(10); !drained)
            return unexpected(drained.error());
    }
    if (auto sealed = pipeline.store().seal(kSampleWeekEnd_s + 2 * 86400); !sealed)
        return unexpected(sealed.error());
    return {};
}

Expected<void> writeSampleSources(const fs::path& project)
{
    const fs::path path = feedSourcesPath(project);
    std::ofstream file(path, std::ios::binary);
    file << kSampleList;
    if (!file.flush())
        return unexpected(Error{ErrorCode::Io, "the list of sources could not be written"}.in(path.string()));
    return {};
}

}  // namespace isopolis
