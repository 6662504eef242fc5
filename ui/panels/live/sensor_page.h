#pragma once
/// One sensor in the inspector: what it says, how old and how good that is, its last day as chart and table, and a person's judgement.

#include "ui/dialogs/feed_questions.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_twin.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace isopolis {

class ChartWidget;
class TableOfRows;

class SensorPage : public QWidget {
    Q_OBJECT
public:
    SensorPage(ProjectDocument& document, LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent = nullptr);

private:
    void refresh();
    void refreshChart();
    void judge();

    ProjectDocument& m_document;
    LiveTwin& m_twin;
    FeedDesk& m_desk;
    FeedQuestionsPtr m_questions;
    QLabel *m_title, *m_facts;
    QTableView* m_view;
    TableOfRows* m_rows;
    QComboBox* m_quantity;
    ChartWidget* m_chart;
    QPushButton* m_judge;
    bool m_following = false;
};

}  // namespace isopolis
