#pragma once
/// Object name for tests and settings, accessible name for screen readers: every interactive widget gets both.
///
///   auto* search = named(new QLineEdit(this), "streetSearch", tr("Search streets"));

#include <QString>

namespace isopolis {

template <class Widget>
Widget* named(Widget* widget, const char* objectName, const QString& accessibleName)
{
    widget->setObjectName(QString::fromLatin1(objectName));
    widget->setAccessibleName(accessibleName);
    return widget;
}

}  // namespace isopolis
