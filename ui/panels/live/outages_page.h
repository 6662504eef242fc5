#pragma once
/// When each source was silent, as bars on a time line and as a table.

#include "ui/live/live_twin.h"

#include <QWidget>

namespace isopolis {

class ChartWidget;

class OutagesPage : public QWidget {
    Q_OBJECT
public:
    explicit OutagesPage(LiveTwin& twin, QWidget* parent = nullptr);

private:
    void refresh();

    LiveTwin& m_twin;
    ChartWidget* m_chart;
};

}  // namespace isopolis
