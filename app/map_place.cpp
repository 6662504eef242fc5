#include "app/map_place.h"

#include "ui/text/named.h"

#include <QAction>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QShortcut>
#include <QVBoxLayout>
#include <QWindow>

namespace isopolis {

namespace {

constexpr double kShareOfScreen = 0.6;  ///< of width and height, where the main window is on the same screen

const QString kOut = QStringLiteral("map/ownWindow");
const QString kScreen = QStringLiteral("map/screen");
const QString kFull = QStringLiteral("map/fullScreen");

}  // namespace

MapPlace::MapPlace(QWidget* page, QWidget* parent) : QStackedWidget(parent), m_page(page)
{
    setObjectName(QStringLiteral("mapPlace"));
    auto* gone = new QWidget(this);
    auto* words = new QLabel(tr("The map is in its own window."), gone);
    words->setObjectName(QStringLiteral("mapGone"));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    m_back = named(new QPushButton(tr("&Bring it back"), gone), "bringMapBack", tr("Bring the map back into this window"));
    auto* layout = new QVBoxLayout(gone);
    layout->addStretch();
    layout->addWidget(words);
    layout->addWidget(m_back, 0, Qt::AlignHCenter);
    layout->addStretch();
    addWidget(m_page);
    addWidget(gone);
    connect(m_back, &QPushButton::clicked, this, &MapPlace::bringItBack);
    connect(qGuiApp, &QGuiApplication::screenRemoved, this, &MapPlace::screenRemoved);
}

// With the page in it: the main window can take nothing back any more.
MapPlace::~MapPlace() { delete m_window; }

QWidget* MapPlace::ownWindow() const { return m_window; }
bool MapPlace::fullScreen() const { return m_window && m_window->windowState().testFlag(Qt::WindowFullScreen); }

QScreen* MapPlace::bestScreen(const QWidget& window)
{
    for (QScreen* screen : QGuiApplication::screens())
        if (screen != window.window()->screen())
            return screen;
    return window.window()->screen();
}

QScreen* MapPlace::screenCalled(const QString& name)
{
    for (QScreen* screen : QGuiApplication::screens())
        if (screen->name() == name)
            return screen;
    return nullptr;
}

void MapPlace::moveOut(QScreen* to, Size size)
{
    if (!m_window) {
        const bool focused = m_page->isAncestorOf(window()->focusWidget());
        // Without a parent: it may lie behind the main window, and has a place of its own in the task bar.
        m_window = new QWidget;
        m_window->setObjectName(QStringLiteral("mapWindow"));
        m_window->setAccessibleName(tr("Map"));
        m_window->setWindowTitle(m_title);
        m_window->setWindowIcon(window()->windowIcon());
        m_window->setAttribute(Qt::WA_QuitOnClose, false);
        m_window->addActions(m_commands);
        m_window->installEventFilter(this);
        m_escape = new QShortcut(QKeySequence(Qt::Key_Escape), m_window, this, [this] { setFullScreen(false); });
        auto* layout = new QVBoxLayout(m_window);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_page);
        m_page->show();  // taken out of the stack it was hidden
        if (focused)
            m_back->setFocus();
    }
    place(to, size);
}

void MapPlace::setFullScreen(bool full)
{
    if (m_window && full != fullScreen())
        place(m_window->screen(), full ? Size::FullScreen : Size::Window);
}

/// Hidden first: a window manager may not move a window that fills a screen.
void MapPlace::place(QScreen* to, Size size)
{
    m_placing = true;
    m_window->hide();
    m_window->setWindowState(Qt::WindowNoState);
    const QRect room = to->availableGeometry();
    const bool beside = to != window()->screen();
    QRect frame(QPoint(), room.size() * kShareOfScreen);
    frame.moveCenter(room.center());
    m_window->setScreen(to);
    m_window->setGeometry(frame);
    // A screen of its own is filled.
    m_window->setWindowState(size == Size::FullScreen ? Qt::WindowFullScreen : beside ? Qt::WindowMaximized : Qt::WindowNoState);
    m_wishedScreen = to->name();
    m_wishedSize = size;
    m_escape->setEnabled(m_escapeLeaves && size == Size::FullScreen);
    m_window->setAttribute(Qt::WA_ShowWithoutActivating, beside);
    m_window->setVisible(m_open);
    if (beside && m_open)
        window()->activateWindow();  // whoever works in the main window goes on there
    m_placing = false;
    Q_EMIT changed();
}

QWidget* MapPlace::take()
{
    if (!m_window)
        return nullptr;
    m_window->removeEventFilter(this);
    m_window->hide();
    insertWidget(0, m_page);
    setCurrentIndex(0);
    m_escape = nullptr;
    return std::exchange(m_window, nullptr);
}

void MapPlace::bringBack()
{
    m_wishedScreen.clear();
    if (!m_window)
        return;
    take()->deleteLater();  // not at once: the way here may be an event of that window
    Q_EMIT changed();
}

void MapPlace::screenRemoved(QScreen* screen)
{
    if (!m_window || m_window->screen() != screen)
        return;
    take()->deleteLater();  // not at once: the way here may be an event of that window
    Q_EMIT changed();
    Q_EMIT screenLost();
}

void MapPlace::setProjectOpen(bool open)
{
    m_open = open;
    if (m_window)
        m_window->setVisible(open);
}

void MapPlace::setCommands(const QList<QAction*>& commands)
{
    m_commands = commands;
    if (m_window)
        m_window->addActions(commands);
}

void MapPlace::setTitle(const QString& title)
{
    m_title = title;
    if (m_window)
        m_window->setWindowTitle(title);
}

void MapPlace::setEscapeLeavesFullScreen(bool leaves)
{
    m_escapeLeaves = leaves;
    if (m_escape)
        m_escape->setEnabled(leaves && fullScreen());
}

bool MapPlace::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window && event->type() == QEvent::Close) {
        // It is closed by the user; with the main window it is hidden.
        event->ignore();
        Q_EMIT bringItBack();
        return true;
    }
    if (watched == m_window && event->type() == QEvent::WindowStateChange && !m_placing) {
        // The window manager has keys and buttons of its own for it.
        m_wishedSize = fullScreen() ? Size::FullScreen : Size::Window;
        m_escape->setEnabled(m_escapeLeaves && fullScreen());
        Q_EMIT changed();
    }
    return QStackedWidget::eventFilter(watched, event);
}

void MapPlace::save(QSettings& settings) const
{
    settings.setValue(kOut, !m_wishedScreen.isEmpty());
    settings.setValue(kScreen, m_window ? m_window->screen()->name() : m_wishedScreen);
    settings.setValue(kFull, m_wishedSize == Size::FullScreen);
}

void MapPlace::restore(const QSettings& settings)
{
    if (!settings.value(kOut).toBool())
        return;
    m_wishedScreen = settings.value(kScreen).toString();
    m_wishedSize = settings.value(kFull).toBool() ? Size::FullScreen : Size::Window;
    if (QScreen* screen = screenCalled(m_wishedScreen))
        moveOut(screen, m_wishedSize);
}

}  // namespace isopolis
