#pragma once
/// Where the map is: in the middle of the main window, or in a window of its own, for a projector or a second screen. The whole page goes
/// (bar, legend, time line and all), and this widget says where it went, with a button that brings it back.
///
///   auto* place = new MapPlace(page, parent);      // the page lies in it
///   place->setCommands(actions.all());             // whose keys work in the other window too
///   place->moveOut(MapPlace::bestScreen(*place), MapPlace::Size::FullScreen);   place->bringBack();
///
/// The other window is shown while a project is open (setProjectOpen). Closing it, or taking its screen away, brings the map back.

#include <QStackedWidget>

class QAction;
class QPushButton;
class QScreen;
class QSettings;
class QShortcut;

namespace isopolis {

class MapPlace : public QStackedWidget {
    Q_OBJECT
public:
    enum class Size { Window, FullScreen };

    MapPlace(QWidget* page, QWidget* parent);
    ~MapPlace() override;

    QWidget* page() const { return m_page; }
    QWidget* ownWindow() const;  ///< null while the map is here
    bool away() const { return m_window != nullptr; }
    bool fullScreen() const;
    void moveOut(QScreen* to, Size size);
    void setFullScreen(bool full);  ///< of the window that the map has
    void bringBack();
    void setProjectOpen(bool open);
    void setCommands(const QList<QAction*>& commands);
    void setTitle(const QString& title);
    /// False while Escape is for something else, a shape that is drawn.
    void setEscapeLeavesFullScreen(bool leaves);

    /// The first screen on which `window` is not; its own if there is no other.
    static QScreen* bestScreen(const QWidget& window);
    static QScreen* screenCalled(const QString& name);  ///< null: there is none
    /// A screen missing today may be there tomorrow: the wish is kept until the map is brought back by hand.
    void save(QSettings& settings) const;
    void restore(const QSettings& settings);

Q_SIGNALS:
    void changed();      ///< the map went, came, or fills its screen or not
    void screenLost();   ///< the map came back since its screen was taken away
    void bringItBack();  ///< the user asks for it

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place(QScreen* to, Size size);
    void screenRemoved(QScreen* screen);
    QWidget* take();  ///< the page back into this widget; the window it was in, hidden

    QWidget* m_page;
    QWidget* m_window = nullptr;
    QPushButton* m_back;
    QShortcut* m_escape = nullptr;
    QList<QAction*> m_commands;
    QString m_title;
    QString m_wishedScreen;  ///< that the map was on when it last had a window of its own; empty: it shall stay here
    Size m_wishedSize = Size::Window;
    bool m_open = false, m_escapeLeaves = true, m_placing = false;
};

}  // namespace isopolis
