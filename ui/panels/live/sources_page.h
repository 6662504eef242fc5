#pragma once
/// The sources of a project: state, last message, lag, what it may be used for; listening is started and stopped here.

#include "ui/dialogs/feed_questions.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_twin.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QTableView;

namespace isopolis {

class TableOfRows;

class SourcesPage : public QWidget {
    Q_OBJECT
public:
    SourcesPage(LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent = nullptr);

private:
    void refresh();
    void showFacts();

    LiveTwin& m_twin;
    FeedDesk& m_desk;
    QTableView* m_view;
    TableOfRows* m_rows;
    QLabel* m_facts;
    QPushButton *m_listen, *m_add;
    std::vector<FeedStatus> m_shown;
    std::optional<QList<QStringList>> m_told;
};

}  // namespace isopolis
