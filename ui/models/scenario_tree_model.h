#pragma once
/// The scenarios as a tree: the city as it is, branches under their base, interventions with a check box, operations.
///
/// Read from the document and edited through it: check boxes switch interventions, renaming renames, and a refusal is
/// told by `refused`. An intervention dragged within its scenario moves, dragged to another one it is copied. Rows keep their identity
/// while only texts and switches change, so views keep what is expanded. Scenarios carry a small map of what they do.

#include "gis/core/error.h"
#include "ui/document/project_document.h"
#include "ui/models/scenario_pictures.h"

#include <QAbstractItemModel>

#include <memory>

namespace isopolis {

class ScenarioTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum class Kind { Root, BaseRow, ScenarioRow, InterventionRow, OperationRow };
    /// What a row stands for; `intervention` and `operation` are positions.
    struct Place {
        Kind kind = Kind::Root;
        std::string scenario = {};
        std::size_t intervention = 0, operation = 0;
        friend bool operator==(const Place&, const Place&) = default;
    };

    explicit ScenarioTreeModel(ProjectDocument& document, QObject* parent = nullptr);
    ~ScenarioTreeModel() override;
    Place placeOf(const QModelIndex& index) const;
    QModelIndex indexOfScenario(const std::string& name) const;  ///< "base" included

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction | Qt::CopyAction; }
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

Q_SIGNALS:
    void refused(const isopolis::Error& error);

private:
    struct Node;
    void onChanged(const ChangeEvent& event);
    std::unique_ptr<Node> build() const;
    void addBranches(Node& under, const std::string& base) const;
    const Node* nodeOf(const QModelIndex& index) const;
    QModelIndex indexOf(const Node& node) const;
    void announce(const Node& node);
    QVariant interventionData(const Place& place, int role) const;
    /// Where a drop between rows would put an intervention.
    Place dropPlace(int row, const QModelIndex& parent) const;
    QVariant picture(const std::string& scenario) const;

    ProjectDocument& m_document;
    std::unique_ptr<Node> m_root;
    mutable ScenarioPictures m_pictures;
};

}  // namespace isopolis
