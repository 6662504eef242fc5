#pragma once
/// Words that have less room than they need, and parts of a window that lie where nobody sees them.
///
///   const QStringList found = cutOff(dialog);   QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
///
/// What ends in dots, wraps or is scrolled into view is not cut off.

#include "ui/layout/choice_box.h"
#include "ui/layout/elided_label.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

namespace isopolis::test {

inline QString whatItIs(const QWidget& widget, const QString& words)
{
    QString id = widget.objectName();
    for (const QWidget* at = widget.parentWidget(); id.isEmpty() && at; at = at->parentWidget())
        id = at->objectName() + QStringLiteral("/?");
    return QStringLiteral("%1 %2: \"%3\" has %4×%5 px")
        .arg(QString::fromLatin1(widget.metaObject()->className()), id, words)
        .arg(widget.width())
        .arg(widget.height());
}

inline bool labelIsCut(const QLabel& label)
{
    if (label.text().isEmpty() || !label.pixmap(Qt::ReturnByValue).isNull() || qobject_cast<const ElidedLabel*>(&label))
        return false;
    if (!label.wordWrap())
        return label.sizeHint().width() > label.width() + 1 || label.sizeHint().height() > label.height() + 1;
    int widest = 0;
    if (label.textFormat() == Qt::PlainText)
        for (const QString& word : label.text().split(QRegularExpression(QStringLiteral("[\\s/\\-–]")), Qt::SkipEmptyParts))
            widest = std::max(widest, label.fontMetrics().horizontalAdvance(word));
    return label.heightForWidth(label.width()) > label.height() + 1 || widest > label.width() + 1;
}

inline bool buttonIsCut(const QAbstractButton& button)
{
    if (button.text().isEmpty())
        return false;
    if (const auto* tool = qobject_cast<const QToolButton*>(&button);
        tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull())
        return false;
    return button.sizeHint().width() > button.width() + 1 || button.sizeHint().height() > button.height() + 1;
}

/// Tabs are scrolled by buttons, or show their words in full.
inline bool tabsAreCut(const QTabBar& tabs)
{
    for (int i = 0; i < tabs.count(); ++i)
        if (!tabs.usesScrollButtons() && tabs.tabRect(i).right() > tabs.width())
            return true;
        else if (tabs.elideMode() != Qt::ElideNone && tabs.tabRect(i).width() < tabs.fontMetrics().horizontalAdvance(tabs.tabText(i)))
            return true;
    return false;
}

/// The chosen line of a list: its field ends at the arrow.
inline bool choiceIsCut(const QComboBox& list)
{
    if (qobject_cast<const ChoiceBox*>(&list))
        return false;
    QStyleOptionComboBox option;
    option.initFrom(&list);
    option.editable = list.isEditable();
    const QRect field = list.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &list);
    return !list.isEditable() && list.fontMetrics().horizontalAdvance(list.currentText()) > field.width() && list.toolTip().isEmpty();
}

/// Of headers that do not end in dots.
inline bool headerIsCut(const QHeaderView& header)
{
    for (int i = 0; i < header.count(); ++i)
        if (!header.isSectionHidden(i) && header.orientation() == Qt::Horizontal && header.textElideMode() == Qt::ElideNone &&
            header.sectionSize(i) < header.sectionSizeHint(i))
            return true;
    return false;
}

/// In what a scroll area shows, or in a bar that has a button for what has no room, a part may lie outside.
inline bool canBeReached(const QWidget& widget)
{
    const QWidget* parent = widget.parentWidget();
    const auto* area = parent ? qobject_cast<const QAbstractScrollArea*>(parent->parentWidget()) : nullptr;
    return (area && area->viewport() == parent) || qobject_cast<const QToolBar*>(parent) || qobject_cast<const QTabBar*>(parent);
}

inline bool isSpoken(const QWidget& widget)
{
    return qobject_cast<const QLabel*>(&widget) || qobject_cast<const QAbstractButton*>(&widget) ||
           qobject_cast<const QComboBox*>(&widget) || qobject_cast<const QAbstractSpinBox*>(&widget) ||
           qobject_cast<const QLineEdit*>(&widget) || qobject_cast<const QAbstractScrollArea*>(&widget) ||
           qobject_cast<const QGroupBox*>(&widget);
}

inline QStringList cutOff(const QWidget& window)
{
    QStringList all;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&window) || widget->window() != window.window())
            continue;
        const auto told = [&](bool cut, const QString& words) {
            if (cut)
                all << whatItIs(*widget, words);
        };
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            told(labelIsCut(*label), label->text());
        else if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            told(buttonIsCut(*button), button->text());
        else if (const auto* box = qobject_cast<const QGroupBox*>(widget))
            told(!box->title().isEmpty() && box->minimumSizeHint().width() > box->width() + 1, box->title());
        else if (const auto* tabs = qobject_cast<const QTabBar*>(widget))
            told(tabsAreCut(*tabs), tabs->tabText(0));
        else if (const auto* list = qobject_cast<const QComboBox*>(widget))
            told(choiceIsCut(*list), list->currentText());
        else if (const auto* field = qobject_cast<const QAbstractSpinBox*>(widget))
            told(field->minimumSizeHint().width() > field->width() + 1, field->text());
        else if (const auto* header = qobject_cast<const QHeaderView*>(widget))
            told(headerIsCut(*header), QStringLiteral("header"));
        if (!isSpoken(*widget) || canBeReached(*widget))
            continue;
        if (!widget->parentWidget()->rect().adjusted(-1, -1, 1, 1).contains(widget->geometry()))
            all << whatItIs(*widget, widget->accessibleName()) + QStringLiteral(" and lies outside of what it is in");
        for (const QWidget* other : widget->parentWidget()->findChildren<QWidget*>(Qt::FindDirectChildrenOnly))
            if (other < widget && other->isVisibleTo(&window) && isSpoken(*other) && widget->parentWidget()->layout() &&
                other->geometry().intersects(widget->geometry().adjusted(2, 2, -2, -2)))
                all << whatItIs(*widget, widget->accessibleName()) + QStringLiteral(" and lies over ") +
                           whatItIs(*other, other->accessibleName());
    }
    return all;
}

}  // namespace isopolis::test
