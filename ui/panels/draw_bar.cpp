#include "ui/panels/draw_bar.h"

#include "ui/panels/tools/draw_check.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/named.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace isopolis {

DrawBar::DrawBar(DrawController& controller, DrawCheck& check, const QList<QAction*>& actions, QWidget* parent)
    : QFrame(parent), m_controller(controller), m_check(check), m_title(new QLabel(this)), m_instruction(new QLabel(this)),
      m_warnings(new QLabel(this)),
      m_rectangle(named(new QCheckBox(tr("Rectangle"), this), "drawRectangle", tr("Draw a rectangle by three clicks")))
{
    setObjectName(QStringLiteral("drawBar"));
    setProperty("role", QStringLiteral("notice"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setTextFormat(Qt::PlainText);
    m_instruction->setTextFormat(Qt::PlainText);
    m_instruction->setWordWrap(true);
    m_instruction->setObjectName(QStringLiteral("drawInstruction"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(m_title);
    m_warnings->setObjectName(QStringLiteral("drawWarnings"));
    m_warnings->setProperty("role", QStringLiteral("problem"));
    m_warnings->setTextFormat(Qt::PlainText);
    m_warnings->setWordWrap(true);
    auto* words = new QVBoxLayout;
    words->addWidget(m_instruction);
    words->addWidget(m_warnings);
    layout->addLayout(words, 1);
    layout->addWidget(m_rectangle);
    for (QAction* action : actions) {
        auto* button = named(new QToolButton(this), qPrintable(action->objectName() + QStringLiteral("Button")), action->iconText());
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    connect(m_rectangle, &QCheckBox::clicked, this, [this](bool on) { m_controller.setRectangle(on); });
    connect(&controller, &DrawController::changed, this, &DrawBar::refresh);
    connect(&check, &DrawCheck::changed, this, &DrawBar::warn);
    refresh();
    warn();
}

void DrawBar::refresh()
{
    setVisible(m_controller.drawing());
    m_title->setText(m_controller.title());
    m_instruction->setText(m_controller.instruction());
    m_rectangle->setVisible(m_controller.offersRectangle());
    m_rectangle->setChecked(m_controller.rectangle());
}

void DrawBar::warn()
{
    m_warnings->setText(m_check.warnings().join(QLatin1Char('\n')));
    m_warnings->setVisible(!m_check.warnings().isEmpty());
    if (m_check.warnings().isEmpty())
        return;
    m_warnings->setAccessibleName(m_warnings->text());
    QAccessibleEvent alert(m_warnings, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace isopolis
