#include "ui/panels/equity/equity_words.h"

#include <QLabel>

#include <cmath>

namespace isopolis {

Tone toneOfChange(double change, const IndicatorInfo& info, double threshold)
{
    if (!std::isfinite(change) || change == 0 || std::abs(change) < threshold)
        return Tone::Neutral;
    return (change < 0) == (info.better == Direction::LessIsBetter) ? Tone::Better : Tone::Worse;
}

QLabel* plainWords(QWidget* parent, const char* objectName)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(objectName));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

}  // namespace isopolis
