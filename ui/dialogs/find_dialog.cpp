#include "ui/dialogs/find_dialog.h"

#include "ui/layout/opening_size.h"
#include "ui/text/named.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr std::size_t kMostShown = 50;

QString withoutMnemonic(QString text) { return text.remove(QLatin1Char('&')); }

}  // namespace

FindDialog::FindDialog(const QList<QAction*>& actions, QWidget* parent)
    : QDialog(parent), m_line(named(new QLineEdit(this), "findLine", tr("Find"))),
      m_list(named(new QListWidget(this), "findList", tr("What was found"))), m_told(new QLabel(this))
{
    setObjectName(QStringLiteral("findDialog"));
    for (QAction* action : actions)
        if (!action->isSeparator() && !action->text().isEmpty())
            m_actions.push_back(action);
    m_line->setClearButtonEnabled(true);
    m_line->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_told->setObjectName(QStringLiteral("findTold"));
    m_told->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_line);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_told);
    resize(openingSize(*this, {520, 420}));
    connect(m_line, &QLineEdit::textChanged, this, &FindDialog::refresh);
    connect(m_line, &QLineEdit::returnPressed, this, &FindDialog::accept);
    connect(m_list, &QListWidget::itemClicked, this, &FindDialog::accept);
}

void FindDialog::setIndex(std::shared_ptr<const FindIndex> index)
{
    m_index = std::move(index);
    if (isVisible() && m_what == What::Places)
        refresh();
}

void FindDialog::ask(What what)
{
    m_what = what;
    const bool places = what == What::Places;
    setWindowTitle(places ? tr("Find a place") : tr("Find a command"));
    m_line->setAccessibleName(windowTitle());
    m_line->setPlaceholderText(places ? tr("Neighbourhood, street, place, stop or sensor") : tr("A few letters of what you want to do"));
    m_line->clear();
    refresh();
    open();
    m_line->setFocus();
}

void FindDialog::refresh()
{
    m_list->clear();
    m_told->clear();
    if (m_what == What::Places)
        listPlaces();
    else
        listCommands();
    m_list->setCurrentRow(m_list->count() > 0 ? 0 : -1);
}

void FindDialog::listPlaces()
{
    if (!m_index) {
        m_told->setText(tr("The city's names are being collected…"));
        return;
    }
    const QString kinds[] = {tr("neighbourhood"), tr("street"), tr("place"), tr("stop"), tr("sensor")};
    const std::vector<std::size_t> found = m_index->search(m_line->text(), kMostShown);
    for (const std::size_t i : found) {
        const FindItem& item = m_index->items()[i];
        auto* row = new QListWidgetItem(
            tr("%1  (%2)", "name of a place, its kind").arg(item.name, kinds[static_cast<std::size_t>(item.kind)]), m_list);
        row->setData(Qt::UserRole, static_cast<qulonglong>(i));
    }
    if (plainWords(m_line->text()).isEmpty())
        m_told->setText(tr("Type a few letters. Accents and capitals do not matter."));
    else if (found.empty())
        m_told->setText(tr("Nothing of this city is called “%1”.").arg(m_line->text().left(60)));
    else
        m_told->setText(found.size() == kMostShown ? tr("The first %1. Type more letters to see others.").arg(kMostShown)
                                                   : tr("%n found. Enter goes there.", nullptr, static_cast<int>(found.size())));
}

void FindDialog::listCommands()
{
    const QString plain = plainWords(m_line->text());
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QAction* action = m_actions[i];
        if (!action)
            continue;
        const QString name = withoutMnemonic(action->text());
        if (!matchesWords(plainWords(name + QLatin1Char(' ') + action->statusTip()), plain))
            continue;
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* row = new QListWidgetItem(keys.isEmpty() ? name : tr("%1  (%2)", "name of a command, its keys").arg(name, keys), m_list);
        row->setData(Qt::UserRole, static_cast<qulonglong>(i));
        row->setToolTip(action->statusTip());
        if (!action->isEnabled()) {
            row->setFlags(row->flags() & ~Qt::ItemIsEnabled);
            row->setToolTip(tr("Not possible now"));
        }
    }
    if (m_list->count() == 0)
        m_told->setText(tr("No command has these letters."));
}

void FindDialog::accept()
{
    const QListWidgetItem* row = m_list->currentItem();
    if (!row || !(row->flags() & Qt::ItemIsEnabled))
        return;
    const auto position = row->data(Qt::UserRole).toULongLong();
    QDialog::accept();
    if (m_what == What::Places)
        Q_EMIT chosen(m_index->items()[position]);
    else if (QAction* action = m_actions[static_cast<qsizetype>(position)])
        action->trigger();
}

bool FindDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int page = 10;
        const int step = key == Qt::Key_Down       ? 1
                         : key == Qt::Key_Up       ? -1
                         : key == Qt::Key_PageDown ? page
                         : key == Qt::Key_PageUp   ? -page
                                                   : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow(qBound(0, m_list->currentRow() + step, m_list->count() - 1));
            // The focus stays in the line, so the row is told there.
            m_line->setAccessibleDescription(m_list->currentItem()->text());
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace isopolis
