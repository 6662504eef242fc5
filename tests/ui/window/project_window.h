#pragma once
/// The real window on a small project of its own, with a stand-in for the map alone.
///
///   ProjectWindow window;   window.open();   window->actions()["drawFilter"]->trigger();

#include "scripted_dialogs.h"

#include "app/action_table.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "ui/jobs/auto_run.h"
#include "ui/viewport/null_viewport.h"

#include <QAction>
#include <QTemporaryDir>
#include <QTest>

namespace isopolis::test {

class ProjectWindow {
public:
    static constexpr int kPatience_ms = 120000;

    /// Null: the real dialogs.
    explicit ProjectWindow(std::shared_ptr<ScriptedDialogs> dialogs = std::make_shared<ScriptedDialogs>()) : m_dialogs(std::move(dialogs))
    {
        renew();
    }

    /// As if the program were ended and started again.
    void renew()
    {
        if (m_window)
            m_window->close();
        m_window.reset();
        WindowServices services = realServices();
        services.makeViewport = [](QWidget* parent) { return new NullViewport(parent); };
        if (m_dialogs)
            services.dialogs = m_dialogs;
        services.settingsFile = path("settings.ini");
        services.projectFolder = m_folder.path();
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->resize(1500, 950);
        m_window->show();
    }

    /// False if it took too long.
    bool open()
    {
        const QString project = path("sample.gpkg");
        if (!QFile::exists(project) && !createSampleProject(project.toStdString(), {.population = 3000, .seed = 3}, IfExists::Refuse))
            return false;
        m_window->openProject(project);
        return QTest::qWaitFor([this] { return m_window->document().isOpen(); }, kPatience_ms) && awaitResults();
    }

    bool awaitResults()
    {
        return QTest::qWaitFor([this] { return m_window->runs().state() == AutoRun::State::Current; }, kPatience_ms);
    }

    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    MainWindow* operator->() { return m_window.get(); }
    MainWindow& operator*() { return *m_window; }
    NullViewport& map() { return static_cast<NullViewport&>(m_window->viewport()); }
    ScriptedDialogs& dialogs() { return *m_dialogs; }
    QAction& action(const char* name) { return *m_window->actions()[name]; }
    /// A dialog of that name, open and visible; null if there is none.
    template <class T = QWidget>
    T* find(const char* name)
    {
        return m_window->findChild<T*>(QString::fromLatin1(name));
    }

private:
    QTemporaryDir m_folder;
    std::shared_ptr<ScriptedDialogs> m_dialogs;
    std::unique_ptr<MainWindow> m_window;
};

/// A street that cars use, slowed down: an intervention that any sample city takes.
inline Intervention slowedStreet(const City& city)
{
    for (const RoadLink& link : city.roads().links())
        if (link.modes.has(Mode::Car) && link.speed_kmh > 31)
            return {.name = "Slow it down", .operations = {SetSpeedLimit{{.target = link.externalId}, Speed::kmh(30)}}};
    return {};
}

}  // namespace isopolis::test
