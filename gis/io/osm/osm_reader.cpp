#include "gis/io/osm/osm_reader.h"

#include "gis/io/osm/cut_waters.h"
#include "gis/io/osm/osm_collector.h"

#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/area/problem_reporter.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/map/flex_mem.hpp>
#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/tags/tags_filter.hpp>
#include <osmium/visitor.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace isopolis {

namespace {

namespace fs = std::filesystem;
using Index = osmium::index::map::FlexMem<osmium::unsigned_object_id_type, osmium::Location>;
using Locations = osmium::handler::NodeLocationsForWays<Index>;
using Areas = osmium::area::MultipolygonManager<osmium::area::Assembler>;

constexpr std::uint64_t kMostNodes = 40'000'000, kMostWays = 8'000'000, kMostRestrictions = 2'000'000;
constexpr std::size_t kMostWaters = 1'000'000, kMostWaterMembers = 1'000'000;
constexpr std::size_t kMostMembers = 100;  // of one restriction; three are usual

std::string relationId(std::int64_t id) { return "osm:relation/" + std::to_string(id); }

struct TooLarge : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Error badExtract(const fs::path& file, const std::string& why)
{
    return Error{ErrorCode::BadFile, "the file cannot be read as an OpenStreetMap extract (" + why + ")"}
        .in(file.string())
        .cure("Download or export the extract again; supported are .osm.pbf, .osm and .osm.bz2 or .gz");
}

/// Which reader a name asks for; guessing from content would let a hostile file choose its parser.
Expected<osmium::io::File> openFile(const fs::path& file)
{
    const std::string name = file.filename().string();
    constexpr std::array<std::string_view, 6> kEndings = {".pbf", ".osm", ".osm.xml", ".osm.bz2", ".osm.gz", ".xml"};
    const bool supported = std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view e) { return name.ends_with(e); });
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return unexpected(Error{ErrorCode::NotFound, "the file does not exist"}
                              .in(file.string())
                              .about("path")
                              .cure("Correct the path; it is relative to the recipe's folder"));
    if (!supported)
        return unexpected(badExtract(file, "its name does not end in .osm.pbf or .osm"));
    const char* format = name.ends_with(".pbf") ? "pbf" : name.ends_with(".bz2") ? "osm.bz2" : name.ends_with(".gz") ? "osm.gz" : "osm";
    return osmium::io::File(file.string(), format);
}

/// Runs a reading step; what libosmium, zlib or protozero throw becomes one Error.
template <class Step>
auto guarded(const fs::path& file, Step&& step) -> decltype(step())
{
    try {
        return step();
    } catch (const TooLarge& e) {
        return unexpected(Error{ErrorCode::Unsupported, e.what()}
                              .in(file.string())
                              .cure("Cut the extract to the city, e.g. with `osmium extract --bbox`"));
    } catch (const std::bad_alloc&) {
        return unexpected(badExtract(file, "it needs more memory than there is"));
    } catch (const std::exception& e) {
        return unexpected(badExtract(file, e.what()));
    }
}

/// Reports the first problem of each object that cannot become an area; open outlines of relations only at the end, because
/// some are waters that can be closed.
class AreaProblems : public osmium::area::ProblemReporter {
public:
    explicit AreaProblems(IssueLog& log) : m_log(log) {}

    void report_intersection(osmium::object_id_type, osmium::Location, osmium::Location, osmium::object_id_type, osmium::Location,
                             osmium::Location, osmium::Location) override
    {
        report("self_intersection", "the outline crosses itself");
    }
    void report_ring_not_closed(const osmium::NodeRef&, const osmium::Way*) override
    {
        if (m_object_type == osmium::item_type::relation)
            m_open.insert(static_cast<std::int64_t>(m_object_id));
        else
            report("open_ring", "the outline is not closed");
    }
    /// Relations with open outlines, ascending.
    std::vector<std::int64_t> open() const { return {m_open.begin(), m_open.end()}; }
    void report_invalid_location(osmium::object_id_type, osmium::object_id_type) override
    {
        report("missing_nodes", "the extract lacks nodes of the outline");
    }
    void report_duplicate_segment(const osmium::NodeRef&, const osmium::NodeRef&) override
    {
        report("duplicate_segment", "the outline runs twice along the same line");
    }

private:
    void report(const char* code, const char* message)
    {
        const std::string feature =
            (m_object_type == osmium::item_type::relation ? "osm:relation/" : "osm:way/") + std::to_string(m_object_id);
        if (feature == m_last)
            return;
        m_last = feature;
        m_log.warn(code, message, feature);
    }
    IssueLog& m_log;
    std::string m_last;
    std::set<std::int64_t> m_open;
};

