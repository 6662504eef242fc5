#include "ui/panels/choice_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QVBoxLayout>

namespace isopolis {

ChoiceButton::ChoiceButton(const QString& heading, const QString& words, QWidget* parent)
    : QPushButton(parent), m_picture(new QLabel(this)), m_heading(new QLabel(heading, this)), m_words(new QLabel(words, this))
{
    setFlat(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(10);
    auto* column = new QVBoxLayout;
    column->setSpacing(1);
    column->addWidget(m_heading);
    column->addWidget(m_words);
    row->addWidget(m_picture, 0, Qt::AlignTop);
    row->addLayout(column, 1);
    for (QLabel* label : {m_picture, m_heading, m_words}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        label->setTextFormat(Qt::PlainText);
    }
    m_heading->setWordWrap(true);
    m_words->setWordWrap(true);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    fitFont();
}

void ChoiceButton::setPicture(const QIcon& icon)
{
    m_icon = icon;
    fitFont();
}

QSize ChoiceButton::sizeHint() const { return layout()->sizeHint(); }
QSize ChoiceButton::minimumSizeHint() const { return layout()->minimumSize(); }
int ChoiceButton::heightForWidth(int width) const { return layout()->heightForWidth(width); }

void ChoiceButton::changeEvent(QEvent* event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fitFont();
}

void ChoiceButton::fitFont()
{
    QFont bold = font();
    bold.setBold(true);
    m_heading->setFont(bold);
    m_words->setFont(font());
    const int side = fontMetrics().height() * 5 / 4;
    m_picture->setPixmap(m_icon.pixmap(side, side));
}

}  // namespace isopolis
