// Include rules, file sizes, top-level entries, and what the repository never holds.

#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

const QString kSource = QStringLiteral(ISOPOLIS_SOURCE_DIR);

struct SourceFile {
    QString path;  ///< relative to the top
    QStringList lines;
};

QList<SourceFile> sourceFiles(const QStringList& folders)
{
    QList<SourceFile> all;
    for (const QString& folder : folders)
        for (QDirIterator it(kSource + QLatin1Char('/') + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files,
                             QDirIterator::Subdirectories);
             it.hasNext();) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                all.append({QDir(kSource).relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'))});
        }
    return all;
}

QStringList includesOf(const SourceFile& file)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*#\\s*include\\s+[<\"]([^>\"]+)[>\"]"));
    QStringList all;
    for (const QString& line : file.lines)
        if (const auto match = pattern.match(line); match.hasMatch())
            all.append(match.captured(1));
    return all;
}

struct Rule {
    const char* folder;     ///< whose files
    const char* forbidden;  ///< pattern of includes
    const char* except;     ///< files that may (pattern), or empty
};

// DESIGN §2: dependencies point left, and heavy libraries stay where they belong.
const Rule kRules[] = {
    {"gis/core", "^(Q[A-Z]|gdal|ogr|proj|osg|sqlite3|simulation/|ui/|app/|gis/io|gis/feeds|nlohmann)", ""},
    {"gis/io", "^(Q[A-Z]|osg[A-Z/]|sqlite3|simulation/|ui/|app/|gis/feeds)", ""},
    {"gis/feeds", "^(gdal|ogr|proj\\.h|osg[A-Z/]|sqlite3|nlohmann|simulation/|ui/|app/|gis/io)", ""},
    {"simulation", "^(Q[A-Z]|gdal|ogr|proj\\.h|osg|ui/|app/|gis/io|gis/feeds)", ""},
    {"simulation", "^(sqlite3|zstd|sodium)", "^simulation/project/"},
    {"simulation", "^nlohmann/", "^simulation/(project/|report/export/|scenario/scenario_json|noise/noise_case)"},
    {"ui/scene", "^(Q[A-Z]|gdal|ogr|sqlite3|app/|ui/(?!scene/))", ""},
    {"ui", "^(gdal|ogr|sqlite3|app/|gis/io|gis/feeds)", ""},
    {"ui", "^(cairo|pango|qpdf)", "^ui/report/"},
    {"gis", "^app/", ""},
};

// Headers too heavy for a header of ours (DESIGN §7.12).
const char* const kHeavy = "^(gdal|ogr|osgViewer/Viewer|QtWidgets|QtTest|QtConcurrent|sqlite3\\.h|nlohmann/json\\.hpp|CLI/CLI\\.hpp)";

}  // namespace

class HouseRules : public QObject {
    Q_OBJECT
private slots:
    void layersIncludeOnlyWhatLiesToTheirLeft()
    {
        QStringList offences;
        for (const Rule& rule : kRules) {
            const QRegularExpression forbidden(QString::fromLatin1(rule.forbidden)), except(QString::fromLatin1(rule.except));
            for (const SourceFile& file : sourceFiles({QString::fromLatin1(rule.folder)})) {
                if (*rule.except && except.match(file.path).hasMatch())
                    continue;
                for (const QString& include : includesOf(file))
                    if (forbidden.match(include).hasMatch())
                        offences.append(file.path + QStringLiteral(" includes ") + include);
            }
        }
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void ourHeadersIncludeNoHeavyOnes()
    {
        const QRegularExpression heavy(QString::fromLatin1(kHeavy));
        QStringList offences;
        for (const SourceFile& file : sourceFiles({"gis", "simulation", "ui", "app"}))
            if (file.path.endsWith(QLatin1String(".h")))
                for (const QString& include : includesOf(file))
                    if (heavy.match(include).hasMatch())
                        offences.append(file.path + QStringLiteral(" includes ") + include);
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void noFileIsLongerThanSixHundredLines()
    {
        QStringList offences;
        for (const SourceFile& file : sourceFiles({"gis", "simulation", "ui", "app", "tests"}))
            if (file.lines.size() > 601)
                offences.append(QStringLiteral("%1: %2 lines").arg(file.path).arg(file.lines.size() - 1));
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void everyHeaderStartsWithPragmaOnceAndAComment()
    {
        QStringList offences;
        for (const SourceFile& file : sourceFiles({"gis", "simulation", "ui", "app"}))
            if (file.path.endsWith(QLatin1String(".h")) &&
                (file.lines.value(0) != QLatin1String("#pragma once") || !file.lines.value(1).startsWith(QLatin1String("///"))))
                offences.append(file.path);
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void everyVisibleStringOfTheWindowIsTranslatable()
    {
        // Setters of visible text that are given a bare literal.
        static const QRegularExpression bare(
            QStringLiteral("\\b(setText|setWindowTitle|setToolTip|setStatusTip|setPlaceholderText|setAccessibleName|"
                           "setAccessibleDescription|addMenu|setTitle|setLabelText)\\(\\s*(QStringLiteral\\()?\"[^\"]*[A-Za-z]{2}"));
        QStringList offences;
        for (const SourceFile& file : sourceFiles({"ui", "app"}))
            for (qsizetype i = 0; i < file.lines.size(); ++i)
                if (bare.match(file.lines[i]).hasMatch())
                    offences.append(QStringLiteral("%1:%2 %3").arg(file.path).arg(i + 1).arg(file.lines[i].trimmed()));
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void theTopLevelHoldsOnlyWhatTheDesignNames()
    {
        QProcess git;
        git.start(QStringLiteral("git"), {QStringLiteral("-C"), kSource, QStringLiteral("ls-files")});
        if (!git.waitForFinished() || git.exitCode() != 0)
            QSKIP("not a git checkout: the list of files is not known");
        const QStringList allowed = {"CMakeLists.txt",
                                     "CMakePresets.json",
                                     "README.md",
                                     "LICENSE",
                                     ".clang-format",
                                     ".clang-tidy",
                                     ".gitignore",
                                     ".ci",
                                     "gis",
                                     "simulation",
                                     "ui",
                                     "app",
                                     "assets",
                                     "translations",
                                     "tests",
                                     "packaging"};
        QStringList offences;
        for (const QString& path : QString::fromUtf8(git.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
            if (const QString top = path.section(QLatin1Char('/'), 0, 0); !allowed.contains(top) && !offences.contains(top))
                offences.append(top);
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }
};

QTEST_APPLESS_MAIN(HouseRules)
#include "tst_house_rules.moc"
