#include "gis/io/file_bytes.h"
#include "gis/io/models3d/building_model.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMostBytes = 400u << 20;  // the tree in memory is several times as large
constexpr std::size_t kMostPoints = 60'000'000, kMostSurfaces = 20'000'000;

struct Transform {
    double scale[3] = {1, 1, 1}, translate[3] = {0, 0, 0};
};

Error broken(const std::filesystem::path& file, const std::string& why)
{
    return Error{ErrorCode::BadFile, "the file cannot be read as CityJSON (" + why + ")"}
        .in(file.string())
        .cure("Export it again as CityJSON 1.1 or 2.0");
}

const json* member(const json& object, const char* key)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

std::string textOf(const json* value) { return value && value->is_string() ? value->get<std::string>() : std::string(); }

/// "2", 2 or "2.2"; -1 if it is none of these.
double lodOf(const json& geometry)
{
    const json* lod = member(geometry, "lod");
    if (lod && lod->is_number())
        return lod->get<double>();
    const std::string text = textOf(lod);
    return !text.empty() && text.size() <= 3 && text[0] >= '0' && text[0] <= '4'
               ? (text[0] - '0') + (text.size() == 3 ? (text[2] - '0') / 10.0 : 0)
               : -1;
}

class Reader {
public:
    Reader(const std::filesystem::path& file, IssueLog& log) : m_file(file), m_log(log) {}

    Expected<ModelFile> read()
    {
        auto text = readFile(m_file, kMostBytes);
        if (!text)
            return unexpected(text.error());
        if (m_file.filename().string().ends_with(".jsonl")) {
            if (auto failed = readLines(*text))
                return unexpected(*failed);
        } else {
            const json document = json::parse(*text, nullptr, false);
            if (document.is_discarded())
                return unexpected(broken(m_file, "it is no JSON"));
            if (auto failed = head(document))
                return unexpected(*failed);
            if (auto failed = objects(document))
                return unexpected(*failed);
        }
        if (m_out.buildings.empty())
            return unexpected(broken(m_file, "it holds no building with surfaces"));
        return std::move(m_out);
    }

private:
    std::optional<Error> readLines(const std::string& text)
    {
        std::size_t from = 0, number = 0;
        while (from < text.size()) {
            const std::size_t end = std::min(text.find('\n', from), text.size());
            const std::string_view line = std::string_view(text).substr(from, end - from);
            from = end + 1;
            ++number;
            if (line.find_first_not_of(" \r\t") == std::string_view::npos)
                continue;
            const json document = json::parse(line, nullptr, false);
            if (document.is_discarded())
                return broken(m_file, "line " + std::to_string(number) + " is no JSON");
            if (number == 1) {
                if (auto failed = head(document))
                    return failed;
            } else if (textOf(member(document, "type")) != "CityJSONFeature") {
                return broken(m_file, "line " + std::to_string(number) + " is no CityJSONFeature");
            }
            if (auto failed = objects(document))
                return failed;
        }
        return {};
    }

    std::optional<Error> head(const json& document)
    {
        if (textOf(member(document, "type")) != "CityJSON")
            return broken(m_file, "its type is not CityJSON");
        const std::string version = textOf(member(document, "version"));
        if (version.empty() || (version[0] != '1' && version[0] != '2'))
            return broken(m_file, "its version '" + version.substr(0, 20) + "' is not 1 or 2");
        if (const json* transform = member(document, "transform"))
            for (const char* key : {"scale", "translate"}) {
                const json* values = member(*transform, key);
                for (std::size_t i = 0; i < 3; ++i) {
                    if (!values || !values->is_array() || values->size() != 3 || !(*values)[i].is_number())
                        return broken(m_file, std::string("transform.") + key + " needs three numbers");
                    (key[0] == 's' ? m_transform.scale : m_transform.translate)[i] = (*values)[i].get<double>();
                }
            }
        const json* metadata = member(document, "metadata");
        m_out.crs = epsgCode(metadata ? textOf(member(*metadata, "referenceSystem")) : "");
        return {};
    }

    std::optional<Error> objects(const json& document)
    {
        const json *vertices = member(document, "vertices"), *objects = member(document, "CityObjects");
        if (!vertices || !vertices->is_array() || !objects || !objects->is_object())
            return broken(m_file, "it has no CityObjects and vertices");
        if ((m_points += vertices->size()) > kMostPoints)
            return broken(m_file, "it has more than 60 million vertices");
        m_vertices.clear();
        m_vertices.reserve(vertices->size());
        for (const json& vertex : *vertices) {
            double at[3];
            for (std::size_t i = 0; i < 3; ++i) {
                if (!vertex.is_array() || vertex.size() != 3 || !vertex[i].is_number())
                    return broken(m_file, "vertex " + std::to_string(m_vertices.size()) + " has not three numbers");
                at[i] = vertex[i].get<double>() * m_transform.scale[i] + m_transform.translate[i];
                if (!std::isfinite(at[i]))
                    return broken(m_file, "vertex " + std::to_string(m_vertices.size()) + " is not finite");
            }
            m_vertices.push_back({at[0], at[1], at[2]});
        }
        for (const auto& [id, object] : objects->items()) {
            const std::string type = textOf(member(object, "type"));
            if (type == "Building" || type == "BuildingPart")
                building(id, object);
        }
        return {};
    }

