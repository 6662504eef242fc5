#pragma once
/// The row that starts, shows and stops the search for what each measure brings.

#include "ui/jobs/attribution_finder.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace isopolis {

class AttributionAsk : public QWidget {
    Q_OBJECT
public:
    /// `name` begins the object names, so that two rows can be told apart.
    AttributionAsk(const QString& name, AttributionFinder& finder, QWidget* parent = nullptr);

private:
    void refresh();

    AttributionFinder& m_finder;
    QPushButton *m_ask, *m_cancel;
    QProgressBar* m_progress;
    QLabel* m_state;
};

}  // namespace isopolis
