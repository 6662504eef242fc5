#pragma once
/// Problems and notes of import, saving and calculation.

#include "ui/document/project_document.h"

#include <QWidget>

namespace isopolis {

class IssuePanel : public QWidget {
    Q_OBJECT
public:
    explicit IssuePanel(ProjectDocument& document, QWidget* parent = nullptr);

Q_SIGNALS:
    void countChanged(int errors, int warnings);
};

}  // namespace isopolis
