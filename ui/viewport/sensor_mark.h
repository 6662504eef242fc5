#pragma once
/// Sensors as the map draws them: a post at its place with a head that tells kind by shape, value by colour and state by sign.

#include "ui/scene/overlay.h"

#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace isopolis {

enum class MarkShape : std::uint8_t { Circle, Square, Triangle, Diamond };
/// Never told by colour alone.
enum class MarkSign : std::uint8_t { None, Doubt, Cross, Faded };

struct SensorMark {
    std::string id = {};
    Point2 at = {};  ///< city metres
    double height_m = 3;
    MarkShape shape = MarkShape::Circle;
    MarkSign sign = MarkSign::None;
    Colour colour = {};
    QString value = {};  ///< beside the head where there is room; may be empty
    QString words = {};  ///< beside it when it is chosen or pointed at; empty: the layer is asked then
    bool chosen = false;
    friend bool operator==(const SensorMark&, const SensorMark&) = default;
};

/// One line of the explanation: how a mark looks and what that means.
struct MarkKey {
    MarkShape shape = MarkShape::Circle;
    MarkSign sign = MarkSign::None;
    Colour colour = {};
    QString words = {};
    friend bool operator==(const MarkKey&, const MarkKey&) = default;
};

struct SensorLayer {
    std::vector<SensorMark> marks;
    QString title;  ///< of the explanation; empty: none is drawn
    std::vector<MarkKey> keys;
    QStringList notes;  ///< below the keys, e.g. the coverage
    /// Words of a mark that has none of its own: a sentence is written when somebody points at it, not for thousands.
    std::function<QString(const std::string& id)> wordsOf;
    friend bool operator==(const SensorLayer& a, const SensorLayer& b)
    {
        return a.marks == b.marks && a.title == b.title && a.keys == b.keys && a.notes == b.notes;
    }
};

}  // namespace isopolis
