#include "ui/panels/map_presenter.h"

#include "simulation/equity/equity_parameters.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/scene/overlay_group.h"
#include "ui/scene/overlay_users.h"
#include "ui/text/translate.h"
#include "ui/viewport/viewport.h"

namespace isopolis {

namespace {
constexpr double kFlyMargin_m = 200;
constexpr int kStopReach_px = 14;
constexpr Colour kChosenStop{0xC4, 0x1E, 0x3A};
constexpr float kChosenStop_px = 11;
constexpr double kBeforeFacade_m = 0.5;

/// The click on the ground, or the point before the wall of a building that it hit.
Point2 placeOf(const City& city, const Pick& pick)
{
    if (!city.buildings().contains(pick.building))
        return pick.ground;
    PointOnLine nearest;
    const Polygon* hit = nullptr;
    for (const Polygon& polygon : city.buildings()[pick.building].footprint) {
        Polyline ring = polygon.outer;
        if (ring.size() < 2)
            continue;
        ring.push_back(ring.front());
        if (const PointOnLine p = nearestOnLine(ring, pick.surface); !hit || p.distance_m < nearest.distance_m) {
            nearest = p;
            hit = &polygon;
        }
    }
    if (!hit)
        return pick.ground;
    // Outwards: the side of the wall that is not in the house.
    for (const Point2 step : {Point2{1, 0}, Point2{-1, 0}, Point2{0, 1}, Point2{0, -1}})
        if (const Point2 out = nearest.at + step * kBeforeFacade_m; !contains(*hit, out))
            return out;
    return nearest.at;
}
/// Until there is something to show: what to do, or what is awaited, where the legend will stand.
Overlay hint(std::string_view key, std::string_view title, std::string_view note)
{
    Overlay overlay;
    overlay.key = key;
    overlay.legend.title = title;
    overlay.legend.note = note;
    return overlay;
}

}  // namespace

MapPresenter::MapPresenter(ProjectDocument& document, Viewport& viewport, const DrawController& drawing, QObject* parent,
                           JobRunner::Mode mode)
    : QObject(parent), m_document(document), m_viewport(viewport), m_drawing(drawing), m_learning(new JobRunner(mode, this))
{
    connect(m_learning, &JobRunner::finished, this, &MapPresenter::learn);  // of the places that came meanwhile
    connect(&document, &ProjectDocument::changed, this, &MapPresenter::onChanged);
    connect(&viewport, &Viewport::clicked, this, [this](const Pick& pick) {
        if (!m_drawing.drawing())
            click(pick, m_document.applied().get());
    });
    connect(&viewport, &Viewport::leftClicked, this, [this](const Pick& pick) {
        if (m_drawing.drawing())
            Q_EMIT pointed(tr("Draw on the right map: the left one shows what the scheme is compared with."));
        else
            click(pick, m_left.get());
    });
    for (const auto twice : {&Viewport::doubleClicked, &Viewport::leftDoubleClicked})
        connect(&viewport, twice, this, [this](const Pick& pick) {
            if (!m_drawing.drawing() && pick.neighbourhood.valid())
                flyTo(pick.neighbourhood);
        });
    connect(&viewport, &Viewport::hovered, this, [this](const Pick& pick) { Q_EMIT pointed(describe(pick, m_document.applied().get())); });
    connect(&viewport, &Viewport::leftHovered, this, [this](const Pick& pick) { Q_EMIT pointed(describe(pick, m_left.get())); });
    // Who is asked to click stops has to see them, whatever the map shows otherwise.
    connect(&drawing, &DrawController::changed, this, [this] {
        const DrawKind kind = m_drawing.kind();
        const bool stops = m_drawing.drawing() && (kind == DrawKind::TransitLine || kind == DrawKind::MoveStop);
        if (stops == m_stopsShown)
            return;
        m_stopsShown = stops;
        show();
    });
}

// The job ends before what it reads.
MapPresenter::~MapPresenter()
{
    disconnect(m_learning, nullptr, this, nullptr);
    delete m_learning;
}

void MapPresenter::setOwnOverlay(std::shared_ptr<const Overlay> overlay)
{
    if (m_own == overlay)
        return;
    m_own = std::move(overlay);
    show();
}

void MapPresenter::setDivided(Divided how)
{
    if (m_divided == how)
        return;
    m_divided = how;
    show();
}

void MapPresenter::click(const Pick& pick, const AppliedScenario* on)
{
    select(pick, on);
    if (m_document.overlay().kind == OverlayKind::Reach && pick.onGround)
        m_document.askReach({m_document.reachQuestion().mode, pick.ground});
    if (m_document.overlay().kind == OverlayKind::Levels && pick.onGround)
        m_document.askPlace(PlaceQuestion{m_document.overlay().field, placeOf(*m_document.city(), pick), pick.building});
}

void MapPresenter::show()
{
    learn();
    const Results& results = m_document.results();
    const bool divided = m_divided != Divided::Not && !m_own && !results.empty() && m_document.active();
    Q_EMIT ownShown(m_own ? translated("indicator", m_own->legend.title) : QString());
    Q_EMIT dividedShown(divided);
    if (!divided) {
        m_left = nullptr;
        m_viewport.setDivided(nullptr);
        m_viewport.setOverlay(overlay());
        return;
    }
    OverlayChoice choice = m_document.overlay();
    if (choice.kind == OverlayKind::TrafficChange)
        choice.kind = OverlayKind::Traffic;  // a change has no two sides
    auto left = std::make_shared<LeftSide>();
    m_left = {results.before, &results.before->applied};
    left->applied = m_left;
    left->how = m_divided;
    left->title = results.against == kBaseScenarioName ? tr("Before: today") : tr("Compared with: %1").arg(scenarioTitle(results.against));
    left->rightTitle = tr("With: %1").arg(scenarioTitle(results.scenario));
    choice.moment = Moment::Before;
    left->overlay = choice.kind == OverlayKind::Transit || m_stopsShown ? transitOverlay(m_left->transit()) : overlay(choice);
    choice.moment = Moment::After;
    m_viewport.setOverlay(overlay(choice));
    m_viewport.setDivided(std::move(left));
}

Overlay MapPresenter::transitOverlay(const TransitNetwork& transit) const
{
    Overlay overlay = makeTransitOverlay(transit);
    if (const StopId stop = m_document.selection().stop; transit.stops.contains(stop))
        overlay.spots.push_back({transit.stops[stop].at, kChosenStop, kChosenStop_px});
    return overlay;
}

Overlay MapPresenter::overlay(const OverlayChoice& choice) const
{
    if (m_own)
        return *m_own;
    const Results& results = m_document.results();
    if (m_document.isOpen() && (choice.kind == OverlayKind::Transit || m_stopsShown))
        return transitOverlay(m_document.applied() ? m_document.applied()->transit() : m_document.city()->transit());
    if (choice.kind == OverlayKind::StreetUsers) {
        const StreetUsersPtr& users = m_document.streetUsers();
        if (!users || !m_document.isOpen())
            return hint("hint:users", ISO_TR("indicator", "Who uses the street"),
                        m_document.selection().links.empty()
                            ? ISO_TR("legend", "Click a street: the map then shows where its traffic comes from and goes to.")
                            : ISO_TR("legend", "The routes of all trips are being followed. This takes a moment."));
        const bool before = m_document.active() && choice.moment == Moment::Before;
        return makeStreetUsersOverlay(*m_document.city(), before ? users->before : users->after, before ? users->after : users->before);
    }
    if (choice.kind == OverlayKind::Reach) {
        const ReachAnswerPtr& reach = m_document.reach();
        const std::optional<Point2>& from = m_document.reachQuestion().from;
        if (!from)
            return hint("hint:reach", ISO_TR("indicator", "Within reach"),
                        ISO_TR("legend", "Click a place: the map then shows how far one gets from there."));
        const bool before = m_document.active() && choice.moment == Moment::Before;
        return makeReachOverlay(!reach ? std::vector<ReachRing>{} : before ? reach->before : reach->after, *from);
    }
    if (results.empty() || choice.kind == OverlayKind::None)
        return {};
    if (choice.kind == OverlayKind::Levels) {
        const LevelAnswerPtr& levels = m_document.levels();
        if (!levels || !levels->failure.empty() || levels->field != choice.field)
            return hint("hint:levels", levelFieldInfo(choice.field).title,
                        levels && !levels->failure.empty()
                            ? ISO_TR("legend", "The map could not be calculated. The inspector says why.")
                            : ISO_TR("legend", "The map is being calculated. The inspector shows how far it is."));
        Overlay overlay = levels->pictures[static_cast<std::size_t>(m_document.active() ? choice.moment : Moment::Before)];
        if (const std::optional<PlaceQuestion>& place = m_document.placeQuestion())
            overlay.spots.push_back({place->at, kChosenStop, kChosenStop_px});
        return overlay;
    }
    // The city as it is has no change to show.
    const Moment moment = m_document.active() ? choice.moment : Moment::Before;
    const UncertainIndicator* sure = m_document.uncertainty() ? m_document.uncertainty()->of(choice.indicator) : nullptr;
    switch (choice.kind) {
    case OverlayKind::Traffic: {
        Overlay overlay = makeTrafficOverlay(moment == Moment::Before ? *results.before : *results.after);
        if (!m_known.empty())
            showKnowledge(overlay, m_document.city()->roads(), m_known);
        return overlay;
    }
    case OverlayKind::StreetCo2: return makeStreetCo2Overlay(*results.before, *results.after, moment);
    case OverlayKind::TrafficChange: return makeTrafficChangeOverlay(*results.before, *results.after);
    case OverlayKind::Bivariate: return makeBivariateOverlay(*m_document.city(), results.report->of(choice.indicator), moment, sure);
    default: break;
    }
    const ParameterSet assumptions = m_document.active() ? m_document.active()->parameters : ParameterSet{};
    return makeGroupOverlay(*m_document.city(), *results.report, choice.indicator,
                            {.moment = moment,
                             .group = choice.group,
                             .relative = choice.relative,
                             .leastBase = assumptions.value(kLeastBase),
                             .leastLevel = assumptions.value(kLeastShare),
                             .sure = sure});
}

bool MapPresenter::showsTraffic() const { return m_document.isOpen() && m_document.overlay().kind == OverlayKind::Traffic; }

void MapPresenter::setTrafficSensors(std::vector<Point2> places)
{
    if (places == m_trafficSensors)
        return;
    m_trafficSensors = std::move(places);
    m_learnt = false;
    learn();
}

/// Which links thousands of sensors observe is not for the window's thread, nor for maps without traffic.
void MapPresenter::learn()
{
    if (m_learnt || !showsTraffic() || m_learning->running())
        return;
    m_learnt = true;
    m_learning->start<IdVector<LinkId, LinkKnowledge>>(
        [city = m_document.city(), places = m_trafficSensors](JobControl&) {
            return places.empty() ? IdVector<LinkId, LinkKnowledge>{} : linkKnowledge(city->roads(), places);
        },
        this,
        [this](const IdVector<LinkId, LinkKnowledge>& known) {
            if (known == m_known)
                return;
            m_known = known;
            if (showsTraffic())
                show();
        });
}

void MapPresenter::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    switch (event.what) {
    case What::Opened:
        m_own.reset();
        Q_EMIT ownShown({});
        Q_EMIT dividedShown(false);
        m_left = nullptr;
        m_trafficSensors.clear();
        m_learnt = true;
        m_learning->cancel();
        m_known = {};
        m_viewport.setOverlay({});
        m_viewport.setSelection({});
        m_viewport.setCity(m_document.city());
        m_viewport.setApplied(m_document.applied());
        if (m_document.isOpen())
            m_viewport.showAll();
        break;
    case What::Scenarios:
    case What::Active: m_viewport.setApplied(m_document.applied()); break;
    case What::Results: m_own.reset(); [[fallthrough]];
    case What::Reach:
    case What::StreetUsers:
    case What::Levels:
    case What::Uncertainty:
    case What::Overlay:
        if (event.what == What::Overlay)
            m_own.reset();
        show();
        break;
    case What::Selection:
        m_viewport.setSelection(m_document.selection());
        if (m_document.overlay().kind == OverlayKind::Transit)
            show();
        break;
    case What::Place:
        if (m_document.overlay().kind == OverlayKind::Levels)
            show();
        break;
    default: break;
    }
}

