// The map in a window of its own: on a projector or a second screen, while the controls stay on the first.
#include "app/action_table.h"
#include "app/main_window.h"
#include "app/map_place.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/viewport/viewport.h"

#include <QAction>
#include <QActionGroup>
#include <QGuiApplication>
#include <QMenu>
#include <QScreen>
#include <QStatusBar>

namespace isopolis {

namespace {

QString screenWords(const QScreen& screen, int number, bool mine)
{
    const QString size = MainWindow::tr("%1 × %2").arg(screen.size().width()).arg(screen.size().height());
    const QString words = MainWindow::tr("&%1. %2, %3").arg(number).arg(screen.name(), size);
    return mine ? MainWindow::tr("%1 (with this window)").arg(words) : words;
}

}  // namespace

void MainWindow::makeMapActions()
{
    ActionTable& table = *m_actions;
    const auto open = [this] { return m_document->isOpen(); };
    const auto out = [this](MapPlace::Size size) { m_place->moveOut(MapPlace::bestScreen(*this), size); };
    table.add({.name = "mapWindow",
               .text = tr("Map in its own &window"),
               .shortcuts = {QKeySequence(tr("Ctrl+Shift+W"))},
               .hint = tr("Move the map to a window of its own, on the second screen if there is one"),
               .enabled = open,
               .checkable = true,
               .toggled = [this, out](bool on) {
                   if (on && !m_place->away())
                       out(MapPlace::Size::Window);
                   else if (!on && m_place->away())
                       m_place->bringBack();
               }});
    table.add({.name = "mapFullScreen",
               .text = tr("Map on the f&ull screen"),
               .shortcuts = {QKeySequence(Qt::Key_F11)},
               .hint = tr("Let the map fill a screen, the second one if there is one; Escape leaves it"),
               .enabled = open,
               .checkable = true,
               .toggled = [this, out](bool on) {
                   if (on && !m_place->away())
                       out(MapPlace::Size::FullScreen);
                   else
                       m_place->setFullScreen(on);
               }});
    table.add({.name = "mapNextScreen",
               .text = tr("Map on the ne&xt screen"),
               .hint = tr("Move the map's own window to the next screen"),
               .enabled = [this] { return m_document->isOpen() && QGuiApplication::screens().size() > 1; },
               .run =
                   [this, out] {
                       const QList<QScreen*> screens = QGuiApplication::screens();
                       if (!m_place->away())
                           return out(MapPlace::Size::Window);
                       const qsizetype next = (screens.indexOf(m_place->ownWindow()->screen()) + 1) % screens.size();
                       m_place->moveOut(screens[next], m_place->fullScreen() ? MapPlace::Size::FullScreen : MapPlace::Size::Window);
                   }});
    connect(m_place, &MapPlace::changed, this, &MainWindow::mapMoved);
    connect(m_place, &MapPlace::bringItBack, this, [this] {
        m_place->bringBack();
        activateWindow();
        m_viewport->setFocus();
    });
    connect(m_place, &MapPlace::screenLost, this,
            [this] { statusBar()->showMessage(tr("The screen of the map was taken away. The map is back in this window."), 15000); });
    connect(m_drawing, &DrawController::changed, m_place, [this] { m_place->setEscapeLeavesFullScreen(!m_drawing->drawing()); });
    for (const auto signal : {&QGuiApplication::screenAdded, &QGuiApplication::screenRemoved})
        connect(qGuiApp, signal, this, &MainWindow::fillMapScreens, Qt::QueuedConnection);
}

void MainWindow::mapMoved()
{
    (*m_actions)["mapWindow"]->setChecked(m_place->away());
    (*m_actions)["mapFullScreen"]->setChecked(m_place->fullScreen());
    fillMapScreens();
}

/// One entry for each screen, where there are several.
void MainWindow::fillMapScreens()
{
    if (!m_mapScreens)
        return;
    m_mapScreens->clear();
    delete m_mapScreens->findChild<QActionGroup*>();
    auto* group = new QActionGroup(m_mapScreens);
    const QList<QScreen*> screens = QGuiApplication::screens();
    for (QScreen* screen : screens) {
        const QString name = screen->name();
        QAction* action =
            m_mapScreens->addAction(screenWords(*screen, static_cast<int>(m_mapScreens->actions().size()) + 1, screen == this->screen()));
        action->setCheckable(true);
        action->setChecked(m_place->away() && m_place->ownWindow()->screen() == screen);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] {
            if (QScreen* still = MapPlace::screenCalled(name))
                m_place->moveOut(still, m_place->fullScreen() ? MapPlace::Size::FullScreen : MapPlace::Size::Window);
        });
    }
    m_mapScreens->menuAction()->setVisible(screens.size() > 1);
    m_actions->refresh();
}

}  // namespace isopolis
