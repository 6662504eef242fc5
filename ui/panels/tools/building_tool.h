#pragma once
/// A building chosen by one click: of the city, or one that the scheme itself puts up.

#include "ui/document/project_document.h"
#include "ui/panels/tools/draw_tool.h"

namespace isopolis {

class BuildingTool : public DrawTool {
    Q_OBJECT
public:
    BuildingTool(const ProjectDocument& document, QObject* parent) : DrawTool(parent), m_document(document), m_city(document.city()) {}
    QString instruction() const override;
    bool complete() const override { return m_chosen.valid() || own(); }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;

    BuildingId building() const { return m_chosen; }
    /// The chosen building if it is one of the scheme's own; null if it is not, or is there no more.
    const AddedBuilding* own() const { return madeAs(m_chosenOwn); }

private:
    bool known(BuildingId id) const;  ///< it has an id that an operation can name
    std::string ownUnder(const Pick& pick) const;
    const AddedBuilding* madeAs(const std::string& externalId) const;

    const ProjectDocument& m_document;
    CityPtr m_city;
    BuildingId m_chosen, m_hovered;
    std::string m_chosenOwn, m_hoveredOwn;  ///< external ids of the scheme's own
};

}  // namespace isopolis