/// `on`: what the map that was clicked shows; a street that only the left one has cannot be selected.
void MapPresenter::select(const Pick& pick, const AppliedScenario* on)
{
    SceneSelection selection;
    selection.neighbourhood = pick.neighbourhood;
    selection.building = pick.building;
    if (on && pick.link.valid() && pick.link.index() < on->linkCount()) {
        const auto& links = on->city->roads().links();
        if (links.contains(pick.link) || on == m_document.applied().get())
            selection.links.push_back(pick.link);
        if (links.contains(pick.link) && links[pick.link].reverse.valid())
            selection.links.push_back(links[pick.link].reverse);
    }
    if (m_document.overlay().kind == OverlayKind::Transit)
        selection.stop = stopUnder(pick);
    m_document.select(std::move(selection));
}

StopId MapPresenter::stopUnder(const Pick& pick) const
{
    StopId nearest;
    if (!pick.onGround || !m_document.applied())
        return nearest;
    const QPoint at = m_viewport.screenPosition(pick.ground);
    int best = kStopReach_px + 1;
    const auto& stops = m_document.applied()->transit().stops;
    for (StopId id : idsOf(stops)) {
        const int away = (m_viewport.screenPosition(stops[id].at) - at).manhattanLength();
        if (away < best) {
            best = away;
            nearest = id;
        }
    }
    return nearest;
}

void MapPresenter::flyTo(NeighbourhoodId where)
{
    if (m_document.isOpen() && m_document.city()->neighbourhoods().contains(where))
        m_viewport.flyTo(bounds(m_document.city()->neighbourhoods()[where].outline).grown(kFlyMargin_m));
}

QString MapPresenter::describe(const Pick& pick, const AppliedScenario* on) const
{
    if (!m_document.isOpen())
        return {};
    QStringList parts;
    const auto& places = m_document.city()->neighbourhoods();
    if (places.contains(pick.neighbourhood))
        parts << text(places[pick.neighbourhood].name);
    if (pick.link.valid() && on && pick.link.index() < on->linkCount())
        if (const std::string& name = on->name(pick.link); !name.empty())
            parts << text(name);
    return parts.join(QStringLiteral(" · "));
}

}  // namespace isopolis
