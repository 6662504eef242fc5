#include "gis/io/crs.h"

#include <proj.h>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

namespace isopolis {

namespace {

constexpr const char* kGeographic = "OGC:CRS84";

struct ContextCloser {
    void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct PjCloser {
    void operator()(PJ* pj) const { proj_destroy(pj); }
};
using Context = std::unique_ptr<PJ_CONTEXT, ContextCloser>;
using Pj = std::unique_ptr<PJ, PjCloser>;

Context makeContext()
{
    Context context(proj_context_create());
    proj_context_set_enable_network(context.get(), 0);
    proj_log_level(context.get(), PJ_LOG_NONE);
    return context;
}

std::string definitionOf(const LocalFrame& frame)
{
    if (!frame.wkt.empty())
        return frame.wkt;
    if (frame.crs.rfind("EPSG:", 0) == 0)
        return frame.crs;
    char text[256];
    std::snprintf(text, sizeof text, "+proj=aeqd +lat_0=%.10f +lon_0=%.10f +x_0=%.4f +y_0=%.4f +datum=WGS84 +units=m +type=crs",
                  frame.latitude, frame.longitude, frame.origin.x, frame.origin.y);
    return text;
}

Error unknownSystem(const std::string& code)
{
    return Error{ErrorCode::BadValue, "the coordinate system '" + code + "' is not known"}.about("crs").cure(
        "Use \"auto\" or an EPSG code of a system in metres, such as \"EPSG:2056\" or \"EPSG:32632\"");
}

/// PROJ's word for a system that is projected, in metres, with axes east and north in either order.
bool isMetricEastNorth(PJ_CONTEXT* context, const PJ* crs)
{
    const PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS) {
        const Pj inner(type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(context, crs) : proj_crs_get_sub_crs(context, crs, 0));
        return inner && isMetricEastNorth(context, inner.get());
    }
    if (type != PJ_TYPE_PROJECTED_CRS)
        return false;
    const Pj system(proj_crs_get_coordinate_system(context, crs));
    if (!system || proj_cs_get_axis_count(context, system.get()) < 2)
        return false;
    bool east = false, north = false;
    for (int axis = 0; axis < 2; ++axis) {
        const char* direction = nullptr;
        double metres = 0;
        if (proj_cs_get_axis_info(context, system.get(), axis, nullptr, nullptr, &direction, &metres, nullptr, nullptr, nullptr) == 0 ||
            direction == nullptr || metres != 1.0)
            return false;
        east = east || std::strcmp(direction, "east") == 0;
        north = north || std::strcmp(direction, "north") == 0;
    }
    return east && north;
}

bool plausible(LonLat p) { return p.lon >= -180 && p.lon <= 180 && p.lat >= -90 && p.lat <= 90; }

Error impossiblePlace(double lon, double lat)
{
    return Error{ErrorCode::BadValue, "longitude " + std::to_string(lon) + ", latitude " + std::to_string(lat) +
                                          " does not lie within the reach of the coordinate system"}
        .cure("Check that longitude and latitude are degrees in this order");
}

}  // namespace

struct Projector::State {
    Context context;
    Pj transform;
};

Projector::Projector(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Projector::Projector(Projector&&) noexcept = default;
Projector& Projector::operator=(Projector&&) noexcept = default;
Projector::~Projector() = default;

Expected<Projector> Projector::between(const std::string& source, const LocalFrame& frame)
{
    auto state = std::make_unique<State>();
    state->context = makeContext();
    PJ_CONTEXT* context = state->context.get();
    const Pj from(proj_create(context, source.c_str()));
    if (!from)
        return unexpected(unknownSystem(source.substr(0, 80)));
    const Pj to(proj_create(context, definitionOf(frame).c_str()));
    if (!to)
        return unexpected(unknownSystem(frame.crs));
    const Pj raw(proj_create_crs_to_crs_from_pj(context, from.get(), to.get(), nullptr, nullptr));
    if (raw)
        state->transform.reset(proj_normalize_for_visualization(context, raw.get()));
    if (!state->transform)
        return unexpected(
            Error{ErrorCode::Unsupported, "PROJ knows no way between the file's coordinate system and " + frame.crs}.about("crs").cure(
                "Convert the file to EPSG:4326 (WGS 84) first"));
    return Projector(std::move(state));
}

Expected<Projector> Projector::forFrame(const LocalFrame& frame) { return between(kGeographic, frame); }

Point2 Projector::forward(double x, double y) const
{
    const PJ_COORD out = proj_trans(m_state->transform.get(), PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y))
        return {std::nan(""), std::nan("")};
    return {out.xy.x, out.xy.y};
}

Point2 Projector::inverse(double x, double y) const
{
    const PJ_COORD out = proj_trans(m_state->transform.get(), PJ_INV, proj_coord(x, y, 0, HUGE_VAL));
    if (!std::isfinite(out.xy.x) || !std::isfinite(out.xy.y))
        return {std::nan(""), std::nan("")};
    return {out.xy.x, out.xy.y};
}

void Projector::forward(std::span<Point2> points) const
{
    for (Point2& p : points)
        p = forward(p.x, p.y);
}

Expected<LocalFrame> frameFromCode(const std::string& code, LonLat centre)
{
    if (!plausible(centre))
        return unexpected(impossiblePlace(centre.lon, centre.lat));
    const Context context = makeContext();
    const Pj crs(proj_create(context.get(), code.c_str()));
    if (!crs || proj_is_crs(crs.get()) == 0)
        return unexpected(unknownSystem(code));
    if (!isMetricEastNorth(context.get(), crs.get()))
        return unexpected(
            Error{ErrorCode::Unsupported, "the coordinate system '" + code + "' is not a map projection in metres, east and north"}
                .about("crs")
                .cure("Use \"auto\" or a metric system such as the national grid or a UTM zone"));
    LocalFrame frame;
    frame.crs = code;
    const char* wkt = proj_as_wkt(context.get(), crs.get(), PJ_WKT2_2019, nullptr);
    frame.wkt = wkt != nullptr ? wkt : "";
    const char* name = proj_get_name(crs.get());
    frame.name = name != nullptr ? name : code;
    frame.longitude = centre.lon;
    frame.latitude = centre.lat;
    auto origin = toCity(frame, centre.lon, centre.lat);
    if (!origin)
        return unexpected(origin.error());
    frame.origin = *origin;
    return frame;
}

Expected<LocalFrame> chooseFrame(LonLat centre)
{
    if (!plausible(centre))
        return unexpected(impossiblePlace(centre.lon, centre.lat));
    if (centre.lat >= 84 || centre.lat < -80)
        return frameFromCode(centre.lat > 0 ? "EPSG:5041" : "EPSG:5042", centre);
    const Context context = makeContext();
    PROJ_CRS_LIST_PARAMETERS* wanted = proj_get_crs_list_parameters_create();
    const PJ_TYPE types[] = {PJ_TYPE_PROJECTED_CRS};
    wanted->types = types;
    wanted->typesCount = 1;
    wanted->bbox_valid = 1;
    wanted->west_lon_degree = wanted->east_lon_degree = centre.lon;
    wanted->south_lat_degree = wanted->north_lat_degree = centre.lat;
    wanted->crs_area_of_use_contains_bbox = 1;
    int count = 0;
    PROJ_CRS_INFO** list = proj_get_crs_info_list_from_database(context.get(), "EPSG", wanted, &count);
    proj_get_crs_list_parameters_destroy(wanted);
    std::string code;
    for (int i = 0; i < count; ++i)
        if (std::strncmp(list[i]->name, "WGS 84 / UTM zone", 17) == 0 && (code.empty() || std::string("EPSG:") + list[i]->code < code))
            code = std::string("EPSG:") + list[i]->code;
    proj_crs_info_list_destroy(list);
    if (code.empty())
        return unexpected(Error{ErrorCode::NotFound, "no metric coordinate system is known for this place"}.about("crs").cure(
            "Name one in the recipe, e.g. \"crs\": \"EPSG:32632\""));
    return frameFromCode(code, centre);
}

bool AreaOfUse::contains(LonLat p) const
{
    return p.lat >= south && p.lat <= north && ((p.lon >= west && p.lon <= east) || (p.lon + 360 >= west && p.lon + 360 <= east));
}

Expected<CrsFacts> crsFacts(const std::string& definition)
{
    const Context context = makeContext();
    Pj crs;
    // Neither WKT nor a code: PROJ would search all names of its database, for seconds, at each letter that is typed.
    const std::size_t colon = definition.find(':');
    if (definition.find('[') != std::string::npos)
        crs.reset(proj_create(context.get(), definition.c_str()));
    else if (colon != std::string::npos && colon > 0)
        crs.reset(proj_create_from_database(context.get(), definition.substr(0, colon).c_str(), definition.substr(colon + 1).c_str(),
                                            PJ_CATEGORY_CRS, 0, nullptr));
    if (!crs || proj_is_crs(crs.get()) == 0)
        return unexpected(unknownSystem(definition.substr(0, 80)));
    CrsFacts facts;
    const char* name = proj_get_name(crs.get());
    facts.name = name != nullptr ? name : "";
    const PJ_TYPE type = proj_get_type(crs.get());
    facts.geographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    const char *authority = proj_get_id_auth_name(crs.get(), 0), *code = proj_get_id_code(crs.get(), 0);
    if (authority != nullptr && code != nullptr) {
        facts.code = std::string(authority) + ":" + code;
        // Files keep less of a system than the database of codes.
        if (Pj full{proj_create_from_database(context.get(), authority, code, PJ_CATEGORY_CRS, 0, nullptr)})
            crs = std::move(full);
    }
    AreaOfUse area;
    const char* where = nullptr;
    if (proj_get_area_of_use(context.get(), crs.get(), &area.west, &area.south, &area.east, &area.north, &where) != 0 &&
        area.west >= -180) {
        if (area.east < area.west)
            area.east += 360;
        area.name = where != nullptr ? where : "";
        facts.area = std::move(area);
    }
    return facts;
}

Expected<Point2> toCity(const LocalFrame& frame, double lon, double lat)
{
    if (!plausible({lon, lat}))
        return unexpected(impossiblePlace(lon, lat));
    auto projector = Projector::forFrame(frame);
    if (!projector)
        return unexpected(projector.error());
    const Point2 p = projector->forward(lon, lat);
    if (!std::isfinite(p.x))
        return unexpected(impossiblePlace(lon, lat));
    return p;
}

Expected<LonLat> toLonLat(const LocalFrame& frame, Point2 p)
{
    auto projector = Projector::forFrame(frame);
    if (!projector)
        return unexpected(projector.error());
    const Point2 geographic = projector->inverse(p.x, p.y);
    if (!std::isfinite(geographic.x))
        return unexpected(Error{ErrorCode::BadValue, "the point has no longitude and latitude in " + frame.crs});
    return LonLat{geographic.x, geographic.y};
}

}  // namespace isopolis
