/// An ensemble by several processes under mpirun: the bytes of one process, and a killed process costs what it had in flight.

#include "support/cli.h"

#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <sys/types.h>

using namespace isopolis::test;

class TstCliProcesses : public QObject {
    Q_OBJECT
    Cli m_cli;
    QString m_mpirun = QStandardPaths::findExecutable(QStringLiteral("mpirun"));
    const QString m_program = QStringLiteral(ISOPOLIS_BIN_DIR "/isopolis-cli");

    static QStringList ensemble(const QString& project, int samples)
    {
        return {"--json",
                "--threads",
                "1",
                "ensemble",
                project,
                "--scenario",
                "Bridge",
                "--blocks",
                "2",
                "--samples",
                QString::number(samples)};
    }
    QStringList shared(const QStringList& arguments, const QStringList& more = {}) const
    {
        return QStringList{"-n", "2"} + more + QStringList{m_program} + arguments;
    }
    QString copied(const char* name) const
    {
        const QString project = QString::fromLatin1(name) + QStringLiteral(".gpkg");
        QFile::copy(m_cli.path("town.gpkg"), m_cli.path(project));
        return project;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (m_mpirun.isEmpty())
            QSKIP("mpirun is not installed: ensembles of several processes were not tried");
        // Tests may run as root, on fewer cores than processes.
        for (const char* name : {"OMPI_ALLOW_RUN_AS_ROOT", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "OMPI_MCA_rmaps_base_oversubscribe"})
            qputenv(name, "1");
        qputenv("OMPI_MCA_btl_vader_single_copy_mechanism", "none");
        QCOMPARE(m_cli.run({"city", "sample", "town.gpkg", "--population", "3000"}).code, 0);
        m_cli.write("bridge.json", R"({"name": "Bridge", "interventions": [{"name": "Filter", "operations": [
            {"type": "traffic_filter", "target": "sample:way/old-bridge"}]}]})");
        QCOMPARE(m_cli.run({"scenario", "add", "town.gpkg", "--from", "bridge.json"}).code, 0);
        const CliAnswer probe = m_cli.runProgram(m_mpirun, shared(ensemble(copied("probe"), 2)));
        if (probe.code != 0 && probe.out.contains("cannot share work"))
            QSKIP("the program was built without MPI: ensembles of several processes were not tried");
        QVERIFY2(probe.code == 0, probe.err + probe.out);
    }

    void twoProcessesGiveTheBytesOfOne()
    {
        const CliAnswer alone = m_cli.run(ensemble(copied("alone"), 12));
        QVERIFY2(alone.code == 0, alone.err);
        const CliAnswer two = m_cli.runProgram(m_mpirun, shared(ensemble(copied("two"), 12)));
        QVERIFY2(two.code == 0, two.err);
        QVERIFY2(two.err.contains("process 1 calculates too"), two.err);
        QCOMPARE(two.json()["draws"].toInt(), 12);
        QCOMPARE(two.json()["draws_hash"].toString().size(), qsizetype{64});
        QCOMPARE(two.out, alone.out);
    }

    void aKilledProcessCostsItsDrawsInFlight_data()
    {
        QTest::addColumn<bool>("others");
        QTest::newRow("mpirun ends all of them: the same command goes on") << false;
        QTest::newRow("the others go on") << true;
    }

    void aKilledProcessCostsItsDrawsInFlight()
    {
        QFETCH(bool, others);
        const QString pgrep = QStandardPaths::findExecutable(QStringLiteral("pgrep"));
        if (pgrep.isEmpty())
            QSKIP("pgrep is not installed: no process could be found and killed");
        const CliAnswer alone = m_cli.run(ensemble(copied("whole"), 40));
        const QString project = copied(others ? "continued" : "killed");
        QProcess first;
        first.setWorkingDirectory(m_cli.path());
        first.start(m_mpirun, shared(ensemble(project, 40), others ? QStringList{"--continuous"} : QStringList()));
        first.setReadChannel(QProcess::StandardError);
        QByteArray told;
        while (told.count("\ndraw ") < 6 && first.waitForReadyRead(120000))
            told += first.readAllStandardError();
        // The helper is the younger child of mpirun.
        const CliAnswer children = m_cli.runProgram(pgrep, {"-P", QString::number(first.processId())});
        const QList<QByteArray> ids = children.out.split('\n');
        QVERIFY2(ids.size() >= 2, children.out);
        QCOMPARE(::kill(static_cast<pid_t>(ids[1].toInt()), SIGKILL), 0);
        QVERIFY(first.waitForFinished(200000));
        told += first.readAllStandardError();
        if (others) {
            QVERIFY2(first.exitCode() == 0 && told.contains("process 1 has fallen silent"), told);
            QCOMPARE(first.readAllStandardOutput(), alone.out);
            return;
        }
        QVERIFY(first.exitCode() != 0);
        const CliAnswer again = m_cli.runProgram(m_mpirun, shared(ensemble(project, 40)));
        QVERIFY2(again.code == 0, again.err);
        const qsizetype at = again.err.indexOf(" of 40 draws are stored already");
        QVERIFY2(at > 0, again.err);
        const QByteArray before = again.err.left(at);
        const int stored = before.mid(before.lastIndexOf('\n') + 1).toInt();
        QVERIFY2(stored >= told.count("\ndraw ") && stored < 40, before);
        QCOMPARE(again.out, alone.out);
    }

    void aSchemeThatIsNotThereEndsAllProcesses()
    {
        const CliAnswer none =
            m_cli.runProgram(m_mpirun, shared({"--json", "ensemble", "town.gpkg", "--scenario", "No such", "--samples", "4"}));
        QVERIFY(none.code != 0);
        QVERIFY2(none.out.contains("there is no scenario"), none.out + none.err);
    }
};

QTEST_GUILESS_MAIN(TstCliProcesses)
#include "tst_cli_processes.moc"
