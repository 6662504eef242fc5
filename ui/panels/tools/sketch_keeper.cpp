#include "ui/panels/tools/sketch_keeper.h"

#include "ui/panels/tools/draw_controller.h"
#include "ui/text/translate.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr qint64 kMost_bytes = 4'000'000;
/// In the order of DrawKind.
constexpr std::array kKinds{"close_road", "speed_limit", "filter",          "zone",     "new_building", "cycle_lane",
                            "surface",    "barrier",     "transit_line",    "new_road", "lanes",        "one_way",
                            "move_stop",  "park",        "remove_building", "bus_lane", "charge_area",  "charge_streets"};

QString key(const char* name) { return QString::fromLatin1(name); }

}  // namespace

QByteArray sketchText(const Sketch& sketch)
{
    QJsonArray points, targets;
    for (const Point2 p : sketch.points)
        points.append(QJsonArray{p.x, p.y});
    for (const RoadTarget& target : sketch.targets)
        targets.append(text(target.target));
    return QJsonDocument(QJsonObject{{key("kind"), key(kKinds[static_cast<std::size_t>(sketch.kind)])},
                                     {key("rectangle"), sketch.rectangle},
                                     {key("points_m"), points},
                                     {key("targets"), targets}})
        .toJson();
}

std::optional<Sketch> readSketch(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const std::string kind = utf8(object.value(key("kind")).toString());
    const auto known = std::find(kKinds.begin(), kKinds.end(), kind);
    if (known == kKinds.end())
        return std::nullopt;
    Sketch sketch{.kind = static_cast<DrawKind>(known - kKinds.begin()), .rectangle = object.value(key("rectangle")).toBool()};
    for (const QJsonValue& value : object.value(key("points_m")).toArray()) {
        const QJsonArray at = value.toArray();
        const Point2 p{at.at(0).toDouble(std::nan("")), at.at(1).toDouble(std::nan(""))};
        if (!std::isfinite(p.x) || !std::isfinite(p.y))
            return std::nullopt;
        sketch.points.push_back(p);
    }
    for (const QJsonValue& value : object.value(key("targets")).toArray())
        sketch.targets.push_back({.target = utf8(value.toString())});
    return sketch;
}

QString SketchKeeper::fileOf(const QString& project) { return project + QStringLiteral(".sketch.json"); }

SketchKeeper::SketchKeeper(ProjectDocument& document, DrawController& drawing, QObject* parent)
    : QObject(parent), m_document(document), m_drawing(drawing)
{
    connect(&drawing, &DrawController::changed, this, &SketchKeeper::keep);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            opened();
    });
}

void SketchKeeper::opened()
{
    m_file = m_document.isOpen() && !m_document.path().isEmpty() ? fileOf(m_document.path()) : QString();
    m_kept = {};
    QFile file(m_file);
    if (m_file.isEmpty() || file.size() > kMost_bytes || !file.open(QIODevice::ReadOnly))
        return;
    const std::optional<Sketch> found = readSketch(file.readAll());
    if (!found || found->empty())
        return;
    m_kept = *found;
    // When everybody knows the new city.
    QMetaObject::invokeMethod(
        this,
        [this, path = m_file, sketch = *found] {
            if (path != m_file || m_drawing.drawing())
                return;
            m_drawing.resume(sketch);
            Q_EMIT resumed();
        },
        Qt::QueuedConnection);
}

void SketchKeeper::keep()
{
    if (m_file.isEmpty())
        return;
    const Sketch now = m_drawing.drawing() ? m_drawing.sketch() : Sketch{};
    if (now == m_kept)
        return;
    m_kept = now;
    if (now.empty()) {
        QFile::remove(m_file);
        return;
    }
    // Without waiting for the disk: it is for a killed program, and a click must not stop for it.
    QFile file(m_file);
    if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        file.write(sketchText(now));
}

}  // namespace isopolis
