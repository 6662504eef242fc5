#pragma once
/// Runs the real command line program in a folder of its own.
///
///   const Cli cli;
///   const CliAnswer info = cli.run({"--json", "city", "info", "town.gpkg"});
///   QCOMPARE(info.code, 0);  info.json()["population"];
///
/// Relative names are files in `cli.path()`, which goes away with the object. Code −1: the program crashed or did not end.

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

namespace isopolis::test {

struct CliAnswer {
    int code = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QJsonObject error() const { return json()["error"].toObject(); }
};

class Cli {
public:
    QString path(const QString& name = {}) const { return m_folder.filePath(name); }

    CliAnswer runProgram(const QString& program, const QStringList& arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("cache")));
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        CliAnswer answer;
        if (process.waitForFinished(150000) && process.exitStatus() == QProcess::NormalExit)
            answer.code = process.exitCode();
        answer.out = process.readAllStandardOutput();
        answer.err = process.readAllStandardError();
        return answer;
    }
    CliAnswer run(const QStringList& arguments) const { return runProgram(QStringLiteral(ISOPOLIS_BIN_DIR "/isopolis-cli"), arguments); }

    void write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    QByteArray read(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_folder;
};

}  // namespace isopolis::test
