#include "ui/panels/plain_label.h"

#include <QLabel>
#include <QVariant>

namespace isopolis {

QLabel* plainLabel(QWidget* parent, const char* objectName, const char* role)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(objectName));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    if (role)
        label->setProperty("role", QString::fromLatin1(role));
    return label;
}

}  // namespace isopolis
