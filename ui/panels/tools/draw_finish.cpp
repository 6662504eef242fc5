// What a finished drawing becomes: asks for the numbers that drawing cannot give, then adds the intervention.

#include "simulation/noise/road_emission.h"
#include "ui/panels/tools/area_tool.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/panels/tools/drawn_shape.h"
#include "ui/panels/tools/line_tool.h"
#include "ui/panels/tools/stop_tool.h"
#include "ui/panels/tools/street_tool.h"
#include "ui/text/compass.h"
#include "ui/text/translate.h"

#include <QPointer>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

/// Where the mapped direction of a street leads, in degrees from north, clockwise.
double mappedDirection_deg(const City& city, const RoadTarget& target)
{
    const RoadNetwork& roads = city.roads();
    std::optional<Point2> first, last;
    for (const LinkId id : roads.linksOf(target.target)) {
        const RoadLink& link = roads.links()[id];
        if (link.reverse.valid() && link.reverse < id)
            continue;
        if (!first)
            first = link.geometry.front();
        last = link.geometry.back();
    }
    if (!first)
        return 0;
    return std::atan2(last->x - first->x, last->y - first->y) * 180 / std::numbers::pi;
}

/// Lanes of the widest direction as they are now, from which people go on.
double lanesOf(const City& city, const RoadTarget& target)
{
    double lanes = 0;
    for (const LinkId id : city.roads().linksOf(target.target))
        lanes = std::max(lanes, city.roads().links()[id].lanes);
    return lanes > 0 ? lanes : LanesInput().lanes;
}

/// Two-layer porous asphalt: who lays a new surface wants a quieter one.
constexpr const char* kQuietSurface = "NL02";

}  // namespace

/// What follows an answer, if there still is somebody to follow: the drawing ends, then `then`.
template <class Input>
DialogService::Answer<Input> DrawController::answered(std::function<void(const Input&)> then)
{
    return [this, guard = QPointer(this), then = std::move(then)](Input input) {
        if (!guard)
            return;
        end();
        then(input);
    };
}

void DrawController::addToStreets(const std::vector<RoadTarget>& targets, const QString& name, const MakeOperation& make)
{
    Intervention intervention{.name = utf8(name), .operations = {}};
    for (const RoadTarget& target : targets)
        intervention.operations.push_back(make(target));
    add(std::move(intervention));
}

void DrawController::finish()
{
    if (!canFinish())
        return;
    if (m_reshaped)
        finishShape();
    else if (m_streets)
        finishStreets(*m_streets);
    else if (m_line)
        finishLine(*m_line);
    else if (m_stop)
        finishStop(*m_stop);
    else if (m_building)
        finishRemoval(*m_building);
    else
        finishArea(*m_area);
}

std::optional<Intervention> DrawController::tentative() const
{
    // The shape that is there already would contradict its new form.
    if (!canFinish() || m_reshaped)
        return std::nullopt;
    Intervention made{.name = utf8(title()), .operations = {}};
    if (m_kind == DrawKind::NewRoad)
        made.operations.push_back(AddRoad{.name = made.name, .axis = m_line->line()});
    else if (m_kind == DrawKind::TransitLine)
        made.operations.push_back(AddTransitLine{.name = made.name, .stops = m_line->line()});
    else if (m_kind == DrawKind::Park)
        made.operations.push_back(GreenSpace{.name = made.name, .area = {m_area->polygon()}});
    else if (m_kind == DrawKind::ChargeArea)
        made.operations.push_back(RoadCharge{{.area = {m_area->polygon()}}});
    else if (m_kind == DrawKind::BusLane)
        for (const RoadTarget& target : m_streets->targets())
            made.operations.push_back(BusLane{target});
    else if (m_kind == DrawKind::CloseRoad || m_kind == DrawKind::Filter)
        for (const RoadTarget& target : m_streets->targets())
            made.operations.push_back(m_kind == DrawKind::CloseRoad ? Operation{CloseRoad{target}} : Operation{TrafficFilter{target}});
    if (made.operations.empty())
        return std::nullopt;
    return made;
}

