#pragma once
/// What a widget that Qt knows nothing of is to a screen reader: a chart, a map. Without it, it is nothing but "client".
///
///   giveRole(canvas, QAccessible::Chart);   // in its constructor, before anybody asks

#include <QAccessible>

class QWidget;

namespace isopolis {

void giveRole(QWidget* widget, QAccessible::Role role);

}  // namespace isopolis
