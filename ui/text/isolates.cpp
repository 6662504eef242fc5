#include "ui/text/isolates.h"

#include <QGuiApplication>

namespace isopolis {
namespace {
constexpr QChar kIsolate(0x2066), kEndOfIsolate(0x2069);
}

QString isolated(const QString& figure)
{
    return QGuiApplication::layoutDirection() == Qt::RightToLeft ? kIsolate + figure + kEndOfIsolate : figure;
}

QString withoutIsolates(QString words) { return words.remove(kIsolate).remove(kEndOfIsolate); }

}  // namespace isopolis
