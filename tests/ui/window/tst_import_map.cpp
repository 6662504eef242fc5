// The import shows where the files lie, and says what is wrong with those that lie elsewhere; another coordinate system moves them, in the
// background, and only the last one that was asked for.
#include "gis/io/temp_folder.h"

#include "app/import_dialog.h"
#include "app/import_source_page.h"
#include "app/place_map.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace isopolis;

namespace {

constexpr int kPatience_ms = 30000;

QStringList paths(std::initializer_list<std::filesystem::path> files)
{
    QStringList all;
    for (const auto& file : files)
        all << QString::fromStdString(file.string());
    return all;
}

}  // namespace

class TestImportMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_dialog = std::make_unique<ImportDialog>(QString::fromStdString(m_files.path("").string()), nullptr);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
    }
    void cleanup() { m_dialog.reset(); }

    void filesAreShownWhereTheyLie()
    {
        QVERIFY2(words().isEmpty(), qPrintable(words()));
        const QImage empty = map().grab().toImage();
        add({m_files.write("town.osm", osm()),
             m_files.write("counts.csv", "id;lon;lat;AADT\n1;11.001;50.001;8200\n2;11.003;50.002;900\n")});
        QCOMPARE(map().placement().layers.size(), std::size_t{2});
        QVERIFY(!map().placement().layers[1].shapes.empty());
        QVERIFY2(words().startsWith(QStringLiteral("50.01° N, 11.00° E; within the area of EPSG:32632")), qPrintable(words()));
        QVERIFY(!words().contains(QStringLiteral("Warning")));
        QCOMPARE(map().accessibleDescription(), words());
        QVERIFY(map().grab().toImage() != empty);
        QVERIFY(!m_dialog->findChild<QListWidget*>("importFiles")->item(1)->icon().isNull());
        // Another system of the city: told at once, and drawn.
        const QImage fits = map().grab().toImage();
        m_dialog->findChild<QLineEdit*>("importCrs")->setText(QStringLiteral("EPSG:2056"));
        placed();
        QVERIFY2(words().contains(QStringLiteral("outside the area of EPSG:2056 (")) && words().contains(QStringLiteral("EPSG:32632")),
                 qPrintable(words()));
        QVERIFY(map().grab().toImage() != fits);
        m_dialog->findChild<QLineEdit*>("importCrs")->setText(QStringLiteral("auto"));
        placed();
        QVERIFY(!words().contains(QStringLiteral("Warning")));
    }

    void onlyTheLastSystemTypedIsShown()
    {
        add({m_files.write("town.osm", osm())});
        const QString fits = words();
        auto* crs = m_dialog->findChild<QLineEdit*>("importCrs");
        QStringList told;
        connect(m_dialog->findChild<QPlainTextEdit*>("importWhere"), &QPlainTextEdit::textChanged, this, [&] { told << words(); });
        // While letters are typed nothing is placed in the window's thread, and what was asked before the last of them never shows.
        for (const char* typed : {"E", "EPSG:2", "EPSG:27700", "EPSG:2056"}) {
            crs->setText(QString::fromLatin1(typed));
            QCOMPARE(words(), fits);
            QVERIFY(m_dialog->sampling());
        }
        placed();
        QCOMPARE(told.size(), 1);
        QVERIFY2(told[0].contains(QStringLiteral("outside the area of EPSG:2056 (")), qPrintable(told[0]));
        // What does not move anything asks for nothing.
        m_dialog->findChild<QLineEdit*>("importLicence")->setText(QStringLiteral("CC0"));
        QVERIFY(!m_dialog->sampling());
    }

    void aFileLeftOutWhileItIsPlacedDoesNotComeBack()
    {
        add({m_files.write("town.osm", osm()), m_files.write("air.csv", "id;lon;lat\n1;13.4;52.5\n2;13.41;52.51\n"),
             m_files.write("counts.csv", "id;lon;lat;AADT\n1;50.001;11.001;8200\n2;50.002;11.003;900\n")});
        QVERIFY2(words().contains(QStringLiteral("air.csv lies")) && words().contains(QStringLiteral("counts.csv seems")),
                 qPrintable(words()));
        bool again = false;
        connect(m_dialog->findChild<QPlainTextEdit*>("importWhere"), &QPlainTextEdit::textChanged, this,
                [&] { again = again || words().contains(QStringLiteral("air.csv")) || map().placement().layers.size() != 2; });
        // All three are being placed when the second goes.
        m_dialog->findChild<QLineEdit*>("importCrs")->setText(QStringLiteral("EPSG:2056"));
        QVERIFY(m_dialog->sampling());
        auto* list = m_dialog->findChild<QListWidget*>("importFiles");
        list->setCurrentRow(1);
        QTest::mouseClick(m_dialog->findChild<QPushButton*>("importRemove"), Qt::LeftButton);
        // At once, with the numbers that the list has now.
        QCOMPARE(map().placement().layers.size(), std::size_t{2});
        QVERIFY2(!words().contains(QStringLiteral("air.csv")) && words().contains(QStringLiteral("counts.csv seems")), qPrintable(words()));
        QCOMPARE(m_dialog->findChild<ImportSourcePage*>()->source().file.filename().string(), std::string("counts.csv"));
        QVERIFY(m_dialog->sampling());
        placed();
        QTest::qWait(50);
        QVERIFY(!again);
        QVERIFY2(words().contains(QStringLiteral("outside the area of EPSG:2056")) && words().contains(QStringLiteral("counts.csv seems")),
                 qPrintable(words()));
        // The last one gone, nothing is left of where it was.
        for (int i = 0; i < 2; ++i)
            QTest::mouseClick(m_dialog->findChild<QPushButton*>("importRemove"), Qt::LeftButton);
        placed();
        QCOMPARE(list->count(), 0);
        QVERIFY2(words().isEmpty(), qPrintable(words()));
    }

    void aDialogMayGoWhileFilesArePlaced()
    {
        add({m_files.write("town.osm", osm())});
        m_dialog->findChild<QLineEdit*>("importCrs")->setText(QStringLiteral("EPSG:2056"));
        QVERIFY(m_dialog->sampling());
        m_dialog.reset();
        QTest::qWait(50);
    }

    void exchangedColumnsAreToldAndMended()
    {
        add({m_files.write("town.osm", osm()), m_files.write("air.csv", "id;lon;lat\n1;50.001;11.001\n2;50.002;11.003\n")});
        QVERIFY2(words().contains(QStringLiteral("air.csv seems to have its axes exchanged")), qPrintable(words()));
        auto* lon = m_dialog->findChild<QComboBox*>("importField_lon");
        auto* lat = m_dialog->findChild<QComboBox*>("importField_lat");
        QVERIFY(lon && lat);
        lon->setCurrentText(QStringLiteral("lat"));
        lat->setCurrentText(QStringLiteral("lon"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->sampling(), kPatience_ms);
        QTRY_VERIFY2(!words().contains(QStringLiteral("Warning")), qPrintable(words()));
    }

    void aWrongSystemOfAFileIsToldAndMended()
    {
        // Metres of the German grid in a table, which is taken for degrees unless its system is stated.
        add({m_files.write("town.osm", osm()), m_files.write("air.csv", "id;lon;lat\n1;643400;5540500\n2;643500;5540600\n")});
        QVERIFY2(words().contains(QStringLiteral("air.csv look like metres")), qPrintable(words()));
        auto* crs = m_dialog->findChild<QLineEdit*>("importFileCrs");
        QVERIFY(crs && crs->isVisible());
        crs->setText(QStringLiteral("25832"));  // a number is an EPSG code
        placed();
        QVERIFY2(!words().contains(QStringLiteral("Warning")), qPrintable(words()));
        QCOMPARE(m_dialog->draft().sources[1].crs, std::string("EPSG:25832"));
        crs->setText(QStringLiteral("27700"));  // another country's
        placed();
        QVERIFY2(words().contains(QStringLiteral("air.csv lies outside the area of its system, EPSG:27700")), qPrintable(words()));
        crs->setText(QStringLiteral("EPSG:0"));
        placed();
        QVERIFY2(words().contains(QStringLiteral("The coordinate system of air.csv is not known")), qPrintable(words()));
        QVERIFY2(m_dialog->findChild<QLabel*>("importTold")->text().contains(QStringLiteral("coordinate system of the file is not known")),
                 qPrintable(m_dialog->findChild<QLabel*>("importTold")->text()));
    }

    void aFileFarAwayIsToldAndLeftOut()
    {
        add({m_files.write("town.osm", osm()), m_files.write("air.csv", "id;lon;lat\n1;13.4;52.5\n2;13.41;52.51\n")});
        QVERIFY2(words().contains(QStringLiteral("air.csv lies 3")) && words().contains(QStringLiteral("km from the other files")),
                 qPrintable(words()));
        QTest::mouseClick(m_dialog->findChild<QPushButton*>("importRemove"), Qt::LeftButton);
        QTRY_VERIFY2(!words().contains(QStringLiteral("Warning")), qPrintable(words()));
        QCOMPARE(map().placement().layers.size(), std::size_t{1});
    }

private:
    static std::string osm()
    {
        OsmText text;
        for (int i = 0; i < 4; ++i)
            text.node(1 + i, 3 * i, i % 2 * 3);
        return text.way(10, {1, 2, 3, 4}, tag("highway", "residential")).xml();
    }
    void add(std::initializer_list<std::filesystem::path> files)
    {
        m_dialog->add(paths(files));
        placed();
    }
    void placed() { QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->looking() && !m_dialog->sampling(), kPatience_ms); }
    QString words()
    {
        return m_dialog->findChild<QPlainTextEdit*>("importWhere")->toPlainText().replace(QLatin1Char('\n'), QLatin1Char(' '));
    }
    PlaceMap& map() { return *m_dialog->findChild<PlaceMap*>("importMap"); }

    TempFolder m_files;
    std::unique_ptr<ImportDialog> m_dialog;
};

QTEST_MAIN(TestImportMap)
#include "tst_import_map.moc"