void DrawController::finishStreets(const StreetTool& tool)
{
    const std::vector<RoadTarget> targets = tool.targets();
    const QString names = tool.streetNames();
    switch (m_kind) {
    case DrawKind::SpeedLimit:
        m_dialogs->askSpeed(m_window, {}, answered<SpeedInput>([this, targets, names](const SpeedInput& input) {
                                addToStreets(targets, tr("%1: %2").arg(formatValue(input.limit_kmh, Unit::KmPerHour, 0), names),
                                             [&](const RoadTarget& target) {
                                                 return SetSpeedLimit{target, Speed::kmh(input.limit_kmh)};
                                             });
                            }));
        return;
    case DrawKind::Lanes:
        m_dialogs->askLanes(m_window, {.lanes = lanesOf(*m_document.city(), targets.front())},
                            answered<LanesInput>([this, targets, names](const LanesInput& input) {
                                addToStreets(targets, tr("Lanes each way: %1, %2").arg(formatPlain(input.lanes), names),
                                             [&](const RoadTarget& target) {
                                                 return SetLanes{target, input.lanes};
                                             });
                            }));
        return;
    case DrawKind::OneWay: {
        const double there_deg = mappedDirection_deg(*m_document.city(), targets.front());
        m_dialogs->askOneWay(m_window, {.forward = compassText(there_deg), .backward = compassText(there_deg + 180)},
                             answered<OneWayInput>([this, targets, names](const OneWayInput& input) {
                                 const QString where = input.direction == OneWay::Direction::Forward ? input.forward : input.backward;
                                 addToStreets(targets, tr("One way to the %1: %2").arg(where, names), [&](const RoadTarget& target) {
                                     return OneWay{target, input.direction};
                                 });
                             }));
        return;
    }
    case DrawKind::CycleLane:
        m_dialogs->askCycleLane(m_window, {}, answered<CycleLaneInput>([this, targets, names](const CycleLaneInput& input) {
                                    addToStreets(targets, tr("Cycle lane: %1").arg(names), [&](const RoadTarget& target) {
                                        return CycleLane{target, input.kind};
                                    });
                                }));
        return;
    case DrawKind::Surface:
        m_dialogs->askSurface(m_window, {.surface = kQuietSurface},
                              answered<SurfaceInput>([this, targets, names](const SurfaceInput& input) {
                                  addToStreets(targets, tr("New surface: %1").arg(names), [&](const RoadTarget& target) {
                                      return RoadSurface{target, input.surface};
                                  });
                              }));
        return;
    case DrawKind::ChargeStreets:
        m_dialogs->askCharge(m_window, {.name = tr("Road toll: %1").arg(names), .place = ChargeInput::Place::Streets},
                             answered<ChargeInput>([this, targets](const ChargeInput& input) {
                                 addToStreets(targets, input.name.isEmpty() ? tr("Road toll") : input.name, [&](const RoadTarget& target) {
                                     return RoadCharge{target, input.charge_eur};
                                 });
                             }));
        return;
    default: break;
    }
    const DrawKind kind = m_kind;
    end();
    if (kind == DrawKind::BusLane)
        addToStreets(targets, tr("Bus lane: %1").arg(names), [](const RoadTarget& target) { return BusLane{target}; });
    else if (kind == DrawKind::CloseRoad)
        addToStreets(targets, tr("Close: %1").arg(names), [](const RoadTarget& target) { return CloseRoad{target}; });
    else
        addToStreets(targets, tr("Filter: %1").arg(names), [](const RoadTarget& target) { return TrafficFilter{target}; });
}

