#pragma once
/// Two scenarios made into one: contradictions are listed with a choice for each, what comes out is shown before it is made.
///
///   (new MergeDialog(document, this))->open();     // makes one new scenario, in one step of undo

#include "simulation/scenario/merge_scenarios.h"
#include "ui/document/project_document.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QTableWidget;

namespace isopolis {

class MergeDialog : public QDialog {
    Q_OBJECT
public:
    MergeDialog(ProjectDocument& document, QWidget* parent);

private:
    void compare();  ///< the two scenarios changed
    void preview();
    void make();
    QString words(const MergeConflict& conflict, MergeSide side) const;
    std::vector<MergeSide> sides() const;

    ProjectDocument& m_document;
    std::optional<ScenarioMerge> m_merge;
    QComboBox *m_first, *m_second;
    QLineEdit* m_name;
    QTableWidget* m_conflicts;
    QListWidget* m_preview;
    QLabel* m_told;
    QPushButton* m_make;
};

}  // namespace isopolis
