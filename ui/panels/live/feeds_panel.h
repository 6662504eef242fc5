#pragma once
/// Sensors and their sources: what each says now, how each source fares, when it was silent, and what was refused and why.

#include "ui/dialogs/feed_questions.h"
#include "ui/live/feed_desk.h"
#include "ui/live/live_twin.h"

#include <QWidget>

class QTabWidget;
class QTableView;

namespace isopolis {

class SensorTableModel;

class FeedsPanel : public QWidget {
    Q_OBJECT
public:
    FeedsPanel(ProjectDocument& document, LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent = nullptr);
    void addPage(QWidget* page, const QString& title);

Q_SIGNALS:
    void problemTold(const QString& problem);  ///< a sentence of the feeds, to be shown
    void flyToRequested(const std::string& sensor);

private:
    QWidget* makeSensors();
    void follow();

    ProjectDocument& m_document;
    LiveTwin& m_twin;
    QTabWidget* m_pages;
    QTableView* m_sensors = nullptr;
    SensorTableModel* m_model;
    bool m_following = false;
};

}  // namespace isopolis