Ring toRing(const osmium::NodeRefList& nodes, const Projector& projector)
{
    Ring ring;
    ring.reserve(nodes.size());
    for (const osmium::NodeRef& node : nodes)
        if (node.location().valid())
            ring.push_back(projector.forward(node.lon(), node.lat()));
    if (ring.size() > 1 && ring.front() == ring.back())
        ring.pop_back();
    return ring;
}

/// The members of waters, before the ways come by.
class WaterRelations : public osmium::handler::Handler {
public:
    explicit WaterRelations(CutWaters& waters) : m_waters(waters) {}
    void relation(const osmium::Relation& relation)
    {
        const char* type = relation.tags().get_value_by_key("type");
        if (type == nullptr || std::string_view(type) != "multipolygon")
            return;
        OsmTags tags;
        for (const osmium::Tag& tag : relation.tags())
            tags.add(tag.key(), tag.value());
        if (areaKind(tags) != AreaKind::Water)
            return;
        std::vector<std::int64_t> ways;
        for (const osmium::RelationMember& member : relation.members())
            if (member.type() == osmium::item_type::way)
                ways.push_back(member.ref());
        if (++m_count > kMostWaters || (m_members += ways.size()) > kMostWaterMembers)
            throw TooLarge("the extract holds more than a million shore lines");
        m_waters.relation(relation.id(), std::string(tags.get("name")), std::move(ways));
    }

private:
    CutWaters& m_waters;
    std::size_t m_count = 0, m_members = 0;
};

/// libosmium's stream, translated for the collector.
class Stream : public osmium::handler::Handler {
public:
    Stream(OsmCollector& collector, CutWaters& waters, const Projector& projector, const Locations& locations)
        : m_collector(collector), m_waters(waters), m_projector(projector), m_locations(locations)
    {}

    void node(const osmium::Node& node)
    {
        if (++m_nodes > kMostNodes)
            throw TooLarge("the extract holds more than 40 million nodes");
        if (node.tags().empty() || !node.location().valid())
            return;
        m_collector.node(node.id(), m_projector.forward(node.location().lon(), node.location().lat()), read(node.tags()));
    }

    void way(const osmium::Way& way)
    {
        if (++m_ways > kMostWays)
            throw TooLarge("the extract holds more than 8 million ways");
        if (m_waters.wants(way.id()))
            for (Polyline& piece : pieces(way))
                m_waters.way(way.id(), std::move(piece));
        if (way.tags().has_tag("natural", "tree_row"))
            for (const Polyline& piece : pieces(way))
                m_collector.treeRow(piece);
        if (!way.tags().has_key("highway"))
            return;
        std::vector<OsmVertex> vertices;
        vertices.reserve(way.nodes().size());
        for (const osmium::NodeRef& node : way.nodes()) {
            OsmVertex vertex{node.ref(), {std::nan(""), std::nan("")}, m_collector.blockedAt(node.ref())};
            if (node.location().valid())
                vertex.at = m_projector.forward(node.lon(), node.lat());
            vertices.push_back(vertex);
        }
        m_collector.way(way.id(), std::move(vertices), read(way.tags()));
    }

    void relation(const osmium::Relation& relation)
    {
        const char* type = relation.tags().get_value_by_key("type");
        if (type == nullptr || std::string_view(type) != "restriction")
            return;
        if (++m_restrictions > kMostRestrictions)
            throw TooLarge("the extract holds more than 2 million turn restrictions");
        std::vector<OsmMember> members;
        std::optional<Point2> via;
        for (const osmium::RelationMember& m : relation.members()) {
            if (members.size() > kMostMembers) {
                members.clear();  // nothing that could be meant
                break;
            }
            members.push_back({m.type() == osmium::item_type::node  ? OsmMember::Type::Node
                               : m.type() == osmium::item_type::way ? OsmMember::Type::Way
                                                                    : OsmMember::Type::Relation,
                               m.ref(), m.role()});
            if (m.type() == osmium::item_type::node && members.back().role == "via")
                if (const osmium::Location at = m_locations.get_node_location(m.ref()); at.valid())
                    via = m_projector.forward(at.lon(), at.lat());
        }
        m_collector.restriction(relation.id(), members, via, read(relation.tags()));
    }

