#include "ui/panels/start_page.h"

#include "ui/panels/choice_button.h"
#include "ui/panels/icons.h"
#include "ui/text/named.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace isopolis {

StartPage::StartPage(QWidget* parent)
    : QWidget(parent), m_choices(new QWidget(this)), m_recent(named(new QListWidget(this), "recentProjects", tr("Recent projects"))),
      m_recentTitle(new QLabel(tr("Recent projects"), this)), m_busy(new QLabel(this)), m_notice(new QLabel(this)),
      m_noticeOpen(named(new QPushButton(this), "startNoticeOpen", tr("Open the project again"))),
      m_progress(named(new QProgressBar(this), "startProgress", tr("Progress of opening")))
{
    setObjectName(QStringLiteral("startPage"));
    auto* title = new QLabel(QStringLiteral("Isopolis"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 2.4);
    large.setBold(true);
    title->setFont(large);
    auto* promise = new QLabel(tr("See who gains and who loses before you build."), this);
    m_recentTitle->setProperty("role", QStringLiteral("heading"));
    m_recentTitle->setBuddy(m_recent);
    m_busy->setTextFormat(Qt::PlainText);
    m_busy->setObjectName(QStringLiteral("startBusy"));
    m_notice->setTextFormat(Qt::PlainText);
    m_notice->setWordWrap(true);
    m_notice->setObjectName(QStringLiteral("startNotice"));
    m_noticeOpen->setText(tr("Open it again"));
    connect(m_noticeOpen, &QPushButton::clicked, this, [this] { Q_EMIT recentRequested(m_noticeProject); });
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    auto* choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    const auto choice = [&](const char* name, const QString& head, const QString& words, void (StartPage::*signal)()) {
        auto* button = named(new ChoiceButton(head, words, m_choices), name, head);
        button->setAccessibleDescription(words);
        connect(button, &QPushButton::clicked, this, signal);
        choices->addWidget(button);
        return button;
    };
    choice("startSample", tr("Sample city"), tr("A made-up city to try everything out; no files needed"), &StartPage::sampleRequested);
    choice("startOpen", tr("Open a project"), tr("Continue with a project file (*.gpkg)"), &StartPage::openRequested);
    choice("startImport", tr("New city from files"),
           tr("Drop files on this window, or choose them here: map, neighbourhoods, terrain, counts, timetables"),
           &StartPage::importRequested);
    choice("startRecipe", tr("New project from a recipe"), tr("Build a city from your own data, listed in a recipe (*.city.json)"),
           &StartPage::recipeRequested);
    auto* column = new QVBoxLayout;
    column->addStretch(1);
    column->addWidget(title);
    column->addWidget(promise);
    column->addSpacing(24);
    auto* notice = new QHBoxLayout;
    notice->addWidget(m_notice, 1);
    notice->addWidget(m_noticeOpen);
    column->addLayout(notice);
    column->addWidget(m_choices);
    column->addSpacing(16);
    column->addWidget(m_recentTitle);
    column->addWidget(m_recent, 2);
    column->addWidget(m_busy);
    column->addWidget(m_progress);
    column->addStretch(1);
    auto* layout = new QHBoxLayout(this);
    layout->addStretch(1);
    layout->addLayout(column, 2);
    layout->addStretch(1);
    connect(m_recent, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { Q_EMIT recentRequested(item->data(Qt::UserRole).toString()); });
    connect(m_recent, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { Q_EMIT recentRequested(item->data(Qt::UserRole).toString()); });
    setRecent({});
    setBusy({});
    setNotice({}, {});
    refreshIcons();
}

void StartPage::refreshIcons()
{
    for (const auto& [name, icon] : {std::pair{"startSample", "isopolis"}, std::pair{"startOpen", "document-open"},
                                     std::pair{"startImport", "list-add"}, std::pair{"startRecipe", "document-import"}})
        findChild<ChoiceButton*>(QString::fromLatin1(name))->setPicture(themedIcon(icon));
}

void StartPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcons();
}

void StartPage::setRecent(const QStringList& paths)
{
    m_recent->clear();
    for (const QString& path : paths) {
        const QFileInfo file(path);
        auto* item =
            new QListWidgetItem(tr("%1 in %2").arg(file.completeBaseName(), QDir::toNativeSeparators(file.absolutePath())), m_recent);
        item->setData(Qt::UserRole, path);
    }
    m_recent->setVisible(!paths.isEmpty());
    m_recentTitle->setVisible(!paths.isEmpty());
}

void StartPage::setBusy(const QString& what)
{
    m_busy->setText(what);
    m_busy->setVisible(!what.isEmpty());
    m_progress->setVisible(!what.isEmpty());
    m_choices->setEnabled(what.isEmpty());
    m_recent->setEnabled(what.isEmpty());
    m_noticeOpen->setEnabled(what.isEmpty());
}

void StartPage::setNotice(const QString& words, const QString& project)
{
    m_notice->setText(words);
    m_noticeProject = project;
    m_notice->setVisible(!words.isEmpty());
    m_noticeOpen->setVisible(!project.isEmpty());
    m_noticeOpen->setAccessibleDescription(words);
}

}  // namespace isopolis
