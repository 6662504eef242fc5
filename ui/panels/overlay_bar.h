#pragma once
/// Chooses what the map shows: an indicator before, after or as change, for a group, absolutely or in percent; traffic; or nothing.

#include "ui/document/project_document.h"

#include <QFrame>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QHBoxLayout;

namespace isopolis {

class OverlayBar : public QFrame {
    Q_OBJECT
public:
    explicit OverlayBar(ProjectDocument& document, QWidget* parent = nullptr);
    void addStatus(QWidget* status);  ///< at the right end

private:
    void follow();
    void choose();
    void fillGroups();

    ProjectDocument& m_document;
    QComboBox *m_what, *m_group;
    QHBoxLayout* m_layout = nullptr;  ///< the second row
    QButtonGroup* m_moment;
    QCheckBox *m_income, *m_relative;
    bool m_following = false;
};

}  // namespace isopolis
