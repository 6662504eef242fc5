#include "app/application.h"

#include "app/calculation_resources.h"
#include "app/main_window.h"
#include "ui/text/pseudo_translator.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QSurfaceFormat>
#include <QTemporaryDir>
#include <QTranslator>

static void loadLanguages() { Q_INIT_RESOURCE(isopolis_languages); }

namespace isopolis {

namespace {

/// OpenSceneGraph as distributions build it needs the functions that a core profile leaves out.
void chooseOpenGl()
{
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setDepthBufferSize(24);
    format.setOption(QSurfaceFormat::DeprecatedFunctions);
    QSurfaceFormat::setDefaultFormat(format);
    // The map keeps its context, and all that was loaded into it, when it moves to a window of its own.
    QCoreApplication::setAttribute(Qt::AA_ShareOpenGLContexts);
}

void installLanguage(QApplication& application)
{
    loadLanguages();
    auto* own = new QTranslator(&application);
    if (own->load(QLocale(), QStringLiteral("isopolis"), QStringLiteral("_"), QStringLiteral(":/isopolis/i18n")) ||
        own->load(QStringLiteral(":/isopolis/i18n/isopolis_en.qm")))
        QCoreApplication::installTranslator(own);
    auto* qt = new QTranslator(&application);
    if (qt->load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
}

}  // namespace

int runApplication(int argc, char** argv)
{
    chooseOpenGl();
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Isopolis"));
    QCoreApplication::setApplicationName(QStringLiteral("isopolis"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ISOPOLIS_VERSION));
    installLanguage(application);
    QCommandLineParser parser;
    parser.setApplicationDescription(QCoreApplication::translate("application", "See who gains and who loses before you build."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QCoreApplication::translate("application", "Project to open (*.gpkg)"),
                                 QStringLiteral("[project]"));
    // For those who translate and lay out: what is cut off, and what is not mirrored.
    const QCommandLineOption pseudo(QStringLiteral("longer-words"),
                                    QCoreApplication::translate("application", "Show every text longer and in brackets"));
    const QCommandLineOption mirrored(QStringLiteral("mirrored"),
                                      QCoreApplication::translate("application", "Lay the window out from right to left"));
    parser.addOption(pseudo);
    parser.addOption(mirrored);
    const QCommandLineOption sample(QStringLiteral("sample"),
                                    QCoreApplication::translate("application", "Open a sample city that is not kept"));
    parser.addOption(sample);
    parser.process(application);
    if (parser.isSet(pseudo))
        QCoreApplication::installTranslator(new PseudoTranslator(&application));
    if (parser.isSet(mirrored))
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    keepFreedMemory();
    useKernelFolder();
    QTemporaryDir passing;
    MainWindow window(realServices());
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openProject(parser.positionalArguments().front());
    else if (parser.isSet(sample))
        window.makeSample({.path = passing.filePath(QStringLiteral("sample-city.gpkg"))});
    return QApplication::exec();
}

}  // namespace isopolis
