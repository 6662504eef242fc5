#pragma once
/// One way to draw on the map. A tool gathers what is clicked; the controller turns it into an intervention.

#include "simulation/scenario/operation.h"
#include "ui/scene/pick.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace isopolis {

enum class DrawKind {
    CloseRoad,
    SpeedLimit,
    Filter,
    Zone,
    NewBuilding,
    CycleLane,
    Surface,
    Barrier,
    TransitLine,
    NewRoad,
    Lanes,
    OneWay,
    MoveStop,
    Park,
    RemoveBuilding,
    BusLane,
    ChargeArea,
    ChargeStreets
};

/// What is drawn so far, as it is kept and taken up again: corners, or targets of streets.
struct Sketch {
    DrawKind kind = DrawKind::Filter;
    bool rectangle = false;
    Polyline points = {};
    std::vector<RoadTarget> targets = {};
    bool empty() const { return points.empty() && targets.empty(); }
    friend bool operator==(const Sketch&, const Sketch&) = default;
};

/// The side that the next click would end, for those who type it instead.
struct NextSide {
    double length_m = 0, direction_deg = 0;  ///< from north, clockwise
    bool turns = true;                       ///< false: the direction is given, e.g. the depth of a rectangle
};

class DrawTool : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual QString instruction() const = 0;  ///< one sentence: what to do next
    virtual bool complete() const = 0;        ///< can be finished as it is
    virtual void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) = 0;
    virtual void click(const Pick& pick, Qt::KeyboardModifiers modifiers) = 0;
    virtual bool removeLast() = 0;    ///< false if there is nothing to take back
    virtual Draft draft() const = 0;  ///< what the map shows meanwhile
    virtual void keep(Sketch& sketch) const = 0;
    virtual void resume(const Sketch& sketch) = 0;
    virtual std::optional<NextSide> nextSide() const { return std::nullopt; }
    /// Ends it there, without snapping; nothing happens where there is none.
    virtual void placeSide(double /*length_m*/, double /*direction_deg*/) {}

Q_SIGNALS:
    void changed();
    void finished();  ///< complete by itself, e.g. a rectangle's third corner
};

}  // namespace isopolis
