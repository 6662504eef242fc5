#pragma once
/// Chooses what the map shows: an indicator before, after or as change, for a group, absolutely or in percent; traffic; or nothing.

#include "ui/document/project_document.h"

#include <QFrame>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;

namespace isopolis {

class FlowRow;

class OverlayBar : public QFrame {
    Q_OBJECT
public:
    explicit OverlayBar(ProjectDocument& document, QWidget* parent = nullptr);
    void addStatus(QWidget* status);  ///< at the right end
    /// The map shows what is no choice of the document's: its title takes the place of that choice; empty: it is the document's again.
    void setOwn(const QString& title);
    void setDivided(bool divided);  ///< before and after are both there: neither is chosen

Q_SIGNALS:
    void documentChosen();  ///< instead of what was set by `setOwn`

private:
    void follow();
    void choose();
    void fillGroups();

    ProjectDocument& m_document;
    QComboBox *m_what, *m_group;
    FlowRow* m_layout = nullptr;  ///< the second row
    QButtonGroup* m_moment;
    QCheckBox *m_income, *m_relative;
    QLabel* m_sides;
    QString m_own;
    bool m_following = false, m_divided = false;
};

}  // namespace isopolis
