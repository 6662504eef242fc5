#include "ui/dialogs/bookmarks_dialog.h"

#include "ui/layout/opening_size.h"
#include "ui/text/named.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

BookmarksDialog::BookmarksDialog(std::vector<Bookmark> bookmarks, const MapView& present, QWidget* parent)
    : QDialog(parent), m_bookmarks(std::move(bookmarks)), m_present(present),
      m_name(named(new QLineEdit(this), "bookmarkName", tr("Name of the present view"))),
      m_list(named(new QListWidget(this), "bookmarkList", tr("Bookmarks of this city"))),
      m_add(named(new QPushButton(tr("&Keep this view"), this), "addBookmark", tr("Keep this view as a bookmark"))),
      m_go(named(new QPushButton(tr("&Go there"), this), "goToBookmark", tr("Go to the selected bookmark"))),
      m_remove(named(new QPushButton(tr("&Delete"), this), "deleteBookmark", tr("Delete the selected bookmark")))
{
    setObjectName(QStringLiteral("bookmarksDialog"));
    setWindowTitle(tr("Bookmarks"));
    setAccessibleName(tr("Bookmarks"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setMaxLength(100);
    m_name->setPlaceholderText(tr("View %1").arg(m_bookmarks.size() + 1));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    m_list->setAccessibleDescription(tr("Enter goes there, F2 renames, Delete removes"));
    auto* caption = new QLabel(tr("&Name of the present view:"), this);
    caption->setBuddy(m_name);
    m_go->setDefault(true);
    for (QPushButton* button : {m_add, m_remove})
        button->setAutoDefault(false);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    named(close, "closeBookmarks", tr("Close"));
    close->setAutoDefault(false);
    auto* grid = new QGridLayout;
    grid->addWidget(m_list, 0, 0, 3, 1);
    grid->addWidget(m_go, 0, 1);
    grid->addWidget(m_remove, 1, 1);
    grid->setRowStretch(2, 1);
    auto* keep = new QHBoxLayout;
    keep->addWidget(m_name, 1);
    keep->addWidget(m_add);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(caption);
    layout->addLayout(keep);
    layout->addLayout(grid, 1);
    layout->addWidget(buttons);
    connect(m_add, &QPushButton::clicked, this, &BookmarksDialog::add);
    connect(m_name, &QLineEdit::returnPressed, this, &BookmarksDialog::add);
    connect(m_go, &QPushButton::clicked, this, &BookmarksDialog::go);
    connect(m_remove, &QPushButton::clicked, this, &BookmarksDialog::remove);
    connect(m_list, &QListWidget::itemActivated, this, &BookmarksDialog::go);
    connect(m_list, &QListWidget::currentRowChanged, this, &BookmarksDialog::refresh);
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem* item) {
        if (m_filling)
            return;
        const int row = m_list->row(item);
        Bookmark& bookmark = m_bookmarks[static_cast<std::size_t>(row)];
        if (const QString wish = item->text().trimmed(); !wish.isEmpty())
            bookmark.name = freeName(wish, row);
        fill(row);
        Q_EMIT changed();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_list->installEventFilter(this);
    fill(m_bookmarks.empty() ? -1 : 0);
    resize(openingSize(*this, {460, 360}));
    // Return in the name keeps the view; it must not close the dialog.
    m_name->setFocus();
}

void BookmarksDialog::fill(int current)
{
    m_filling = true;
    m_list->clear();
    for (const Bookmark& bookmark : m_bookmarks) {
        auto* item = new QListWidgetItem(bookmark.name, m_list);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
    }
    m_list->setCurrentRow(std::min(current, m_list->count() - 1));
    m_filling = false;
    refresh();
}

void BookmarksDialog::refresh()
{
    const bool chosenOne = m_list->currentRow() >= 0;
    m_go->setEnabled(chosenOne);
    m_remove->setEnabled(chosenOne);
}

QString BookmarksDialog::freeName(const QString& wish, int except) const
{
    const auto taken = [&](const QString& name) {
        for (std::size_t i = 0; i < m_bookmarks.size(); ++i)
            if (static_cast<int>(i) != except && m_bookmarks[i].name == name)
                return true;
        return false;
    };
    QString name = wish;
    for (int number = 2; taken(name); ++number)
        name = QStringLiteral("%1 %2").arg(wish).arg(number);
    return name;
}

void BookmarksDialog::add()
{
    const QString wish = m_name->text().trimmed();
    m_bookmarks.push_back({freeName(wish.isEmpty() ? m_name->placeholderText() : wish, -1), m_present});
    m_name->clear();
    m_name->setPlaceholderText(tr("View %1").arg(m_bookmarks.size() + 1));
    fill(static_cast<int>(m_bookmarks.size()) - 1);
    Q_EMIT changed();
}

bool BookmarksDialog::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete) {
        remove();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void BookmarksDialog::go()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    Q_EMIT chosen(m_bookmarks[static_cast<std::size_t>(row)].view);
    accept();
}

void BookmarksDialog::remove()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    m_bookmarks.erase(m_bookmarks.begin() + row);
    fill(row);
    Q_EMIT changed();
}

}  // namespace isopolis
