#pragma once
/// A list of choices that can be narrower than its longest line: the line that is chosen then ends in dots, and the tool tip says it.
///
///   auto* period = named(new ChoiceBox(this), "mapPeriod", tr("Time of the map of the air"));

#include <QComboBox>

namespace isopolis {

class ChoiceBox : public QComboBox {
    Q_OBJECT
public:
    using QComboBox::QComboBox;

    QSize minimumSizeHint() const override;
    bool event(QEvent* event) override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString shownText(const class QStyleOptionComboBox& option) const;
};

}  // namespace isopolis
