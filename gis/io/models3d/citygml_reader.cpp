#include "gis/io/models3d/building_model.h"

#include <expat.h>

#include <charconv>
#include <cmath>
#include <fstream>

namespace isopolis {

namespace {

constexpr std::size_t kPiece = 1 << 20, kMostDepth = 200, kMostText = 64u << 20, kMostSurfaces = 20'000'000;

Error broken(const std::filesystem::path& file, const std::string& why)
{
    return Error{ErrorCode::BadFile, "the file cannot be read as CityGML (" + why + ")"}
        .in(file.string())
        .cure("Export it again as CityGML 2.0");
}

std::string_view localName(const char* name)
{
    const std::string_view whole(name);
    const std::size_t colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

const char* attribute(const char** attributes, std::string_view name)
{
    for (std::size_t i = 0; attributes[i]; i += 2)
        if (localName(attributes[i]) == name)
            return attributes[i + 1];
    return nullptr;
}

/// Surfaces of one building by level of detail: only the highest is kept.
struct Levels {
    BuildingModel model;
    int lod = 0;
    void add(ModelSurface surface, int at)
    {
        if (at > 3 || at < lod)
            return;
        if (at > lod)
            model.surfaces.clear();
        lod = at;
        model.surfaces.push_back(std::move(surface));
    }
};

class Reader {
public:
    Reader(const std::filesystem::path& file, IssueLog& log) : m_file(file), m_log(log), m_parser(XML_ParserCreate(nullptr)) {}
    ~Reader() { XML_ParserFree(m_parser); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    Expected<ModelFile> read()
    {
        std::ifstream in(m_file, std::ios::binary);
        if (!in)
            return unexpected(Error{ErrorCode::NotFound, "the file does not exist"}.in(m_file.string()).about("path"));
        XML_SetUserData(m_parser, this);
        XML_SetElementHandler(
            m_parser, [](void* self, const char* name, const char** a) { static_cast<Reader*>(self)->start(name, a); },
            [](void* self, const char* name) { static_cast<Reader*>(self)->end(name); });
        XML_SetCharacterDataHandler(m_parser, [](void* self, const char* text, int n) { static_cast<Reader*>(self)->text(text, n); });
        // City models need no document type; with it come entities and other files.
        XML_SetStartDoctypeDeclHandler(m_parser, [](void* self, const char*, const char*, const char*, int) {
            static_cast<Reader*>(self)->stop("a document type is not allowed");
        });
        std::string piece(kPiece, '\0');
        while (in) {
            in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
            const auto n = in.gcount();
            const bool last = in.eof();
            if (XML_Parse(m_parser, piece.data(), static_cast<int>(n), last ? 1 : 0) != XML_STATUS_OK) {
                const std::string where = "line " + std::to_string(XML_GetCurrentLineNumber(m_parser)) + ": ";
                return unexpected(broken(m_file, where + (m_why.empty() ? XML_ErrorString(XML_GetErrorCode(m_parser)) : m_why)));
            }
        }
        if (!m_seenModel)
            return unexpected(broken(m_file, "it has no CityModel"));
        if (m_out.buildings.empty())
            return unexpected(broken(m_file, "it holds no building with surfaces"));
        return std::move(m_out);
    }

private:
    void stop(const std::string& why)
    {
        if (m_why.empty())
            m_why = why;
        XML_StopParser(m_parser, XML_FALSE);
    }

    void start(const char* rawName, const char** attributes)
    {
        const std::string_view name = localName(rawName);
        if (++m_depth > kMostDepth)
            return stop("elements are nested too deeply");
        m_seenModel = m_seenModel || name == "CityModel";
        if (const char* srs = attribute(attributes, "srsName"); srs && m_out.crs.empty())
            m_out.crs = epsgCode(srs);
        if (name == "Building" || name == "BuildingPart") {
            const char* id = attribute(attributes, "id");
            m_buildings.push_back({{id ? id : "building " + std::to_string(++m_nameless), {}}, 0});
            return;
        }
        if (m_buildings.empty())
            return;
        if (name.starts_with("lod") && name.size() > 4 && name[3] >= '0' && name[3] <= '9')
            m_lod = name[3] - '0';
        else if (name == "RoofSurface")
            m_meaning = SurfaceMeaning::Roof;
        else if (name == "WallSurface")
            m_meaning = SurfaceMeaning::Wall;
        else if (name == "GroundSurface")
            m_meaning = SurfaceMeaning::Ground;
        else if (name == "Polygon")
            m_surface = {m_meaning, {}};
        else if (name == "interior")
            m_interior = true;
        else if (name == "LinearRing")
            m_numbers.clear();
        else if (name == "posList" || name == "pos") {
            m_reading = true;
            m_text.clear();
        }
    }

    void end(const char* rawName)
    {
        const std::string_view name = localName(rawName);
        --m_depth;
        if (m_buildings.empty())
            return;
        if (name == "Building" || name == "BuildingPart") {
            if (m_bad > 0)
                m_log.warn("bad_surface", std::to_string(m_bad) + " surfaces have no ring of at least three points with three coordinates",
                           m_buildings.back().model.id);
            m_bad = 0;
            if (!m_buildings.back().model.surfaces.empty())
                m_out.buildings.push_back(std::move(m_buildings.back().model));
            m_buildings.pop_back();
        } else if (name == "RoofSurface" || name == "WallSurface" || name == "GroundSurface") {
            m_meaning = SurfaceMeaning::Unknown;
        } else if (name == "posList" || name == "pos") {
            m_reading = false;
            numbers();
        } else if (name == "LinearRing") {
            ring();
        } else if (name == "interior") {
            m_interior = false;
        } else if (name == "Polygon") {
            if (++m_surfaces > kMostSurfaces)
                return stop("it has more than 20 million surfaces");
            if (m_surface.outer.size() < 3)
                ++m_bad;
            else
                m_buildings.back().add(std::move(m_surface), m_lod);
            m_surface = {};
        }
    }

    void text(const char* text, int n)
    {
        if (!m_reading)
            return;
        if (m_text.size() + static_cast<std::size_t>(n) > kMostText)
            return stop("a list of coordinates is too long");
        m_text.append(text, static_cast<std::size_t>(n));
    }

    void numbers()
    {
        const char *at = m_text.data(), *const end = at + m_text.size();
        while (at < end) {
            if (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') {
                ++at;
                continue;
            }
            double value = 0;
            const auto [next, failed] = std::from_chars(at, end, value);
            if (failed != std::errc() || !std::isfinite(value))
                return stop("'" + std::string(at, std::min<std::size_t>(20, static_cast<std::size_t>(end - at))) + "' is no coordinate");
            m_numbers.push_back(value);
            at = next;
        }
    }

    void ring()
    {
        ModelRing ring;
        for (std::size_t i = 0; i + 2 < m_numbers.size(); i += 3)
            ring.push_back({m_numbers[i], m_numbers[i + 1], m_numbers[i + 2]});
        if (ring.size() > 1 && ring.front().x == ring.back().x && ring.front().y == ring.back().y && ring.front().z == ring.back().z)
            ring.pop_back();
        if (m_numbers.size() % 3 != 0 || ring.size() < 3)
            return;
        if (m_interior)
            m_surface.holes.push_back(std::move(ring));
        else
            m_surface.outer = std::move(ring);
    }

    std::filesystem::path m_file;
    IssueLog& m_log;
    XML_Parser m_parser;
    ModelFile m_out;
    std::vector<Levels> m_buildings;  ///< parts lie within their building
    SurfaceMeaning m_meaning = SurfaceMeaning::Unknown;
    ModelSurface m_surface;
    std::vector<double> m_numbers;
    std::string m_text, m_why;
    std::size_t m_depth = 0, m_surfaces = 0, m_bad = 0, m_nameless = 0;
    int m_lod = 1;
    bool m_reading = false, m_interior = false, m_seenModel = false;
};

}  // namespace

Expected<ModelFile> readCityGml(const std::filesystem::path& file, IssueLog& log)
{
    try {
        return Reader(file, log).read();
    } catch (const std::bad_alloc&) {
        return unexpected(broken(file, "it needs more memory than there is"));
    }
}

}  // namespace isopolis
