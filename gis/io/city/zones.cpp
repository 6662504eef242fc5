#include "gis/io/city/zones.h"

#include "gis/io/polygon_ops.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

namespace isopolis {

namespace {

constexpr double kWholeShare = 0.999;
constexpr double kMostCells = 100000;
constexpr double kDefaultGridCell_m = 500;
constexpr double kMostPlacesPerZone = 500;

/// Reads one zone source, row by row.
class ZoneReader {
public:
    ZoneReader(const RecipeSource& source, const SourceTable& table, const CityWindow& window, AssumptionSet& assumptions, IssueLog& log)
        : m_source(source), m_table(table), m_window(window), m_assumptions(assumptions), m_log(log)
    {
        for (const RecipeGroup& group : source.groups)
            m_zones.groups.push_back(group.definition);
        m_zones.populationKnown = table.maps("population");
        m_zones.jobsKnown = table.maps("jobs");
        m_zones.incomeKnown = table.maps("income");
    }

    void add(const Feature& feature, const MultiPolygon& outline)
    {
        ++m_zones.count.considered;
        if (outline.empty())
            return;
        const double whole_m2 = area(outline);
        auto inside = inWindow(feature, outline);
        const double inside_m2 = area(inside);
        if (inside.empty() || !(inside_m2 > 0))
            return;
        const double share = std::min(1.0, inside_m2 / whole_m2);
        Neighbourhood zone;
        zone.externalId = uniqueId(feature);
        zone.name = m_table.text(feature, "name");
        if (zone.name.empty())
            zone.name = m_table.text(feature, "id").empty() ? feature.id : m_table.text(feature, "id");
        zone.outline = std::move(inside);
        zone.population = countOf(feature, "population") * share;
        zone.jobs = countOf(feature, "jobs") * share;
        zone.income = incomeOf(feature);
        for (std::size_t i = 0; i < m_source.groups.size(); ++i) {
            const auto people = m_table.group(feature, i, m_assumptions, m_log);
            zone.groups.push_back(people ? *people * share : kUnknown);
        }
        if (share < kWholeShare)
            m_log.note("partly_outside",
                       zone.name + ": " + std::to_string(std::lround(share * 100)) +
                           " % of the area lies in the window; people and jobs are counted in this proportion",
                       zone.externalId);
        addPlaces(feature, zone);
        m_zones.neighbourhoods.push(std::move(zone));
        ++m_zones.count.kept;
    }

    ZoneSet take() { return std::move(m_zones); }

private:
    MultiPolygon inWindow(const Feature& feature, const MultiPolygon& outline)
    {
        if (!m_window.box().intersects(bounds(outline)))
            return {};
        auto inside = intersection(outline, m_window.outline());
        if (inside)
            return std::move(*inside);
        m_log.error("broken_outline", "the outline cannot be cut at the window; the zone is left out", feature.id);
        return {};
    }

    std::string uniqueId(const Feature& feature)
    {
        std::string id = m_table.externalId(feature);
        if (m_ids.insert(id).second)
            return id;
        m_log.warn("duplicate_id", "the id is used by an earlier zone too; the feature's number is added", feature.id, "id");
        id += " (" + feature.id + ")";
        m_ids.insert(id);
        return id;
    }

    double countOf(const Feature& feature, const std::string& role)
    {
        if (!m_table.maps(role))
            return 0;
        const auto value = m_table.sum(feature, role, m_assumptions, m_log);
        if (!value)
            m_log.warn("missing_" + role, "the zone has no value for " + role + " and counts as 0", m_table.externalId(feature), role);
        return value.value_or(0);
    }

    double incomeOf(const Feature& feature)
    {
        if (!m_table.maps("income"))
            return kUnknown;
        const auto value = m_table.sum(feature, "income", m_assumptions, m_log);
        if (value && *value > 0)
            return *value;
        m_log.note("missing_income", "the zone has no income in the source; it stays unknown", m_table.externalId(feature), "income");
        return kUnknown;
    }

    void addPlaces(const Feature& feature, const Neighbourhood& zone)
    {
        for (const auto& [role, kind] : {std::pair{"schools", PlaceKind::School}, std::pair{"clinics", PlaceKind::Clinic}}) {
            const auto number = m_table.number(feature, role);
            if (!number)
                continue;
            for (int i = 1; i <= static_cast<int>(std::min(*number, kMostPlacesPerZone)); ++i)
                m_zones.places.push_back({zone.externalId + "/" + role + "/" + std::to_string(i), {}, kind, interiorPoint(zone.outline)});
        }
    }

