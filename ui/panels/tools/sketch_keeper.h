#pragma once
/// Keeps what is being drawn beside the project, in NAME.gpkg.sketch.json, so that a program that is killed loses no click of it. Where the
/// file is found when the project is opened, the drawing is taken up again. It goes when the drawing is finished or given up.
///
///   new SketchKeeper(document, controller, this);

#include "ui/document/project_document.h"
#include "ui/panels/tools/draw_tool.h"

namespace isopolis {

class DrawController;

class SketchKeeper : public QObject {
    Q_OBJECT
public:
    SketchKeeper(ProjectDocument& document, DrawController& drawing, QObject* parent);
    static QString fileOf(const QString& project);

Q_SIGNALS:
    void resumed();

private:
    void opened();
    void keep();

    ProjectDocument& m_document;
    DrawController& m_drawing;
    QString m_file;  ///< empty: no project
    Sketch m_kept;
};

QByteArray sketchText(const Sketch& sketch);
std::optional<Sketch> readSketch(const QByteArray& text);  ///< nothing if it is not a sketch

}  // namespace isopolis
