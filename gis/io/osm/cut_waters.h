#pragma once
/// Lakes and rivers that the edge of an OpenStreetMap extract cuts: their outlines lack members, so no ring closes.
///
///   CutWaters waters;
///   waters.relation(11696013, "Le Rhône", {5032357, 695589520});      // members that are ways
///   if (waters.wants(5032357)) waters.way(5032357, line);             // those that the extract holds, in metres
///   waters.close(incompleteIds, window, data, log);                   // adds to data.areas
///
/// The shore lines cut the city's window into faces; crossing a shore means changing from land to water, so two colours
/// are enough. Shores that end within 300 m of the edge are led to it straight. Which of the two is water is told by the buildings: the
/// water has at most a tenth of the land's buildings per area. Where shores end within the window, or buildings do not decide, the relation
/// is left out and named.

#include "gis/io/osm/osm_reader.h"

#include <unordered_map>

namespace isopolis {

class CutWaters {
public:
    void relation(std::int64_t id, std::string name, std::vector<std::int64_t> memberWays);
    bool wants(std::int64_t way) const { return m_lines.contains(way); }
    /// A line whose nodes the extract lacks in part comes in several pieces.
    void way(std::int64_t id, Polyline piece);
    /// Adds the waters among `incomplete` to `data.areas`, with a note each; returns the ids that it added.
    std::vector<std::int64_t> close(const std::vector<std::int64_t>& incomplete, const CityWindow& window, OsmData& data,
                                    IssueLog& log) const;

private:
    struct Water {
        std::string name;
        std::vector<std::int64_t> ways;
    };
    std::unordered_map<std::int64_t, Water> m_waters;
    std::unordered_map<std::int64_t, std::vector<Polyline>> m_lines;
};

}  // namespace isopolis