    const RecipeSource& m_source;
    const SourceTable& m_table;
    const CityWindow& m_window;
    AssumptionSet& m_assumptions;
    IssueLog& m_log;
    ZoneSet m_zones;
    std::set<std::string> m_ids;
};

Error noPolygons(const std::string& file)
{
    return Error{ErrorCode::BadValue, "the layer holds no areas"}.in(file).about("layer").cure(
        "Use a layer of polygons, or the kind \"zone_points\" for centres of zones");
}

/// Every `times` must name a known assumption, before any row is read.
std::optional<Error> checkTimes(const RecipeSource& source, const AssumptionSet& assumptions)
{
    const auto check = [&](const FieldMapping& mapping, const std::string& where) -> std::optional<Error> {
        for (const FieldTerm& term : mapping)
            if (!term.times.empty() && !assumptions.has(term.times))
                return Error{ErrorCode::NotFound, "there is no assumption '" + term.times + "'"}
                    .about("sources." + source.record.id + "." + where)
                    .cure("Add it to \"assumptions\" with value, low, high and source");
        return {};
    };
    for (const auto& [role, mapping] : source.fields)
        if (auto error = check(mapping, "fields." + role))
            return error;
    for (const RecipeGroup& group : source.groups)
        if (auto error = check(group.mapping, "groups." + group.definition.key))
            return error;
    return {};
}

std::string cellName(int column, int row)
{
    std::string letters;
    for (int c = column; c >= 0; c = c / 26 - 1)
        letters.insert(letters.begin(), static_cast<char>('A' + c % 26));
    return letters + std::to_string(row + 1);
}

}  // namespace

Expected<ZoneSet> readZones(const RecipeSource& source, const CityWindow& window, const LocalFrame& frame, AssumptionSet& assumptions,
                            IssueLog& log)
{
    if (auto error = checkTimes(source, assumptions))
        return unexpected(*error);
    const auto table = SourceTable::read(source, frame, log);
    if (!table)
        return unexpected(table.error());
    ZoneReader reader(source, *table, window, assumptions, log);
    if (source.kind == SourceKind::Neighbourhoods) {
        if (std::none_of(table->features().begin(), table->features().end(), [](const Feature& f) { return !f.polygons.empty(); }))
            return unexpected(noPolygons(source.path.string()));
        for (const Feature& feature : table->features())
            reader.add(feature, feature.polygons);
        return reader.take();
    }
    std::vector<Point2> centres;
    std::vector<const Feature*> rows;
    const double radius_m = assumptions.use(kZoneRadius);
    const Box reach = window.box().grown(2 * radius_m);
    for (const Feature& feature : table->features()) {
        const auto at = feature.anchor();
        if (!at || !reach.contains(*at)) {
            reader.add(feature, {});
            continue;
        }
        centres.push_back(*at);
        rows.push_back(&feature);
    }
    const auto zones = nearestZones(centres, radius_m);
    for (std::size_t i = 0; i < zones.size(); ++i) {
        if (zones[i].empty())
            log.warn("same_centre", "an earlier zone has the same centre; this one is left out", rows[i]->id);
        const bool inside = !zones[i].empty() && window.contains(centres[i]);
        reader.add(*rows[i], inside ? MultiPolygon{Polygon{zones[i]}} : MultiPolygon{});
    }
    return reader.take();
}

Expected<ZoneSet> gridZones(const RecipeSource& source, const CityWindow& window, const std::vector<Point2>& points, IssueLog& log)
{
    const double cell_m = source.cell_m > 0 ? source.cell_m : kDefaultGridCell_m;
    const Box box = window.box();
    const int columns = static_cast<int>(std::ceil(box.width() / cell_m)), rows = static_cast<int>(std::ceil(box.height() / cell_m));
    if (static_cast<double>(columns) * rows > kMostCells)
        return unexpected(Error{ErrorCode::BadValue, "the grid would have more than 100,000 cells"}
                              .about("sources." + source.record.id + ".cell_m")
                              .cure("Use larger cells or a smaller window"));
    std::set<std::pair<int, int>> used;
    for (const Point2 p : points)
        if (box.contains(p))
            used.emplace(static_cast<int>((p.y - box.minY) / cell_m), static_cast<int>((p.x - box.minX) / cell_m));
    if (used.empty())
        return unexpected(Error{ErrorCode::NotFound, "the map shows no buildings in the window, so a grid has no cells to keep"}
                              .about("sources." + source.record.id)
                              .cure("Use an extract with buildings, or a file of zones"));
    ZoneSet zones;
    zones.count.considered = static_cast<std::uint64_t>(columns) * static_cast<std::uint64_t>(rows);
    for (const auto& [row, column] : used) {
        const double x = box.minX + column * cell_m, y = box.minY + row * cell_m;
        const Polygon cell{{{x, y}, {x + cell_m, y}, {x + cell_m, y + cell_m}, {x, y + cell_m}}};
        auto inside = intersection({cell}, window.outline());
        if (!inside || inside->empty())
            continue;
        Neighbourhood zone;
        zone.name = cellName(column, row);
        zone.externalId = source.record.id + ":" + zone.name;
        zone.outline = std::move(*inside);
        zones.neighbourhoods.push(std::move(zone));
        ++zones.count.kept;
    }
    log.note("grid_zones",
             "the city has no zone data: " + std::to_string(zones.count.kept) + " square cells with buildings stand for neighbourhoods",
             source.record.id);
    return zones;
}

}  // namespace isopolis
