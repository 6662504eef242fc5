// A window that is killed in the middle of its work loses nothing: every edit is on the disk when it is made, and the next start says so.
//
// The program starts itself again with "--edit PROJECT" as the window that edits, prints the number of each edit that was made, and is
// killed without warning.
#include "app/main_window.h"
#include "app/project_session.h"
#include "app/session_lock.h"
#include "ui/panels/start_page.h"
#include "ui/viewport/null_viewport.h"
#include "ui/window/scripted_dialogs.h"

#include <QApplication>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <cstdio>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kKills = 5, kPatience_ms = 60000;
constexpr std::size_t kKept = 12;

std::string nameOf(int edit) { return "Measure " + std::to_string(edit); }

/// Edits until it is killed; each edit tells its number once it is made.
int editForever(const QString& path)
{
    auto opened = realServices().openers.open(path);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().text().c_str());
        return 1;
    }
    ProjectDocument document;
    document.open(std::move(*opened));
    document.activate("Plan");
    const auto& links = document.city()->roads().links();
    for (int edit = 1;; ++edit) {
        const LinkId link(static_cast<std::uint32_t>(static_cast<std::size_t>(edit) * 7 % links.size()));
        if (!document.addIntervention({.name = nameOf(edit), .operations = {SetSpeedLimit{{.target = links[link].externalId}}}}))
            return 2;
        std::printf("%d\n", edit);
        std::fflush(stdout);
        if (document.active()->interventions.size() > kKept && !document.removeIntervention("Plan", 0))
            return 3;
    }
}

/// The number of the last line that came whole.
int lastTold(QByteArray told)
{
    told.truncate(told.lastIndexOf('\n'));
    return told.mid(told.lastIndexOf('\n') + 1).toInt();
}

}  // namespace

class TestCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_project = m_folder.filePath(QStringLiteral("town.gpkg"));
        auto made = createSampleProject(m_project.toStdString(), {.population = 2000, .seed = 2}, IfExists::Refuse);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        QVERIFY(made->store->saveAllScenarios({Scenario{.name = "Plan"}}));
    }

    void everyEditThatWasMadeIsThereAfterAKill()
    {
        for (int kill = 0; kill < kKills; ++kill) {
            const int last = editUntilKilled(30 + 37 * kill);
            auto project = openProject(m_project.toStdString());
            QVERIFY2(project, project ? "" : project.error().text().c_str());
            QCOMPARE(project->scenarios.size(), std::size_t{1});
            const std::vector<Intervention>& list = project->scenarios.front().interventions;
            QVERIFY(!list.empty());
            // The next edit may have been saved and not yet told.
            QVERIFY2(list.back().name == nameOf(last) || list.back().name == nameOf(last + 1), list.back().name.c_str());
            for (std::size_t i = 1; i < list.size(); ++i)
                QVERIFY(!list[i].operations.empty());
            QVERIFY(project->store->saveAllScenarios({Scenario{.name = "Plan"}}));
        }
    }

    void aSecondWindowOnTheSameProjectIsRefused()
    {
        QProcess window;
        startEditing(window);
        QVERIFY(window.waitForReadyRead(kPatience_ms));
        const auto second = realServices().openers.open(m_project);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        window.kill();
        QVERIFY(window.waitForFinished(kPatience_ms));
        const auto after = realServices().openers.open(m_project);
        QVERIFY2(after, after ? "" : after.error().text().c_str());
        QCOMPARE(after->issues.size(), std::size_t{1});
        QCOMPARE(after->issues.front().code, std::string("session_left"));
        // The same window may open it again before the last calculation let go of it.
        QVERIFY(realServices().openers.open(m_project).has_value());
    }

    void aProjectThatWasClosedLeavesNoTrace()
    {
        QVERIFY(realServices().openers.open(m_project).has_value());
        QVERIFY(!QFile::exists(m_project + QStringLiteral(".lock")));
        QVERIFY(!SessionLock::leftBehindIn(m_project));
    }

    void theNextStartSaysThatNothingIsLost()
    {
        editUntilKilled(5);
        const QString settings = m_folder.filePath(QStringLiteral("settings.ini"));
        QSettings(settings, QSettings::IniFormat).setValue(QStringLiteral("recent"), QStringList{m_project});
        WindowServices services = realServices();
        services.makeViewport = [](QWidget* parent) { return new NullViewport(parent); };
        const auto dialogs = std::make_shared<ScriptedDialogs>();
        services.dialogs = dialogs;
        services.settingsFile = settings;
        MainWindow window(std::move(services));
        window.show();
        auto* notice = window.findChild<QLabel*>(QStringLiteral("startNotice"));
        auto* again = window.findChild<QPushButton*>(QStringLiteral("startNoticeOpen"));
        QVERIFY(notice && again && notice->isVisible() && again->isVisible());
        QVERIFY2(notice->text().contains(QStringLiteral("town")), qPrintable(notice->text()));
        QTest::mouseClick(again, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.document().isOpen(), kPatience_ms);
        QVERIFY(window.document().scenario("Plan"));
        QVERIFY(!window.document().scenario("Plan")->interventions.empty());
        QVERIFY(notice->text().isEmpty());
    }

private:
    void startEditing(QProcess& window)
    {
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--edit"), m_project});
    }
    /// The number of the last edit that it told.
    int editUntilKilled(int atLeast)
    {
        QProcess window;
        startEditing(window);
        QByteArray told;
        while (lastTold(told) < atLeast && window.waitForReadyRead(kPatience_ms))
            told += window.readAllStandardOutput();
        window.kill();
        window.waitForFinished(kPatience_ms);
        told += window.readAllStandardOutput();
        return lastTold(told);
    }

    QTemporaryDir m_folder;
    QString m_project;
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (const QStringList arguments = QCoreApplication::arguments(); arguments.value(1) == QStringLiteral("--edit"))
        return editForever(arguments.value(2));
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
