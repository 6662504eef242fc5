#pragma once
/// Keeps the sensors on the map in step with the twin, and turns clicks on them into the choice of one.

#include "ui/live/live_twin.h"
#include "ui/live/vehicle_tracker.h"
#include "ui/viewport/sensor_mark.h"

namespace isopolis {

class DrawController;
class Viewport;

class SensorPresenter : public QObject {
    Q_OBJECT
public:
    SensorPresenter(LiveTwin& twin, Viewport& viewport, DrawController& drawing, QObject* parent = nullptr);
    void setCity(const CityPtr& city);  ///< null: none
    void setVisible(bool visible);
    void flyTo(const std::string& sensor);
    /// Vehicles that were seen just now; they move on the map while the twin is live.
    void addVehicles(std::span<const VehicleSeen> seen);
    /// Places where sensors might stand: marks of their own, that cannot be chosen.
    void setSuggestions(std::vector<SensorMark> places);

private:
    void rebuild();
    void show();

    LiveTwin& m_twin;
    Viewport& m_viewport;
    std::vector<SensorMark> m_suggestions;
    SensorLayer m_layer;  ///< without vehicles
    VehicleTracker m_vehicles;
    QTimer m_moving;
    bool m_visible = true;
    bool m_drawing = false;  ///< something is drawn on the map
};

}  // namespace isopolis
