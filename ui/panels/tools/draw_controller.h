#pragma once
/// The draw tools on the map: one at a time, from the first click to the intervention in the document.
///
///   controller.start(DrawKind::Filter);   // then clicks on the viewport, finish() or cancel()

#include "ui/dialogs/dialog_service.h"
#include "ui/document/project_document.h"
#include "ui/panels/tools/draw_tool.h"

namespace isopolis {

class Viewport;
class AreaTool;
class BuildingTool;
class LineTool;
class StopTool;
class StreetTool;

class DrawController : public QObject {
    Q_OBJECT
public:
    DrawController(ProjectDocument& document, Viewport& viewport, DialogServicePtr dialogs, QWidget* window);

    void start(DrawKind kind);
    void finish();
    void cancel();
    void removeLast();
    Sketch sketch() const;  ///< empty if nothing is drawn
    void resume(const Sketch& sketch);
    /// Takes up the drawn shape of an intervention; finishing puts the new one in its place. Nothing happens if it has none.
    void reshape(const std::string& scenario, std::size_t intervention);
    bool drawing() const { return m_tool != nullptr; }
    bool canFinish() const;
    QString title() const;
    QString instruction() const;
    bool offersSides() const { return m_line || m_area; }
    std::optional<NextSide> nextSide() const { return m_tool ? m_tool->nextSide() : std::nullopt; }
    void placeSide(double length_m, double direction_deg);
    void focusMap();
    bool offersRectangle() const { return m_tool && m_kind == DrawKind::NewBuilding; }
    bool rectangle() const;
    void setRectangle(bool rectangle);
    DrawKind kind() const { return m_kind; }
    /// What finishing now would add, where that needs no further answers to be looked at; empty otherwise.
    std::optional<Intervention> tentative() const;
    /// Adds what a dialog or tool made; a refusal is told to the user.
    void add(Intervention intervention);
    static QString titleOf(DrawKind kind);
    /// Space on the map picks its middle while drawing: Enter, which does so otherwise, ends the drawing.
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void changed();

private:
    void end();
    void showDraft();
    void finishStreets(const StreetTool& tool);
    void finishArea(const AreaTool& tool);
    void finishShape();
    void finishLine(const LineTool& tool);
    void finishStop(const StopTool& tool);
    void finishRemoval(const BuildingTool& tool);
    void finishOwnRemoval(const AddedBuilding& building);
    template <class Input>
    DialogService::Answer<Input> answered(std::function<void(const Input&)> then);
    using MakeOperation = std::function<Operation(const RoadTarget&)>;
    void addToStreets(const std::vector<RoadTarget>& targets, const QString& name, const MakeOperation& make);

    ProjectDocument& m_document;
    Viewport& m_viewport;
    DialogServicePtr m_dialogs;
    QWidget* m_window;
    DrawTool* m_tool = nullptr;
    StreetTool* m_streets = nullptr;
    AreaTool* m_area = nullptr;
    LineTool* m_line = nullptr;
    StopTool* m_stop = nullptr;
    BuildingTool* m_building = nullptr;
    DrawKind m_kind = DrawKind::Filter;
    struct Reshaped {
        std::string scenario;
        std::size_t intervention = 0;
        Intervention was;
    };
    std::optional<Reshaped> m_reshaped;
};

}  // namespace isopolis
