#pragma once
/// Ground of a case: areas with a ground factor, and a triangulated terrain.
///
///   AreaGround ground(std::move(areas), std::move(tin), defaultFactor);
///
/// The first area that holds a point decides; outside all of them the default holds.

#include "simulation/noise/terrain_tin.h"

namespace isopolis {

struct GroundArea {
    Ring outline;
    double factor = 0;  ///< 0 hard … 1 soft
};

class AreaGround : public GroundModel {
public:
    AreaGround(std::vector<GroundArea> areas, TerrainTin terrain, double defaultFactor);
    double heightAt(Point2 p) const override;
    double factorAt(Point2 p) const override;
    void breaks(Point2 from, Point2 to, std::vector<GroundBreak>& out) const override;

private:
    std::vector<GroundArea> m_areas;
    TerrainTin m_terrain;
    double m_default = 0;
};

}  // namespace isopolis
