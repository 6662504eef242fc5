#pragma once
/// In a window that runs from right to left, figures stand between two marks that keep them running from left to right: "−3.2 µg/m³".
///
///   isolated("−3.2 µg/m³");  withoutIsolates(cell);       // the second for other programs, where a table is copied to

#include <QString>

namespace isopolis {

QString isolated(const QString& figure);  ///< as it is where the window runs from left to right
QString withoutIsolates(QString words);

}  // namespace isopolis
