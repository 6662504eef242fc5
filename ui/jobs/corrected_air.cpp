#include "ui/jobs/corrected_air.h"

#include "gis/core/text.h"
#include "ui/jobs/level_sides.h"
#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr std::int64_t kHour_s = 3600;
constexpr std::string_view kPictureKeys[] = {"/modelled", "/corrected", "/sigma"};

std::vector<Point2> cellsOf(const Raster& raster)
{
    std::vector<Point2> out;
    for (int r = 0; r < raster.rows; ++r)
        for (int c = 0; c < raster.columns; ++c)
            out.push_back({raster.origin.x + (c + 0.5) * raster.cell_m, raster.origin.y + (r + 0.5) * raster.cell_m});
    return out;
}

std::vector<Point2> buildingsOf(const City& city)
{
    std::vector<Point2> out;
    for (const Building& building : city.buildings())
        out.push_back(building.footprint.empty() ? Point2{} : centroid(building.footprint.front()));
    return out;
}

/// Where the model knows a value: that plus what the stations say.
LevelSide corrected(LevelSide side, const std::vector<Interpolated>& ofCells, const std::vector<Interpolated>& ofBuildings)
{
    for (std::size_t i = 0; i < side.raster.values.size(); ++i)
        if (std::isfinite(side.raster.values[i]))  // what is not known stays so
            side.raster.values[i] = std::max(0.0F, side.raster.values[i] + static_cast<float>(ofCells[i].increment));
    for (const BuildingId id : idsOf(side.buildings))
        if (std::isfinite(side.buildings[id]))
            side.buildings[id] = std::max(0.0, side.buildings[id] + ofBuildings[id.index()].increment);
    return side;
}

Overlay sigmaPicture(const LevelSide& model, const std::vector<Interpolated>& ofCells, const std::vector<Interpolated>& ofBuildings)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < ofCells.size(); ++i)
        if (std::isfinite(model.raster.values[i]))
            values.push_back(ofCells[i].sigma);
    const std::vector<double> limits = classLimits(values, kLevelClasses);
    const auto colours = sequentialPalette(Ramp::Warm);
    Overlay overlay;
    auto raster = std::make_shared<OverlayRaster>();
    raster->box = model.raster.bounds();
    raster->columns = model.raster.columns;
    raster->rows = model.raster.rows;
    for (std::size_t i = 0; i + 1 < limits.size(); ++i) {
        raster->styles.push_back({colours[i], Pattern::None});
        overlay.legend.classes.push_back({.colour = colours[i], .from = limits[i], .to = limits[i + 1]});
    }
    for (std::size_t i = 0; i < ofCells.size(); ++i)
        raster->cells.push_back(std::isfinite(model.raster.values[i]) ? static_cast<std::uint8_t>(classOf(limits, ofCells[i].sigma) + 1)
                                                                      : 0);
    overlay.raster = std::move(raster);
    overlay.buildings.resize(model.buildings.size(), Colour{0, 0, 0, 0});
    for (const BuildingId id : idsOf(model.buildings))
        if (std::isfinite(model.buildings[id]))
            overlay.buildings[id] = colours[classOf(limits, ofBuildings[id.index()].sigma)];
    overlay.legend.decimals = decimalsOf(limits);
    overlay.legend.unit = Unit::MicrogramPerM3;
    return overlay;
}

void name(Overlay& overlay, CorrectedPicture which, const AirCorrection& c)
{
    const bool no2 = c.quantity == AirQuantity::No2;
    overlay.key = std::string(airQuantityKey(c.quantity)) + std::string(kPictureKeys[static_cast<std::size_t>(which)]);
    Legend& legend = overlay.legend;
    switch (which) {
    case CorrectedPicture::Modelled: return;
    case CorrectedPicture::Corrected:
        if (!c.gate.applied) {
            legend.title =
                no2 ? ISO_TR("indicator", "NO2, not corrected by sensors") : ISO_TR("indicator", "PM2.5, not corrected by sensors");
            legend.note = ISO_TR("legend", "Sensors do not improve the model here: this is the model alone.");
            return;
        }
        legend.title = no2 ? ISO_TR("indicator", "NO2, corrected by sensors") : ISO_TR("indicator", "PM2.5, corrected by sensors");
        legend.note = ISO_TR("legend", "The model plus what the stations measured beyond it, spread as far as their differences go "
                                       "together. Street canyons are corrected least well.");
        return;
    case CorrectedPicture::Sigma:
        if (c.gate.applied)
            legend.title = no2 ? ISO_TR("indicator", "How unsure NO2 is after the correction (σ)")
                               : ISO_TR("indicator", "How unsure PM2.5 is after the correction (σ)");
        else
            legend.title = no2 ? ISO_TR("indicator", "How unsure the modelled NO2 is (σ)")
                               : ISO_TR("indicator", "How unsure the modelled PM2.5 is (σ)");
        legend.note = c.gate.applied ? ISO_TR("legend", "One standard deviation of what is left between model and truth: small near "
                                                        "stations.")
                                     : ISO_TR("legend", "One standard deviation of the model alone: sensors do not improve it here.");
        return;
    }
}

}  // namespace

Expected<CorrectedAirMap> correctedAirMap(const Run& run, const AirCorrectionRequest& request, RunControl& control)
{
    CorrectedAirMap map;
    auto correction = correctAir(run, request, control);
    if (!correction)
        return unexpected(correction.error());
    map.correction = std::move(*correction);
    const LevelField field = request.quantity == AirQuantity::No2 ? LevelField::No2 : LevelField::Pm25;
    auto sides = levelSides({&run}, field, control);
    if (!sides)
        return unexpected(sides.error());
    const LevelSide& model = sides->front().of(field);
    const std::vector<Interpolated> ofCells = correctionAt(map.correction, run.applied, cellsOf(model.raster), control);
    const std::vector<Interpolated> ofBuildings = correctionAt(map.correction, run.applied, buildingsOf(*run.applied.city), control);
    if (control.cancelled())
        return cancelledError();
    LevelMap levels{.field = field, .before = model, .after = map.correction.spread ? corrected(model, ofCells, ofBuildings) : model};
    map.pictures = {makeLevelOverlay(levels, Moment::Before), makeLevelOverlay(levels, Moment::After),
                    sigmaPicture(model, ofCells, ofBuildings)};
    for (const CorrectedPicture which : {CorrectedPicture::Modelled, CorrectedPicture::Corrected, CorrectedPicture::Sigma})
        name(map.pictures[static_cast<std::size_t>(which)], which, map.correction);
    return map;
}

std::optional<std::pair<AirQuantity, CorrectedPicture>> correctedPictureOf(std::string_view name)
{
    for (const AirQuantity quantity : {AirQuantity::No2, AirQuantity::Pm25})
        for (const CorrectedPicture which : {CorrectedPicture::Modelled, CorrectedPicture::Corrected, CorrectedPicture::Sigma})
            if (name == std::string(airQuantityKey(quantity)) + std::string(kPictureKeys[static_cast<std::size_t>(which)]))
                return std::pair{quantity, which};
    return std::nullopt;
}

void chooseLastHours(AirCorrectionRequest& request, int hours)
{
    request.from_s = request.to_s = 0;
    if (hours <= 0)
        return;
    for (const AirStation& station : request.stations)
        if (!station.values.empty())
            request.to_s = std::max(request.to_s, station.values.back().start_s + kHour_s);
    request.from_s = request.to_s - hours * kHour_s;
}

}  // namespace isopolis
