#include "ui/dialogs/form_dialog.h"

#include "ui/layout/choice_box.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr double kMostOfScreen = 0.8;  // the rest is for buttons, title bar and panels of the desktop

/// As large as what it holds, and scrolled where the screen is smaller: large text on a small screen must not hide a field.
class FormArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

    QSize sizeHint() const override { return bounded(widget()->sizeHint()); }
    QSize minimumSizeHint() const override
    {
        return {bounded(widget()->minimumSizeHint()).width(), std::min(bounded(widget()->sizeHint()).height(), fontMetrics().height() * 6)};
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }

private:
    QSize bounded(QSize wanted) const
    {
        const QSize most = screen()->availableSize() * kMostOfScreen;
        // A window may be made lower than we ask for: then the bar must not lie over the fields.
        wanted.rwidth() += verticalScrollBar()->sizeHint().width();
        return wanted.boundedTo(most);
    }
};

}  // namespace

FormDialog::FormDialog(const char* name, const QString& title, const QString& action, QWidget* parent)
    : QDialog(parent), m_introduction(new QLabel(this)), m_form(new QFormLayout), m_layout(new QVBoxLayout(this)),
      m_area(new FormArea(this)), m_problem(new QLabel(this)), m_buttons(new QDialogButtonBox(this))
{
    setObjectName(QString::fromLatin1(name));
    setWindowTitle(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    m_introduction->setWordWrap(true);
    m_introduction->setTextFormat(Qt::PlainText);
    m_introduction->hide();
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setObjectName(QStringLiteral("problem"));
    m_problem->setProperty("role", QStringLiteral("problem"));
    m_problem->hide();
    QPushButton* yes = m_buttons->addButton(action, QDialogButtonBox::AcceptRole);
    named(yes, "accept", action);
    yes->setDefault(true);
    QPushButton* no = m_buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    named(no, "cancel", tr("Cancel"));
    connect(m_buttons, &QDialogButtonBox::accepted, this, &FormDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &FormDialog::reject);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto* body = new QWidget(m_area);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_introduction);
    column->addLayout(m_form);
    column->addStretch(1);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(body);
    body->installEventFilter(m_area);
    m_layout->addWidget(m_area, 1);
    m_layout->addWidget(m_problem);
    m_layout->addWidget(m_buttons);
}

void FormDialog::setIntroduction(const QString& words)
{
    m_introduction->setText(words);
    m_introduction->setMinimumWidth(380);
    m_introduction->show();
    setAccessibleDescription(words);
}

void FormDialog::reveal(QWidget* field)
{
    adjustSize();
    // What has just been shown or has got longer words is given its place only after this.
    QTimer::singleShot(0, field, [this, field] { m_area->ensureWidgetVisible(field); });
}

void FormDialog::addRow(const QString& label, QWidget* field) { m_form->addRow(label, field); }
void FormDialog::addWide(QWidget* widget) { m_form->addRow(widget); }

QDoubleSpinBox* FormDialog::addNumber(const char* name, const QString& label, double value, double low, double high, int decimals,
                                      const QString& unit)
{
    auto* box = named(new QDoubleSpinBox(this), name, label);
    box->setDecimals(decimals);
    box->setRange(low, high);
    box->setValue(value);
    box->setGroupSeparatorShown(true);
    if (!unit.isEmpty())
        box->setSuffix(QChar(0x00A0) + unit);
    box->setToolTip(tr("%1 to %2").arg(box->textFromValue(low), box->textFromValue(high)));
    addRow(label, box);
    return box;
}

QLineEdit* FormDialog::addText(const char* name, const QString& label, const QString& value)
{
    auto* edit = named(new QLineEdit(value, this), name, label);
    edit->setMaxLength(200);
    addRow(label, edit);
    return edit;
}

QComboBox* FormDialog::addChoice(const char* name, const QString& label, const QStringList& choices, int current)
{
    auto* box = named(new ChoiceBox(this), name, label);
    box->addItems(choices);
    box->setCurrentIndex(current);
    addRow(label, box);
    return box;
}

QLineEdit* FormDialog::addPath(const char* name, const QString& label, const QString& value, const QString& filter, bool save)
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* edit = named(new QLineEdit(value, row), name, label);
    edit->setMinimumWidth(300);
    auto* browse = new QPushButton(tr("Browse…"), row);
    named(browse, (QByteArray(name) + "Browse").constData(), tr("Browse for: %1").arg(label));
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, [this, edit, filter, save, label] {
        auto* files = new QFileDialog(this, label, edit->text(), filter);
        files->setAttribute(Qt::WA_DeleteOnClose);
        files->setAcceptMode(save ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
        files->setFileMode(save ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
        connect(files, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        files->open();
    });
    layout->addWidget(edit, 1);
    layout->addWidget(browse);
    auto* caption = new QLabel(label, this);
    caption->setBuddy(edit);
    m_form->addRow(caption, row);
    return edit;
}

void FormDialog::askThen(std::function<void()> accepted)
{
    connect(this, &QDialog::accepted, this, std::move(accepted));
    // The fields come first for the keyboard, the first of them with the focus: the buttons were made before them.
    QWidget* last = this;
    for (QWidget* each = nextInFocusChain(); each != this; each = each->nextInFocusChain())
        if (!m_buttons->isAncestorOf(each) && each != m_buttons)
            last = each;
    for (QAbstractButton* button : m_buttons->buttons()) {
        setTabOrder(last, button);
        last = button;
    }
    for (QWidget* each = nextInFocusChain(); each != this; each = each->nextInFocusChain())
        if ((each->focusPolicy() & Qt::TabFocus) != 0 && each->isEnabled() && !each->focusProxy() && each->parentWidget() != m_buttons) {
            each->setFocus(Qt::TabFocusReason);
            if (auto* line = qobject_cast<QLineEdit*>(each))
                line->selectAll();
            if (auto* box = qobject_cast<QAbstractSpinBox*>(each))
                box->selectAll();
            break;
        }
    open();
}

void FormDialog::accept()
{
    const QString wrong = m_check ? m_check() : QString();
    if (wrong.isEmpty()) {
        QDialog::accept();
        return;
    }
    m_problem->setText(wrong);
    m_problem->setAccessibleName(wrong);
    m_problem->show();
    // The words take room of their own, not that of the field they are about.
    m_layout->activate();
    const int wanted = m_problem->heightForWidth(m_problem->width()) + m_layout->spacing();
    const int missing = m_area->sizeHint().height() - m_area->height();
    resize(width(), std::min(height() + std::clamp(missing, 0, wanted), screen()->availableSize().height() * 9 / 10));
    QAccessibleEvent alert(m_problem, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace isopolis
