#pragma once
/// Turns that signs forbid, as OpenStreetMap maps them: relations `type=restriction` with the members from, via and to.
///
///   for (OsmRestriction& rule : restrictionRules(id, tags, members, log)) …                    // what the relation says
///   MappedTurns turns = mapRestrictions(rules, nodeOf, ways, links, log);   turns.bans;        // what it means for the links
///
/// Read: no_* and only_* with one node as via, no_entry with several from and no_exit with several to ways, `except=`, and
/// `restriction:hgv=` and the like. `restriction=` holds for cars, lorries, buses and cycles. An only_* rule becomes bans on every other
/// way out of the junction; several of them for one street are joined: what any of them allows is allowed.
/// Refused, each with its relation's id: a way as via (a ban on a sequence of streets, which a ban on pairs cannot say), rules for certain
/// hours, members that are missing or in a wrong order, a street that runs through the junction so that its side is not clear, and
/// rules that together would leave drivers without any way on.
/// Source: OpenStreetMap wiki, Relation:restriction.

#include "gis/core/city/road_network.h"
#include "gis/io/osm/osm_tags.h"

#include <functional>
#include <span>

namespace isopolis {

struct OsmMember {
    enum class Type : std::uint8_t { Node, Way, Relation };
    Type type = Type::Way;
    std::int64_t id = 0;
    std::string role;
};

struct OsmRestriction {
    enum class Kind : std::uint8_t { No, Only };
    std::int64_t id = 0;  ///< of the relation
    Kind kind = Kind::No;
    ModeSet modes;                       ///< for whom
    std::vector<std::int64_t> from, to;  ///< ways
    std::int64_t via = 0;                ///< node
};

/// Usually one rule; more if vehicles have rules of their own; none if the relation cannot be used, which is reported.
std::vector<OsmRestriction> restrictionRules(std::int64_t id, const OsmTags& tags, std::span<const OsmMember> members, IssueLog& log);

struct MappedTurns {
    std::vector<TurnBan> bans;  ///< ascending by `from`, then `to`
    std::size_t applied = 0;    ///< relations of which something came into force
};

/// `nodeOf` gives the junction of an OSM node, invalid if it is none. Bans name links of `links`, open to at least one of their modes.
MappedTurns mapRestrictions(const std::vector<OsmRestriction>& rules, const std::function<NodeId(std::int64_t)>& nodeOf,
                            const IdVector<RoadWayId, RoadWay>& ways, const IdVector<LinkId, RoadLink>& links, IssueLog& log);

}  // namespace isopolis
