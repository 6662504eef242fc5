#include "ui/panels/live/sensor_presenter.h"

#include "ui/live/live_words.h"
#include "ui/live/sensor_marks.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/viewport/viewport.h"

#include <QDateTime>

namespace isopolis {

namespace {
constexpr double kFlyReach_m = 250;
constexpr Colour kVehicle{0x2F, 0xB5, 0x93};
}  // namespace

SensorPresenter::SensorPresenter(LiveTwin& twin, Viewport& viewport, DrawController& drawing, QObject* parent)
    : QObject(parent), m_twin(twin), m_viewport(viewport)
{
    for (const auto signal : {&LiveTwin::snapshotChanged, &LiveTwin::quantityChanged, &LiveTwin::selectionChanged})
        connect(&twin, signal, this, &SensorPresenter::rebuild);
    connect(&viewport, &Viewport::sensorClicked, this, [this](const QString& id) {
        if (m_twin.snapshot() && m_twin.snapshot()->find(id.toStdString()))
            m_twin.select(id.toStdString());
    });
    connect(&drawing, &DrawController::changed, this, [this, &drawing] {
        if (m_drawing == drawing.drawing())
            return;
        m_drawing = drawing.drawing();
        m_viewport.setSensorsPickable(!m_drawing);
        show();
    });
    m_moving.setInterval(LiveTwin::kTick_ms);
    connect(&m_moving, &QTimer::timeout, this, &SensorPresenter::show);
    rebuild();
}

void SensorPresenter::setCity(const CityPtr& city)
{
    m_vehicles.setCity(city);
    m_moving.stop();
}

void SensorPresenter::addVehicles(std::span<const VehicleSeen> seen)
{
    m_vehicles.add(seen);
    if (!m_vehicles.empty() && !m_moving.isActive())
        m_moving.start();
}

void SensorPresenter::setVisible(bool visible)
{
    m_visible = visible;
    rebuild();
}

// Vehicles move ten times a second, sensors change when there is news.
void SensorPresenter::rebuild()
{
    const LiveSnapshotPtr now = m_twin.snapshot();
    m_layer = m_visible && now ? sensorLayer(*now, m_twin.quantity(), m_twin.selected()) : SensorLayer{};
    SensorLayer& layer = m_layer;
    if (m_visible && now)
        layer.wordsOf = [now, quantity = m_twin.quantity()](const std::string& id) {
            const LiveSensor* sensor = now->find(id);
            return sensor ? sensorSentence(*sensor, quantity) : QString();
        };
    if (!m_suggestions.empty() && m_visible) {
        layer.marks.insert(layer.marks.end(), m_suggestions.begin(), m_suggestions.end());
        MarkKey key{.shape = m_suggestions.front().shape, .words = tr("Suggested place for a sensor")};
        key.colour = m_suggestions.front().colour;
        layer.keys.push_back(key);
    }
    show();
}

void SensorPresenter::show()
{
    SensorLayer layer = m_layer;
    const double now_s = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
    const bool live = m_visible && m_twin.clock().mode() == LiveClock::Mode::Live;
    const std::vector<MovingVehicle> moving = live ? m_vehicles.at(now_s) : std::vector<MovingVehicle>{};
    for (const MovingVehicle& v : moving)
        layer.marks.push_back(
            {.id = "vehicle:" + v.trip,
             .at = v.at,
             .height_m = 0,
             .shape = MarkShape::Triangle,
             .colour = kVehicle,
             .words = tr("Line %1, seen %2").arg(QString::fromStdString(v.route), ageText(static_cast<std::int64_t>(now_s) - v.seen_s))});
    if (!moving.empty()) {
        MarkKey key{.shape = MarkShape::Triangle, .words = tr("Vehicle of public transport, between its last two sightings")};
        key.colour = kVehicle;
        layer.keys.push_back(key);
    } else if (m_vehicles.empty()) {
        m_moving.stop();
    }
    if (!layer.marks.empty() && layer.title.isEmpty())
        layer.title = tr("Live");
    // Who draws needs the ground that the explanation would lie on.
    if (m_drawing) {
        layer.title.clear();
        layer.keys.clear();
        layer.notes.clear();
    }
    m_viewport.setSensors(layer);
}

void SensorPresenter::setSuggestions(std::vector<SensorMark> places)
{
    m_suggestions = std::move(places);
    rebuild();
}

void SensorPresenter::flyTo(const std::string& sensor)
{
    const LiveSensor* found = m_twin.snapshot() ? m_twin.snapshot()->find(sensor) : nullptr;
    if (!found || !found->site.at)
        return;
    const Point2 at = *found->site.at;
    m_viewport.flyTo(Box{at.x, at.y, at.x, at.y}.grown(kFlyReach_m));
}

}  // namespace isopolis
