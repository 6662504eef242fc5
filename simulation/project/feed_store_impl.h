#pragma once
/// What the two files of FeedStore share.
///
///   return guarded(path(), kSensorStoreWords, [&] { … m_impl->db … });
///
/// For feed_store*.cpp alone.

#include "simulation/project/feed_store.h"
#include "simulation/project/sensor_writer.h"
#include "simulation/project/store_file.h"

#include <cmath>
#include <map>

namespace isopolis {

inline constexpr StoreWords kSensorStoreWords{"sensor store", "a sensor store", "Move it away, or restore a copy."};

struct FeedStore::Impl {
    std::filesystem::path path;
    Connection db;
    std::map<std::int64_t, Datastream> described = {};  ///< what stream_info already says

    IngestCounts writeRows(SensorWriter& writer, const ReadMessage& message, const std::string& sourceName);
};

}  // namespace isopolis
