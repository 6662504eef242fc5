#pragma once
/// The scenario tree with its buttons: new branch, add, edit order, delete; and what the shown scenario is compared with.

#include "ui/dialogs/dialog_service.h"
#include "ui/models/scenario_tree_model.h"

#include <QModelIndex>
#include <QWidget>

class QComboBox;
class QMenu;
class QPushButton;
class QTreeView;

namespace isopolis {

class ScenarioPanel : public QWidget {
    Q_OBJECT
public:
    ScenarioPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent = nullptr);
    void newScenario();  ///< branching from the shown one unless chosen otherwise
    void newScenarioFrom(const std::string& base);
    void deleteCurrent();  ///< scenario or intervention; can be undone
    void askDetails();     ///< name, note and cost of the selected intervention

Q_SIGNALS:
    void addInterventionRequested();
    void reshapeRequested(const std::string& scenario, std::size_t intervention);

private:
    void refresh();
    void expandScenarios(const QModelIndex& under = {});
    void show(const QModelIndex& index);
    void move(int by);
    void fillCopyMenu();
    void showMenu(const QPoint& at);
    void reshapeCurrent();
    void showNewest();
    void tell(const Expected<void>& done, const QString& title);
    ScenarioTreeModel::Place current() const;

    ProjectDocument& m_document;
    DialogServicePtr m_dialogs;
    ScenarioTreeModel* m_model;
    QTreeView* m_tree;
    QPushButton *m_new, *m_add, *m_delete, *m_up, *m_down, *m_details, *m_reshape, *m_copy;
    QMenu* m_copyMenu;
    QComboBox* m_against;
    bool m_following = false;
    std::string m_knownName;  ///< the scenario that is shown, and how many interventions it had
    std::size_t m_knownCount = 0;
};

}  // namespace isopolis