    void building(const std::string& id, const json& object)
    {
        const json* geometries = member(object, "geometry");
        if (!geometries || !geometries->is_array())
            return;
        const json* best = nullptr;
        for (const json& geometry : *geometries) {
            const double lod = lodOf(geometry);
            static const std::set<std::string> kKnown = {"MultiSurface", "CompositeSurface", "Solid", "MultiSolid", "CompositeSolid"};
            if (kKnown.contains(textOf(member(geometry, "type"))) && lod >= 1 && lod < 4 && (!best || lod > lodOf(*best)))
                best = &geometry;
        }
        const json* boundaries = best ? member(*best, "boundaries") : nullptr;
        if (!boundaries)
            return;
        BuildingModel model{id, {}};
        const json* semantics = member(*best, "semantics");
        const std::string type = textOf(member(*best, "type"));
        m_bad = 0;
        surfaces(*boundaries, semantics ? member(*semantics, "values") : nullptr, semantics ? member(*semantics, "surfaces") : nullptr,
                 type.ends_with("Surface") ? 0
                 : type == "Solid"         ? 1
                                           : 2,
                 model);
        if (m_bad > 0)
            m_log.warn("bad_surface", std::to_string(m_bad) + " surfaces have fewer than three corners or name vertices that do not exist",
                       id);
        if (!model.surfaces.empty())
            m_out.buildings.push_back(std::move(model));
    }

    /// `depth` lists stand around the surfaces: none for MultiSurface, shells for Solid, solids of shells for MultiSolid.
    void surfaces(const json& list, const json* values, const json* meanings, int depth, BuildingModel& model)
    {
        if (!list.is_array())
            return;
        for (std::size_t i = 0; i < list.size() && m_surfaces < kMostSurfaces; ++i) {
            const json* value = values && values->is_array() && i < values->size() ? &(*values)[i] : nullptr;
            if (depth > 0)
                surfaces(list[i], value, meanings, depth - 1, model);
            else
                surface(list[i], meaning(value, meanings), model);
        }
    }

    static SurfaceMeaning meaning(const json* value, const json* meanings)
    {
        if (!value || !value->is_number_unsigned() || !meanings || !meanings->is_array() || value->get<std::size_t>() >= meanings->size())
            return SurfaceMeaning::Unknown;
        const std::string type = textOf(member((*meanings)[value->get<std::size_t>()], "type"));
        return type == "GroundSurface" ? SurfaceMeaning::Ground
               : type == "RoofSurface" ? SurfaceMeaning::Roof
               : type == "WallSurface" ? SurfaceMeaning::Wall
                                       : SurfaceMeaning::Unknown;
    }

    void surface(const json& rings, SurfaceMeaning meaning, BuildingModel& model)
    {
        ++m_surfaces;
        if (!rings.is_array() || rings.empty()) {
            ++m_bad;
            return;
        }
        ModelSurface out{meaning, {}};
        for (std::size_t r = 0; r < rings.size(); ++r) {
            ModelRing ring;
            bool whole = rings[r].is_array();
            for (std::size_t i = 0; whole && i < rings[r].size(); ++i) {
                whole = rings[r][i].is_number_unsigned() && rings[r][i].get<std::uint64_t>() < m_vertices.size();
                if (whole)
                    ring.push_back(m_vertices[rings[r][i].get<std::size_t>()]);
            }
            if (!whole || ring.size() < 3) {
                ++m_bad;
                if (r == 0)
                    return;
                continue;
            }
            if (r == 0)
                out.outer = std::move(ring);
            else
                out.holes.push_back(std::move(ring));
        }
        model.surfaces.push_back(std::move(out));
    }

    std::filesystem::path m_file;
    IssueLog& m_log;
    ModelFile m_out;
    Transform m_transform;
    std::vector<ModelPoint> m_vertices;
    std::size_t m_points = 0, m_surfaces = 0, m_bad = 0;
};

}  // namespace

Expected<ModelFile> readCityJson(const std::filesystem::path& file, IssueLog& log)
{
    try {
        return Reader(file, log).read();
    } catch (const std::bad_alloc&) {
        return unexpected(broken(file, "it needs more memory than there is"));
    } catch (const json::exception& e) {
        return unexpected(broken(file, e.what()));
    }
}

}  // namespace isopolis
