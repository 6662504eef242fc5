#pragma once
/// What was refused and why, and what people decided about values.

#include "ui/live/live_twin.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class ChecksPage : public QWidget {
    Q_OBJECT
public:
    explicit ChecksPage(LiveTwin& twin, QWidget* parent = nullptr);

private:
    void refresh();

    LiveTwin& m_twin;
    QLabel *m_refusedWords, *m_decidedWords;
    TableOfRows *m_refused, *m_decided;
    QTableView *m_refusedView, *m_decidedView;
};

}  // namespace isopolis
