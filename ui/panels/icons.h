#pragma once
/// Icons that are embedded in the program, drawn in the present text colour.
///
///   action->setIcon(themedIcon("edit-undo"));   // again after the theme changed: icons are pictures

#include <QIcon>
#include <QString>

namespace isopolis {

QIcon themedIcon(const char* name);  ///< an empty icon if the build has none of that name
QString styleSheetText(const char* name);

}  // namespace isopolis
