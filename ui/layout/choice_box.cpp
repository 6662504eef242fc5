#include "ui/layout/choice_box.h"

#include <QHelpEvent>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>

namespace isopolis {

namespace {
constexpr int kLeast_em = 8;
}

QSize ChoiceBox::minimumSizeHint() const
{
    const QSize all = QComboBox::minimumSizeHint();
    return {std::min(all.width(), kLeast_em * fontMetrics().height()), all.height()};
}

/// As the field between the frame and the arrow shows it.
QString ChoiceBox::shownText(const QStyleOptionComboBox& option) const
{
    const int icon = option.currentIcon.isNull() ? 0 : option.iconSize.width() + 4;
    const int room = style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width() - icon - 2;
    return option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, room);
}

bool ChoiceBox::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && !isEditable()) {
        QStyleOptionComboBox option;
        initStyleOption(&option);
        if (shownText(option) != option.currentText) {
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), currentText().toHtmlEscaped(), this);
            return true;
        }
    }
    return QComboBox::event(event);
}

void ChoiceBox::paintEvent(QPaintEvent* event)
{
    if (isEditable() || currentIndex() < 0) {
        QComboBox::paintEvent(event);
        return;
    }
    QStylePainter painter(this);
    painter.setPen(palette().color(QPalette::Text));
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    option.currentText = shownText(option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

}  // namespace isopolis
