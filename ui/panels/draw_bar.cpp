#include "ui/panels/draw_bar.h"

#include "ui/layout/flow_row.h"
#include "ui/panels/tools/draw_check.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace isopolis {

DrawBar::DrawBar(DrawController& controller, DrawCheck& check, const QList<QAction*>& actions, QWidget* parent)
    : QFrame(parent), m_controller(controller), m_check(check), m_title(new QLabel(this)), m_instruction(new QLabel(this)),
      m_warnings(new QLabel(this)),
      m_rectangle(named(new QCheckBox(tr("Rectangle"), this), "drawRectangle", tr("Draw a rectangle by three clicks"))), m_side(makeSide())
{
    setObjectName(QStringLiteral("drawBar"));
    setProperty("role", QStringLiteral("notice"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setTextFormat(Qt::PlainText);
    m_instruction->setTextFormat(Qt::PlainText);
    m_instruction->setWordWrap(true);
    m_instruction->setObjectName(QStringLiteral("drawInstruction"));
    // Two rows: the bar takes its height from the map.
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    rows->setSpacing(2);
    auto* layout = new FlowRow;
    rows->addLayout(layout);
    layout->addWidget(m_title);
    layout->addSpacing(6);
    m_warnings->setObjectName(QStringLiteral("drawWarnings"));
    m_warnings->setProperty("role", QStringLiteral("problem"));
    m_warnings->setTextFormat(Qt::PlainText);
    m_warnings->setWordWrap(true);
    auto* second = new FlowRow;
    rows->addLayout(second);
    second->addWidget(m_side);
    second->addWidget(m_warnings, 1);
    layout->addWidget(m_instruction, 1);
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

QWidget* DrawBar::makeSide()
{
    auto* side = new QWidget(this);
    auto* row = new FlowRow(side);
    row->setContentsMargins(0, 0, 0, 0);
    auto* caption = new QLabel(tr("&Next side:"), side);
    m_length = named(new QDoubleSpinBox(side), "sideLength", tr("Length of the next side"));
    m_length->setRange(0, 100000);
    m_length->setSuffix(QChar(0x00A0) + unitText(Unit::Metre));
    m_length->setToolTip(tr("Type a length and press Enter: the corner is placed towards the pointer, or in the direction that you type"));
    m_direction = named(new QDoubleSpinBox(side), "sideDirection", tr("Direction of the next side, in degrees from north"));
    m_direction->setRange(0, 360);
    m_direction->setWrapping(true);
    m_direction->setSuffix(QStringLiteral("°"));
    m_direction->setToolTip(tr("0° leads north, 90° east, 180° south, 270° west"));
    for (QDoubleSpinBox* box : {m_length, m_direction}) {
        box->setDecimals(1);
        box->setKeyboardTracking(false);
        box->installEventFilter(this);
    }
    connect(m_length->findChild<QLineEdit*>(), &QLineEdit::textEdited, this, [this] { m_typedLength = true; });
    connect(m_direction->findChild<QLineEdit*>(), &QLineEdit::textEdited, this, [this] { m_typedDirection = true; });
    m_place = named(new QPushButton(tr("Place"), side), "placeSide", tr("Place the corner at this length and direction"));
    caption->setBuddy(m_length);
    row->addPair(caption, m_length);
    row->addWidget(m_direction);
    row->addWidget(m_place);
    connect(m_length, &QDoubleSpinBox::valueChanged, this, [this] { m_typedLength = m_typedLength || !m_following; });
    connect(m_direction, &QDoubleSpinBox::valueChanged, this, [this] { m_typedDirection = m_typedDirection || !m_following; });
    connect(m_place, &QPushButton::clicked, this, &DrawBar::placeSide);
    return side;
}

/// What was typed stays until it is used; the rest follows the pointer.
void DrawBar::followPointer()
{
    const std::optional<NextSide> side = m_controller.nextSide();
    if (!side)
        m_typedLength = m_typedDirection = false;
    // Who typed the last side goes on with the map, not with what happens to come next in the window.
    if (!side && m_side->isAncestorOf(QApplication::focusWidget()))
        m_controller.focusMap();
    m_side->setVisible(side.has_value());
    if (!side)
        return;
    m_following = true;
    if (!m_typedLength && !m_length->hasFocus())
        m_length->setValue(side->length_m);
    if (!m_typedDirection && !m_direction->hasFocus())
        m_direction->setValue(side->direction_deg);
    m_direction->setEnabled(side->turns);
    m_following = false;
}

void DrawBar::placeSide()
{
    m_length->interpretText();
    m_direction->interpretText();
    const double length_m = m_length->value(), direction_deg = m_direction->value();
    m_typedLength = m_typedDirection = false;
    m_controller.placeSide(length_m, direction_deg);
    if (m_length->hasFocus())
        m_length->selectAll();
}

bool DrawBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            event->accept();  // else Enter would end the drawing
            if (event->type() == QEvent::KeyPress)
                placeSide();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void DrawBar::refresh()
{
    followPointer();
    keepHeight();
    setVisible(m_controller.drawing());
    m_title->setText(m_controller.title());
    m_instruction->setText(m_controller.instruction());
    m_rectangle->setVisible(m_controller.offersRectangle());
    m_rectangle->setChecked(m_controller.rectangle());
}

/// Words of other lengths must not move the map under the pointer: while something is drawn the bar only ever gets higher.
void DrawBar::keepHeight()
{
    setMinimumHeight(m_controller.drawing() && isVisible() ? height() : 0);
    m_instruction->setMinimumHeight(2 * m_instruction->fontMetrics().lineSpacing());
    QSizePolicy policy = m_side->sizePolicy();
    policy.setRetainSizeWhenHidden(m_controller.offersSides());
    policy.setHorizontalPolicy(QSizePolicy::Maximum);
    m_side->setSizePolicy(policy);
}

void DrawBar::warn()
{
    m_warnings->setText(m_check.warnings().join(QLatin1Char('\n')));
    m_warnings->setVisible(!m_check.warnings().isEmpty());
    m_warnings->setToolTip(m_warnings->text());
    if (m_check.warnings().isEmpty())
        return;
    m_warnings->setAccessibleName(m_warnings->text());
    QAccessibleEvent alert(m_warnings, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace isopolis