    void area(const osmium::Area& area)
    {
        MultiPolygon outline;
        for (const auto& outer : area.outer_rings()) {
            Polygon polygon{toRing(outer, m_projector)};
            for (const auto& inner : area.inner_rings(outer))
                polygon.holes.push_back(toRing(inner, m_projector));
            if (polygon.outer.size() >= 3)
                outline.push_back(std::move(polygon));
        }
        const std::string id = (area.from_way() ? "osm:way/" : "osm:relation/") + std::to_string(area.orig_id());
        m_collector.area(id, std::move(outline), read(area.tags()));
    }

private:
    /// The line, cut where the extract lacks nodes.
    std::vector<Polyline> pieces(const osmium::Way& way) const
    {
        std::vector<Polyline> all(1);
        for (const osmium::NodeRef& node : way.nodes()) {
            if (node.location().valid())
                all.back().push_back(m_projector.forward(node.lon(), node.lat()));
            else if (!all.back().empty())
                all.emplace_back();
        }
        std::erase_if(all, [](const Polyline& piece) { return piece.size() < 2; });
        return all;
    }
    const OsmTags& read(const osmium::TagList& tags)
    {
        m_tags.clear();
        for (const osmium::Tag& tag : tags)
            m_tags.add(tag.key(), tag.value());
        return m_tags;
    }
    OsmCollector& m_collector;
    CutWaters& m_waters;
    const Projector& m_projector;
    const Locations& m_locations;
    OsmTags m_tags;
    std::uint64_t m_nodes = 0, m_ways = 0, m_restrictions = 0;
};

osmium::TagsFilter areaTags()
{
    osmium::TagsFilter filter{false};
    for (const char* key : {"building", "natural", "landuse", "leisure", "amenity", "shop", "healthcare", "waterway"})
        filter.add_rule(true, osmium::TagMatcher{key});
    return filter;
}

Expected<OsmData> readAll(const osmium::io::File& source, const Projector& projector, OsmCollector& collector, const CityWindow& window,
                          IssueLog& log)
{
    AreaProblems problems(log);
    osmium::area::Assembler::config_type config;
    config.problem_reporter = &problems;
    config.create_empty_areas = false;
    Areas areas(config, areaTags());
    osmium::relations::read_relations(source, areas);
    CutWaters waters;
    WaterRelations waterRelations(waters);
    osmium::io::Reader relations(source, osmium::osm_entity_bits::relation);
    osmium::apply(relations, waterRelations);
    relations.close();

    Index index;
    Locations locations(index);
    locations.ignore_errors();
    Stream stream(collector, waters, projector, locations);
    osmium::io::Reader reader(source, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way | osmium::osm_entity_bits::relation);
    osmium::apply(reader, locations, stream, areas.handler([&](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, stream); }));
    reader.close();
    std::vector<std::int64_t> incomplete;
    areas.for_each_incomplete_relation([&](const osmium::relations::RelationHandle& relation) { incomplete.push_back(relation->id()); });
    const std::vector<std::int64_t> open = problems.open();
    std::vector<std::int64_t> broken = incomplete;
    broken.insert(broken.end(), open.begin(), open.end());
    OsmData data = collector.take();
    const std::vector<std::int64_t> closed = waters.close(broken, window, data, log);
    const auto isClosed = [&](std::int64_t id) { return std::find(closed.begin(), closed.end(), id) != closed.end(); };
    for (const std::int64_t id : incomplete)
        if (!isClosed(id))
            log.note("incomplete_relation", "the extract lacks members of the multipolygon; it is left out", relationId(id));
    for (const std::int64_t id : open)
        if (!isClosed(id))
            log.warn("open_ring", "the outline is not closed", relationId(id));
    return data;
}

}  // namespace

Expected<OsmExtent> osmExtent(const fs::path& file)
{
    const auto source = openFile(file);
    if (!source)
        return unexpected(source.error());
    return guarded(file, [&]() -> Expected<OsmExtent> {
        osmium::io::Reader reader(*source, osmium::osm_entity_bits::node);
        osmium::Box box = reader.header().box();
        const bool fromHeader = box.valid();
        if (!fromHeader)
            while (osmium::memory::Buffer buffer = reader.read())
                for (const auto& node : buffer.select<osmium::Node>())
                    box.extend(node.location());
        reader.close();
        if (!box.valid() || !(box.top_right().lon() > box.bottom_left().lon()) || !(box.top_right().lat() > box.bottom_left().lat()))
            return unexpected(badExtract(file, "it holds no nodes"));
        return OsmExtent{box.bottom_left().lon(), box.bottom_left().lat(), box.top_right().lon(), box.top_right().lat(), fromHeader};
    });
}

Expected<OsmData> readOsm(const fs::path& file, const LocalFrame& frame, const CityWindow& window, AssumptionSet& assumptions,
                          IssueLog& log)
{
    const auto source = openFile(file);
    if (!source)
        return unexpected(source.error());
    const auto projector = Projector::forFrame(frame);
    if (!projector)
        return unexpected(projector.error());
    log.inFile(file.string());
    OsmCollector collector(window, assumptions, log);
    auto data = guarded(file, [&] { return readAll(*source, *projector, collector, window, log); });
    if (data && data->ways.empty() && data->buildings.empty())
        return unexpected(Error{ErrorCode::NotFound, "the extract holds no streets and no buildings in the city's window"}
                              .in(file.string())
                              .about("window")
                              .cure("Correct the window of the recipe, or take an extract of this place"));
    return data;
}

}  // namespace isopolis
