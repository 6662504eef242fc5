#pragma once
/// Keeps the sensors on the map in step with the twin, and turns clicks on them into the choice of one.

#include "ui/live/live_twin.h"
#include "ui/viewport/sensor_mark.h"

namespace isopolis {

class DrawController;
class Viewport;

class SensorPresenter : public QObject {
    Q_OBJECT
public:
    SensorPresenter(LiveTwin& twin, Viewport& viewport, DrawController& drawing, QObject* parent = nullptr);
    void setVisible(bool visible);
    void flyTo(const std::string& sensor);
    /// Places where sensors might stand: marks of their own, that cannot be chosen.
    void setSuggestions(std::vector<SensorMark> places);

private:
    void show();

    LiveTwin& m_twin;
    Viewport& m_viewport;
    std::vector<SensorMark> m_suggestions;
    bool m_visible = true;
};

}  // namespace isopolis
