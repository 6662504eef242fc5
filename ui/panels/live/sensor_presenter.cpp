#include "ui/panels/live/sensor_presenter.h"

#include "ui/live/sensor_marks.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/viewport/viewport.h"

namespace isopolis {

namespace {
constexpr double kFlyReach_m = 250;
}

SensorPresenter::SensorPresenter(LiveTwin& twin, Viewport& viewport, DrawController& drawing, QObject* parent)
    : QObject(parent), m_twin(twin), m_viewport(viewport)
{
    connect(&twin, &LiveTwin::snapshotChanged, this, &SensorPresenter::show);
    connect(&twin, &LiveTwin::quantityChanged, this, &SensorPresenter::show);
    connect(&twin, &LiveTwin::selectionChanged, this, &SensorPresenter::show);
    connect(&viewport, &Viewport::sensorClicked, this, [this](const QString& id) {
        if (m_twin.snapshot() && m_twin.snapshot()->find(id.toStdString()))
            m_twin.select(id.toStdString());
    });
    connect(&drawing, &DrawController::changed, this, [this, &drawing] { m_viewport.setSensorsPickable(!drawing.drawing()); });
    show();
}

void SensorPresenter::setVisible(bool visible)
{
    m_visible = visible;
    show();
}

void SensorPresenter::show()
{
    const LiveSnapshotPtr& now = m_twin.snapshot();
    SensorLayer layer = m_visible && now ? sensorLayer(*now, m_twin.quantity(), m_twin.selected()) : SensorLayer{};
    if (!m_suggestions.empty() && m_visible) {
        layer.marks.insert(layer.marks.end(), m_suggestions.begin(), m_suggestions.end());
        MarkKey key{.shape = m_suggestions.front().shape, .words = tr("Suggested place for a sensor")};
        key.colour = m_suggestions.front().colour;
        layer.keys.push_back(key);
    }
    m_viewport.setSensors(layer);
}

void SensorPresenter::setSuggestions(std::vector<SensorMark> places)
{
    m_suggestions = std::move(places);
    show();
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
