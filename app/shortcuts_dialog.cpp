#include "app/shortcuts_dialog.h"

#include "app/shortcuts.h"
#include "ui/layout/opening_size.h"
#include "ui/text/accessible_role.h"
#include "ui/text/named.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace isopolis {

namespace {

QString plainText(const QAction* action)
{
    QString words = action->text();
    words.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    return words;
}

QString keysText(const QList<QKeySequence>& keys)
{
    QStringList texts;
    for (const QKeySequence& sequence : keys)
        texts << sequence.toString(QKeySequence::NativeText);
    return texts.join(QStringLiteral(", "));
}

}  // namespace

ShortcutsDialog::ShortcutsDialog(Shortcuts& shortcuts, QWidget* parent)
    : QDialog(parent), m_shortcuts(shortcuts), m_search(named(new QLineEdit(this), "shortcutSearch", tr("Search commands and keys"))),
      m_list(named(new QTreeWidget(this), "shortcutList", tr("Commands and their keys"))), m_keys(new QKeySequenceEdit(this)),
      m_set(named(new QPushButton(tr("&Use these keys"), this), "setShortcut", tr("Use these keys for the selected command"))),
      m_none(named(new QPushButton(tr("N&o keys"), this), "clearShortcut", tr("Take the keys from the selected command"))),
      m_reset(named(new QPushButton(tr("&Standard"), this), "resetShortcut", tr("Standard keys for the selected command"))),
      m_resetAll(named(new QPushButton(tr("&All standard"), this), "resetShortcuts", tr("Standard keys for all commands"))),
      m_told(new QLabel(this))
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keys"));
    setAccessibleName(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    giveRole(m_keys, QAccessible::HotkeyField);
    named(m_keys, "shortcutKeys", tr("New keys for the selected command"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_list->setRootIsDecorated(false);
    m_list->setAllColumnsShowFocus(true);
    m_list->setHeaderLabels({tr("Command"), tr("Keys"), tr("Standard")});
    m_told->setObjectName(QStringLiteral("shortcutTold"));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    for (QPushButton* button : {m_set, m_none, m_reset, m_resetAll})
        button->setAutoDefault(false);
    if (auto* line = m_keys->findChild<QLineEdit*>()) {
        line->setAccessibleName(m_keys->accessibleName());
        line->setObjectName(QStringLiteral("shortcutKeysLine"));
    }
    auto* caption = new QLabel(tr("&Press the new keys:"), this);
    caption->setBuddy(m_keys);
    auto* row = new QHBoxLayout;
    row->addWidget(caption);
    row->addWidget(m_keys, 1);
    row->addWidget(m_set);
    auto* others = new QHBoxLayout;
    others->addWidget(m_none);
    others->addWidget(m_reset);
    others->addStretch(1);
    others->addWidget(m_resetAll);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    named(close, "closeShortcuts", tr("Close"));
    close->setAutoDefault(false);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addLayout(row);
    layout->addWidget(m_told);
    layout->addLayout(others);
    layout->addWidget(buttons);
    fill();
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& wanted) {
        for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
            QTreeWidgetItem* item = m_list->topLevelItem(i);
            item->setHidden(!item->text(0).contains(wanted, Qt::CaseInsensitive) && !item->text(1).contains(wanted, Qt::CaseInsensitive));
        }
    });
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this] {
        m_keys->clear();
        refresh();
    });
    connect(m_keys, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsDialog::refresh);
    connect(m_set, &QPushButton::clicked, this, [this] {
        const QKeySequence keys = m_keys->keySequence();
        m_keys->clear();
        m_shortcuts.set(current(), {keys});
    });
    connect(m_none, &QPushButton::clicked, this, [this] { m_shortcuts.set(current(), {}); });
    connect(m_reset, &QPushButton::clicked, this, [this] { m_shortcuts.set(current(), m_shortcuts.standard(current())); });
    connect(m_resetAll, &QPushButton::clicked, &shortcuts, &Shortcuts::resetAll);
    connect(&shortcuts, &Shortcuts::changed, this, [this] {
        for (int i = 0; i < m_list->topLevelItemCount(); ++i)
            write(m_list->topLevelItem(i));
        refresh();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    refresh();
    resize(openingSize(*this, {680, 620}));
}

void ShortcutsDialog::fill()
{
    for (QAction* action : m_shortcuts.actions()) {
        auto* item = new QTreeWidgetItem(m_list);
        item->setData(0, Qt::UserRole, QVariant::fromValue(static_cast<QObject*>(action)));
        write(item);
    }
    m_list->sortItems(0, Qt::AscendingOrder);
    m_list->setCurrentItem(m_list->topLevelItem(0));
    for (const int column : {0, 1})
        m_list->resizeColumnToContents(column);
}

void ShortcutsDialog::write(QTreeWidgetItem* item)
{
    const auto* action = static_cast<const QAction*>(item->data(0, Qt::UserRole).value<QObject*>());
    item->setText(0, plainText(action));
    item->setText(1, keysText(action->shortcuts()));
    item->setText(2, m_shortcuts.isStandard(action) ? QString() : keysText(m_shortcuts.standard(action)));
    QFont font = item->font(1);
    font.setBold(!m_shortcuts.isStandard(action));
    item->setFont(1, font);
}

QAction* ShortcutsDialog::current() const
{
    const QTreeWidgetItem* item = m_list->currentItem();
    return item ? static_cast<QAction*>(item->data(0, Qt::UserRole).value<QObject*>()) : nullptr;
}

void ShortcutsDialog::refresh()
{
    QAction* action = current();
    const QKeySequence keys = m_keys->keySequence();
    m_set->setEnabled(action && !keys.isEmpty());
    m_none->setEnabled(action && !action->shortcuts().isEmpty());
    m_reset->setEnabled(action && !m_shortcuts.isStandard(action));
    const QAction* holder = action ? m_shortcuts.holder(keys, action) : nullptr;
    m_told->setText(
        holder ? tr("%1 belongs to \"%2\", which then has no keys.").arg(keys.toString(QKeySequence::NativeText), plainText(holder))
               : QString());
}

}  // namespace isopolis
