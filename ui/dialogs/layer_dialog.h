#pragma once
/// Asks which results are to be written as a layer for other programs, and where.

#include <QString>

#include <functional>

class QWidget;

namespace isopolis {

struct LayerInput {
    int layer = 0;  ///< position in the names
    QString path;   ///< with the ending of the chosen format
};

/// `layers`: what there is to choose from, in words. `suggested`: a path without ending.
void askLayer(QWidget* parent, const QStringList& layers, const QString& suggested, std::function<void(LayerInput)> answer);

}  // namespace isopolis