void DrawController::finishLine(const LineTool& tool)
{
    const Polyline line = tool.line();
    const auto named = [](const QString& typed, const QString& usual) { return utf8(typed.isEmpty() ? usual : typed); };
    if (m_kind == DrawKind::Barrier) {
        m_dialogs->askBarrier(m_window, {.name = tr("Noise barrier"), .length_m = length(line)},
                              answered<BarrierInput>([this, line, named](const BarrierInput& input) {
                                  const std::string name = named(input.name, tr("Noise barrier"));
                                  add({.name = name, .operations = {NoiseBarrier{name, line, Length::m(input.height_m)}}});
                              }));
        return;
    }
    if (m_kind == DrawKind::NewRoad) {
        m_dialogs->askRoad(m_window, {.name = tr("New road"), .length_m = length(line)},
                           answered<RoadInput>([this, line, named](const RoadInput& input) {
                               const std::string name = named(input.name, tr("New road"));
                               add({.name = name,
                                    .operations = {AddRoad{.name = name,
                                                           .axis = line,
                                                           .roadClass = input.roadClass,
                                                           .limit = Speed::kmh(input.limit_kmh),
                                                           .lanes = input.lanes,
                                                           .bothDirections = input.bothDirections}}});
                           }));
        return;
    }
    m_dialogs->askTransitLine(m_window, {.name = tr("New line"), .stops = static_cast<int>(line.size())},
                              answered<TransitLineInput>([this, line, named](const TransitLineInput& input) {
                                  const std::string name = named(input.name, tr("New line"));
                                  add({.name = name,
                                       .operations = {AddTransitLine{.name = name,
                                                                     .mode = input.mode,
                                                                     .stops = line,
                                                                     .headway_min = input.headway_min,
                                                                     .speed = Speed::kmh(input.speed_kmh),
                                                                     .bothDirections = input.bothDirections}}});
                              }));
}

void DrawController::finishStop(const StopTool& tool)
{
    Intervention moved{.name = utf8(tr("Move stop: %1").arg(text(tool.stop().name))),
                       .operations = {MoveStop{tool.stop().externalId, tool.to()}}};
    end();
    add(std::move(moved));
}

void DrawController::finishShape()
{
    const Reshaped place = *m_reshaped;
    Intervention now = withShape(place.was, m_line ? m_line->line() : m_area->polygon().outer);
    end();
    const Scenario* scenario = m_document.scenario(place.scenario);
    // It may have been deleted, moved or changed while it was drawn.
    if (!scenario || place.intervention >= scenario->interventions.size() || scenario->interventions[place.intervention] != place.was) {
        m_dialogs->tell(m_window, tr("The shape was not changed"), tr("The intervention is no longer what it was when you began."));
        return;
    }
    if (const Expected<void> done = m_document.replaceIntervention(place.scenario, place.intervention, std::move(now)); !done)
        m_dialogs->tell(m_window, tr("The shape was not changed"), errorText(done.error()));
}

void DrawController::finishArea(const AreaTool& tool)
{
    const MultiPolygon outline{tool.polygon()};
    if (m_kind == DrawKind::Zone) {
        m_dialogs->askZone(
            m_window, {.name = tr("Low-emission zone")}, answered<ZoneInput>([this, outline](const ZoneInput& input) {
                add({.name = utf8(input.name.isEmpty() ? tr("Low-emission zone") : input.name),
                     .operations = {LowEmissionZone{outline, input.minimumEuroPetrol, input.minimumEuroDiesel, input.compliance}}});
            }));
        return;
    }
    if (m_kind == DrawKind::ChargeArea) {
        m_dialogs->askCharge(m_window, {.name = tr("Congestion charge"), .area_km2 = area(outline) / 1e6},
                             answered<ChargeInput>([this, outline](const ChargeInput& input) {
                                 add({.name = utf8(input.name.isEmpty() ? tr("Congestion charge") : input.name),
                                      .operations = {RoadCharge{{.area = outline}, input.charge_eur}}});
                             }));
        return;
    }
    if (m_kind == DrawKind::Park) {
        m_dialogs->askPark(m_window, {.name = tr("New park"), .area_m2 = area(outline)},
                           answered<ParkInput>([this, outline](const ParkInput& input) {
                               const std::string name = utf8(input.name.isEmpty() ? tr("New park") : input.name);
                               add({.name = name, .operations = {GreenSpace{.name = name, .area = outline}}});
                           }));
        return;
    }
    m_dialogs->askBuilding(
        m_window, {.name = tr("New building"), .footprint_m2 = area(outline)},
        answered<BuildingInput>([this, outline](const BuildingInput& input) {
            const std::string name = utf8(input.name.isEmpty() ? tr("New building") : input.name);
            add({.name = name, .operations = {AddBuilding{name, outline, Length::m(input.height_m), input.residents, input.jobs}}});
        }));
}

}  // namespace isopolis
