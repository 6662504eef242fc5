#pragma once
/// The sun of a day and hour over the city: a date, a time to slide through, and the standard light to go back to.
///
///   auto* dialog = new SunDialog(place, this);   connect(dialog, &SunDialog::sunChanged, viewport, &Viewport::setSun);   dialog->show();

#include "ui/scene/sun.h"

#include <QDateTime>
#include <QDialog>

class QDateEdit;
class QLabel;
class QSlider;
class QTimer;

namespace isopolis {

class SunDialog : public QDialog {
    Q_OBJECT
public:
    /// `place`: longitude and latitude.
    SunDialog(Point2 place, QWidget* parent);
    SunPosition sun() const;

Q_SIGNALS:
    void sunChanged(const isopolis::SunPosition& sun);

private:
    QDateTime moment() const;
    void write();

    Point2 m_place;
    QDateEdit* m_date;
    QSlider* m_minutes;
    QLabel* m_words;
    QTimer* m_wait;
};

}  // namespace isopolis
