#pragma once
/// One file of a city in the making: what it is, which columns hold what, a look at its first rows, its licence, its problems.

#include "gis/io/recipe_draft.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QTableWidget;
class QTabWidget;

namespace isopolis {

class ImportSourcePage : public QWidget {
    Q_OBJECT
public:
    explicit ImportSourcePage(QWidget* parent = nullptr);
    void show(const FileLook& look, const SourceDraft& source);
    const SourceDraft& source() const { return m_source; }

Q_SIGNALS:
    void changed();

private:
    void fillFields();
    void fillProblems();
    void read();

    FileLook m_look;
    SourceDraft m_source;
    QTabWidget* m_tabs;
    QLabel* m_about;
    QComboBox *m_kind, *m_layer, *m_what;
    QLabel* m_whatLabel;
    QLabel *m_layerLabel, *m_crsLabel;
    QLineEdit* m_crs;
    QFormLayout* m_fields;
    std::vector<std::pair<std::string, QComboBox*>> m_roles;
    QLineEdit* m_incomeMeaning = nullptr;
    QTableWidget* m_rows;
    QLineEdit *m_licence, *m_attribution, *m_publisher, *m_purpose, *m_legalBasis, *m_retention;
    QCheckBox* m_personal;
    QListWidget* m_problems;
    bool m_filling = false;
};

}  // namespace isopolis
