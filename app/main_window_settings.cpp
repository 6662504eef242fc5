#include "app/action_table.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "app/session_lock.h"
#include "app/shortcuts.h"
#include "ui/panels/start_page.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMenu>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>

namespace isopolis {

namespace {
constexpr int kRecentProjects = 8;
}

void MainWindow::restoreSettings()
{
    m_shortcuts->restore();
    if (!restoreGeometry(m_settings->value(QStringLiteral("geometry")).toByteArray()))
        resize(QSize(1500, 950).boundedTo(screen()->availableSize() * 0.95));
    m_place->restore(*m_settings);
    m_layout = m_settings->value(QStringLiteral("layout")).toByteArray();
    for (const char* name : {"flatMap", "buildings", "sensors", "reducedMotion", "divideMap", "mapsBeside"})
        if (const QVariant on = m_settings->value(QLatin1String("view/") + QLatin1String(name)); on.isValid())
            (*m_actions)[name]->setChecked(on.toBool());
    remember({});
    for (const QString& path : recent())
        if (const auto left = SessionLock::leftBehindIn(path)) {
            m_start->setNotice(tr("Isopolis ended without closing %1. Nothing is lost: every edit was saved when it was made, the last one "
                                  "on %2.")
                                   .arg(QFileInfo(path).completeBaseName(), QLocale().toString(left->lastSaved, QLocale::ShortFormat)),
                               path);
            break;
        }
}

void MainWindow::saveSettings()
{
    if (m_centre->currentIndex() == 1)
        m_layout = saveState(1);
    m_settings->setValue(QStringLiteral("geometry"), saveGeometry());
    m_settings->setValue(QStringLiteral("layout"), m_layout);
    m_settings->setValue(QStringLiteral("theme"), static_cast<int>(m_theme));
    for (const char* name : {"flatMap", "buildings", "sensors", "reducedMotion", "divideMap", "mapsBeside"})
        m_settings->setValue(QLatin1String("view/") + QLatin1String(name), (*m_actions)[name]->isChecked());
    m_place->save(*m_settings);
    m_settings->sync();
}

QStringList MainWindow::recent() const
{
    QStringList paths = m_settings->value(QStringLiteral("recent")).toStringList();
    paths.erase(std::remove_if(paths.begin(), paths.end(), [](const QString& path) { return !QFileInfo(path).isFile(); }), paths.end());
    return paths;
}

void MainWindow::remember(const QString& path)
{
    QStringList paths = recent();
    if (!path.isEmpty()) {
        const QString absolute = QFileInfo(path).absoluteFilePath();
        paths.removeAll(absolute);
        paths.prepend(absolute);
        paths = paths.mid(0, kRecentProjects);
        m_settings->setValue(QStringLiteral("recent"), paths);
    }
    m_start->setRecent(paths);
    if (!m_recentMenu)
        return;
    m_recentMenu->clear();
    for (const QString& known : paths)
        m_recentMenu->addAction(QDir::toNativeSeparators(known), this, [this, known] { openProject(known); });
    m_recentMenu->setEnabled(!paths.isEmpty());
}

void MainWindow::setTheme(Theme theme)
{
    m_theme = theme;
    const bool dark = applyTheme(theme);
    m_actions->refreshIcons();
    m_viewport->setDarkTheme(dark);
    m_settings->setValue(QStringLiteral("theme"), static_cast<int>(theme));
}

}  // namespace isopolis
