#pragma once
/// What if one assumption had another value: which conclusions hold and which flip, and where the headline would.

#include "ui/jobs/what_if_finder.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace isopolis {

class TableOfRows;

class WhatIfPage : public QWidget {
    Q_OBJECT
public:
    WhatIfPage(ProjectDocument& document, WhatIfFinder& finder, QWidget* parent = nullptr);
    void show(const IndicatorAssessment& assessment);
    void choose(const QString& parameter);  ///< its id; the value is then asked for

private:
    QWidget* makeAsk();
    void makeAnswer(QVBoxLayout& layout);
    const ParameterSpec* chosen() const;
    void describe();
    void refresh();
    QString stateText() const;
    QString answerText(const WhatIfAnswer& answer) const;
    QString orderText(const WhatIfAnswer& answer) const;
    QString switchText(const SwitchSearch& found) const;
    void fill();

    ProjectDocument& m_document;
    WhatIfFinder& m_finder;
    Indicator m_indicator = Indicator::No2;
    QComboBox *m_parameter, *m_filter;
    QDoubleSpinBox* m_value;
    QPushButton *m_ask, *m_search, *m_cancel, *m_keep;
    QProgressBar* m_progress;
    QLabel *m_about, *m_words, *m_order, *m_switch;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
