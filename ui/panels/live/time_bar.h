#pragma once
/// The time line below the map: live, pause, any moment of the past, faster, and as it was known at a moment.
///
///   layout->addWidget(new TimeBar(twin, page));
///
/// Everything a drag does has a key: the slider moves by a quarter of an hour with the arrows and by six hours with Page Up and Down.

#include "ui/live/live_twin.h"

#include <QFrame>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QLabel;
class QSlider;
class QToolButton;

namespace isopolis {

class TimeBar : public QFrame {
    Q_OBJECT
public:
    explicit TimeBar(LiveTwin& twin, QWidget* parent = nullptr);

private:
    void follow();
    void moment();
    void refreshQuantities();
    void refreshCoverage();

    LiveTwin& m_twin;
    QToolButton *m_live, *m_play;
    QSlider* m_slider;
    QDateTimeEdit *m_when, *m_known;
    QComboBox *m_speed, *m_quantity;
    QCheckBox* m_asKnown;
    QLabel* m_coverage;
    bool m_following = false;
};

}  // namespace isopolis
