#pragma once
/// The sample city's recorded week as its messages came, with what goes wrong in life: an outage, a sensor that is stuck, one that falls
/// silent, one broken message.
///
///   SampleFeed feed = sampleFeed(city, 1);
///   for (const SampleMessage& m : feed.messages) inbox.put({.recv_us = m.arrived_s * 1'000'000, .body = m.body});
///
/// Messages are answers of OGC SensorThings 1.1 (18-088), one an hour, after one with all Things and their Datastreams. Values and
/// sensors are those of sample_week.h; ids lose the "sample:" that the source's name brings back. Invented, deterministic.

#include "gis/core/city/city.h"

namespace isopolis {

struct SampleMessage {
    std::int64_t arrived_s = 0;  ///< Unix time
    std::string body;            ///< JSON
};

struct SampleFeed {
    std::vector<SampleMessage> messages;
    std::int64_t outageFrom_s = 0, outageTo_s = 0;  ///< last heard, and heard again; what was missed came then
    std::size_t missed = 0;                         ///< observations that came late
    std::string stuck, silent;                      ///< external ids; empty if the city has too few sensors
    std::int64_t stuckFrom_s = 0, stuckTo_s = 0, silentFrom_s = 0;
};

inline constexpr std::string_view kSampleSource = "sample";

SampleFeed sampleFeed(const City& city, std::uint64_t seed);

}  // namespace isopolis
