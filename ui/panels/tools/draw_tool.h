#pragma once
/// One way to draw on the map. A tool gathers what is clicked; the controller turns it into an intervention.

#include "simulation/scenario/operation.h"
#include "ui/scene/pick.h"

#include <QObject>
#include <QString>

#include <vector>

namespace isopolis {

enum class DrawKind { CloseRoad, SpeedLimit, Filter, Zone, NewBuilding, CycleLane, Surface, Barrier, TransitLine };

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

Q_SIGNALS:
    void changed();
    void finished();  ///< complete by itself, e.g. a rectangle's third corner
};

}  // namespace isopolis
