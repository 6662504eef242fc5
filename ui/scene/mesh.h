#pragma once
/// Makes drawable geometry: areas, ribbons and buildings, cut into tiles for culling and 16-bit indices.
///
///   AreaMesh mesh(frame);  mesh.add(park.outline, slotOfGreen);  group->addChild(mesh.finish());

#include "ui/scene/ground_surface.h"
#include "ui/scene/overlay.h"

#include <osg/Geometry>
#include <osg/Group>

#include <array>
#include <map>
#include <memory>

namespace isopolis {

/// Where the scene stands: single precision needs an origin near the city.
struct SceneFrame {
    std::shared_ptr<const GroundSurface> ground;
    Point2 origin;
    double tile_m = 600;  ///< side of the tiles

    osg::Vec3f local(Point2 p, double z) const
    {
        return {static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y), static_cast<float>(z)};
    }
};

/// Vertices of one kind, collected per tile.
class MeshTiles {
public:
    enum class Kind : std::uint8_t {
        Plain,
        Styled,   ///< a third attribute
        Faceted,  ///< components 2 and 3 of the data become x and y of the normal of the faces that a corner is the last of; x is 4 more
                  ///< where the normal points down
    };
    MeshTiles(const SceneFrame& frame, Kind kind) : m_frame(frame), m_kind(kind) {}
    /// Opens the tile at a point with room for `vertices` more; indices are relative to its present end.
    void open(Point2 at, std::size_t vertices);
    void vertex(const osg::Vec3f& position, const osg::Vec4f& data, const osg::Vec4f& style = {});
    /// Counted from the last open(); after all vertices of it, since corners may be copied.
    void triangle(unsigned a, unsigned b, unsigned c);
    osg::ref_ptr<osg::Group> finish();
    /// The same, one group for each tile.
    std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>> finishByTile();
    std::size_t triangles() const { return m_triangles; }

private:
    struct Tile {
        osg::ref_ptr<osg::Group> done = new osg::Group;
        osg::ref_ptr<osg::Vec3Array> positions = new osg::Vec3Array;
        osg::ref_ptr<osg::Vec4Array> data = new osg::Vec4Array, style = new osg::Vec4Array;
        osg::ref_ptr<osg::DrawElementsUShort> indices = new osg::DrawElementsUShort(GL_TRIANGLES);
    };
    void flush(Tile& tile);
    std::array<unsigned, 3> endingInOwnCorner(std::array<unsigned, 3> corners);

    const SceneFrame& m_frame;
    Kind m_kind;
    std::map<std::pair<int, int>, Tile> m_tiles;
    Tile* m_open = nullptr;
    unsigned m_base = 0;
    std::size_t m_triangles = 0;
};

/// Flat areas laid on the ground.
class AreaMesh {
public:
    explicit AreaMesh(const SceneFrame& frame) : m_frame(frame), m_tiles(frame, MeshTiles::Kind::Plain) {}
    void add(const MultiPolygon& outline, std::size_t slot);
    void add(const Polygon& outline, std::size_t slot);
    osg::ref_ptr<osg::Group> finish() { return m_tiles.finish(); }

private:
    const SceneFrame& m_frame;
    MeshTiles m_tiles;
};

enum class RibbonSide : std::uint8_t { Both, Right };

struct RibbonStyle {
    double halfWidth_m = 1, leastHalfWidth_px = 0;
    std::size_t slot = 0;
    double lift_m = 0;    ///< above the ground in the middle; comes down to it at both ends
    bool caps = true;     ///< round ends
    bool closed = false;  ///< a ring
    RibbonSide side = RibbonSide::Both;
};

/// Lines with a width, smooth-edged.
class RibbonMesh {
public:
    explicit RibbonMesh(const SceneFrame& frame) : m_frame(frame), m_tiles(frame, MeshTiles::Kind::Styled) {}
    void add(const Polyline& line, const RibbonStyle& style);
    osg::ref_ptr<osg::Group> finish() { return m_tiles.finish(); }

private:
    const SceneFrame& m_frame;
    MeshTiles m_tiles;
};

/// Prisms. Ground height is the lowest of the footprint's corners, so that none hovers.
class BuildingMesh {
public:
    explicit BuildingMesh(const SceneFrame& frame) : m_frame(frame), m_tiles(frame, MeshTiles::Kind::Faceted) {}
    void add(const MultiPolygon& footprint, double height_m, std::size_t slot);
    /// With the planes of its roof, if they are known: walls go down from the roof's rim.
    void add(const Building& building, std::size_t slot);
    osg::ref_ptr<osg::Group> finish() { return m_tiles.finish(); }
    std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>> finishByTile() { return m_tiles.finishByTile(); }
    std::size_t triangles() const { return m_tiles.triangles(); }

private:
    void add(const Polygon& footprint, double height_m, std::size_t slot);
    const SceneFrame& m_frame;
    MeshTiles m_tiles;
};

/// Trees: a trunk and a crown of two cones, low in corners since a park holds thousands.
class TreeMesh {
public:
    /// Where the source knows no size.
    static constexpr double kHeight_m = 10, kCrownOfHeight = 0.55;
    explicit TreeMesh(const SceneFrame& frame) : m_frame(frame), m_tiles(frame, MeshTiles::Kind::Faceted) {}
    void add(const Tree& tree, std::size_t crownSlot, std::size_t trunkSlot);
    std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>> finishByTile() { return m_tiles.finishByTile(); }
    std::size_t triangles() const { return m_tiles.triangles(); }

private:
    const SceneFrame& m_frame;
    MeshTiles m_tiles;
};

/// What many small buildings look like from afar: one block for each cell of a grid, with the area and mean height of the buildings in
/// it and the slot of the largest, so that neither the skyline nor the colours jump when it takes their place.
class DistantBuildings {
public:
    explicit DistantBuildings(double cell_m) : m_cell_m(cell_m) {}
    void add(const MultiPolygon& footprint, double height_m, std::size_t slot);
    void addTo(BuildingMesh& mesh) const;

private:
    struct Cell {
        double area_m2 = 0, volume_m3 = 0, largest_m2 = 0;
        Point2 moment;
        std::size_t slot = 0;
    };
    double m_cell_m;
    std::map<std::pair<int, int>, Cell> m_cells;
};

/// The ground itself: the mesh of the surface, and beyond it to the horizon.
osg::ref_ptr<osg::Node> makeGround(const SceneFrame& frame, const Box& city, std::size_t slot);
/// Lowest ground under a footprint.
double groundUnder(const GroundSurface& ground, const Polygon& footprint);

}  // namespace isopolis
