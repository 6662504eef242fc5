// Every window on a screen of 1280 × 720 px, with text of 200 % and with words that are 40 % longer: it fits, no words are cut off, and
// what has no room can be scrolled to.
#include "cut_off.h"
#include "every_dialog.h"

#include "app/import_dialog.h"
#include "app/map_place.h"
#include "gis/io/temp_folder.h"
#include "ui/layout/fitting_area.h"
#include "ui/layout/flow_row.h"
#include "ui/text/pseudo_translator.h"

#include <QDir>
#include <QDockWidget>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr QSize kScreen(1280, 720);

/// Each page of what has several, one after the other.
void onEachPage(QWidget& root, const std::function<void(const QString&)>& look)
{
    bool pages = false;
    for (QTabWidget* tabs : root.findChildren<QTabWidget*>())
        for (int i = 0; i < tabs->count() && tabs->isVisibleTo(&root); ++i) {
            pages = true;
            tabs->setCurrentIndex(i);
            settle();
            look(QStringLiteral("/%1").arg(tabs->widget(i)->objectName().isEmpty() ? QString::number(i) : tabs->widget(i)->objectName()));
        }
    // Pages of a form follow what is chosen in it.
    if (auto* kind = root.findChild<QComboBox*>(QStringLiteral("kind"))) {
        for (int i = 0; i < kind->count(); ++i) {
            kind->setCurrentIndex(i);
            settle();
            look(QStringLiteral("/kind %1").arg(i));
        }
        return;
    }
    for (QStackedWidget* stack : root.findChildren<QStackedWidget*>()) {
        if (qobject_cast<QTabWidget*>(stack->parentWidget()) || !stack->isVisibleTo(&root))
            continue;
        const int before = stack->currentIndex();
        for (int i = 0; i < stack->count(); ++i) {
            pages = true;
            stack->setCurrentIndex(i);
            settle();
            look(QStringLiteral("/page %1").arg(i));
        }
        stack->setCurrentIndex(before);
    }
    if (!pages)
        look({});
}

QString sizeText(QSize size) { return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height()); }

}  // namespace

class TestLargeText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup()
    {
        m_window.reset();
        QCoreApplication::removeTranslator(&m_longer);
        QApplication::setFont(m_font);
    }

    void aRowGoesOnInTheNextLine();
    void whatHasNoRoomIsScrolledTo();
    void whatIsCutOffIsFound();
    void everyWindowFits_data();
    void everyWindowFits();

private:
    void fits(const QString& name, QWidget& window);
    void look(const QString& name, QWidget& window);
    void lookAtPanels(const QString& name);
    void lookAtDialogs();
    void lookAtTheImport();
    void lookAtTheTour();
    void lookAtTheMapWindow();

    std::unique_ptr<ProjectWindow> m_window;
    PseudoTranslator m_longer;
    QFont m_font = QApplication::font();
    QSize m_screen;
    QStringList m_found;
};

void TestLargeText::aRowGoesOnInTheNextLine()
{
    QWidget window;
    auto* row = new FlowRow(&window);
    row->setContentsMargins(0, 0, 0, 0);
    QList<QPushButton*> buttons;
    for (const char* words : {"one", "two", "three"}) {
        auto* button = new QPushButton(QLatin1String(words), &window);
        button->setFixedSize(100, 30);
        buttons << button;
        row->addWidget(button);
    }
    row->addStretch();
    row->setSpacing(10);
    QCOMPARE(row->sizeHint(), QSize(320, 30));
    QCOMPARE(row->minimumSize(), QSize(100, 30));
    QCOMPARE(row->heightForWidth(320), 30);
    QCOMPARE(row->heightForWidth(319), 70);
    QCOMPARE(row->heightForWidth(200), 110);
    window.resize(250, 100);
    window.show();
    settle();
    QCOMPARE(buttons[1]->pos(), QPoint(110, 0));
    QCOMPARE(buttons[2]->pos(), QPoint(0, 40));
    // From right to left it begins at the right.
    window.setLayoutDirection(Qt::RightToLeft);
    settle();
    QCOMPARE(buttons[0]->pos(), QPoint(150, 0));
    QCOMPARE(buttons[2]->pos(), QPoint(150, 40));
    // What is hidden takes no room, what stretches takes what is left.
    window.setLayoutDirection(Qt::LeftToRight);
    buttons[0]->hide();
    QCOMPARE(row->heightForWidth(210), 30);
    auto* search = new QLineEdit(&window);
    row->addWidget(search, 1);
    window.resize(600, 100);
    search->show();
    settle();
    QCOMPARE(search->geometry().right(), 599);
}

void TestLargeText::whatHasNoRoomIsScrolledTo()
{
    auto* panel = new QWidget;
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    auto* wide = new QPushButton(QStringLiteral("wide"), panel);
    wide->setFixedSize(400, 40);
    auto* list = new QListWidget(panel);
    list->setMinimumHeight(60);
    column->addWidget(wide);
    column->addWidget(list);
    FittingArea area(panel);
    area.resize(600, 300);
    area.show();
    settle();
    // With room enough it is not there.
    QCOMPARE(panel->size(), QSize(600, 300));
    QVERIFY(!area.horizontalScrollBar()->isVisible() && !area.verticalScrollBar()->isVisible());
    // The list gives way before anything is scrolled.
    area.resize(600, 120);
    settle();
    QCOMPARE(panel->size(), QSize(600, 120));
    QVERIFY(!area.verticalScrollBar()->isVisible());
    area.resize(200, 90);
    settle();
    QVERIFY(area.horizontalScrollBar()->isVisible() && area.verticalScrollBar()->isVisible());
    QCOMPARE(panel->width(), 400);
    QVERIFY(list->height() >= 60);
    QVERIFY(area.minimumSizeHint().width() < 400);
    area.resize(600, 300);
    settle();
    QCOMPARE(panel->size(), QSize(600, 300));
    QVERIFY(!area.horizontalScrollBar()->isVisible() && !area.verticalScrollBar()->isVisible());
    // Words wrapped for the width that there is decide the height.
    auto* words = new QLabel(QString(QStringLiteral("word ")).repeated(200));
    words->setWordWrap(true);
    column->addWidget(words);
    area.resize(420, 300);
    settle();
    QVERIFY(area.verticalScrollBar()->isVisible() && !area.horizontalScrollBar()->isVisible());
    QVERIFY2(cutOff(area).isEmpty(), qPrintable(cutOff(area).join(QLatin1Char('\n'))));
    panel->hide();
    QVERIFY(area.isHidden());
    panel->show();
    QVERIFY(!area.isHidden());
}

void TestLargeText::whatIsCutOffIsFound()
{
    QWidget window;
    auto* column = new QVBoxLayout(&window);
    auto* inner = new QWidget(&window);
    column->addWidget(inner);
    const QString words = QStringLiteral("far too long for so little room");
    auto* label = new QLabel(words, inner);
    auto* button = new QPushButton(words, inner);
    auto* tabs = new QTabBar(inner);
    tabs->setUsesScrollButtons(false);
    tabs->addTab(words);
    tabs->addTab(words);
    auto* list = new QComboBox(inner);
    list->addItem(words);
    auto* outside = new QPushButton(QStringLiteral("x"), inner);
    label->setGeometry(0, 0, 40, 20);
    button->setGeometry(0, 30, 40, 40);
    tabs->setGeometry(0, 70, 60, 30);
    list->setGeometry(0, 110, 60, 30);
    outside->setGeometry(380, 0, 100, 40);
    window.resize(420, 220);
    window.show();
    settle();
    const QStringList found = cutOff(window);
    QCOMPARE(found.size(), qsizetype(5));
    label->setGeometry(0, 0, 380, 20);
    button->setGeometry(0, 30, 380, 40);
    tabs->setUsesScrollButtons(true);
    list->setGeometry(0, 110, 380, 40);
    outside->setGeometry(0, 150, 100, 40);
    settle();
    QCOMPARE(cutOff(window), QStringList());
}

void TestLargeText::fits(const QString& name, QWidget& window)
{
    const QSize least = window.minimumSizeHint().expandedTo(window.minimumSize());
    if (least.width() > m_screen.width() || least.height() > m_screen.height())
        m_found << name + QStringLiteral(" cannot be smaller than ") + sizeText(least);
    // What is opened with is for the screen that there is.
    if (m_screen == kScreen && (window.width() > m_screen.width() || window.height() > m_screen.height()))
        m_found << name + QStringLiteral(" is as large as ") + sizeText(window.size());
}

/// With ISOPOLIS_SHOTS=folder the pictures are kept, to be looked at.
void TestLargeText::look(const QString& name, QWidget& window)
{
    if (const QString folder = qEnvironmentVariable("ISOPOLIS_SHOTS"); !folder.isEmpty()) {
        QString file = QString::fromLatin1(QTest::currentDataTag()) + QLatin1Char('-') + name;
        file.replace(QRegularExpression(QStringLiteral("[^a-zA-Z0-9]+")), QStringLiteral("_"));
        window.window()->grab().save(QDir(folder).filePath(file + QStringLiteral(".png")));
    }
    for (const QString& found : cutOff(window))
        m_found << name + QStringLiteral(": ") + found;
}

void TestLargeText::lookAtPanels(const QString& name)
{
    ProjectWindow& w = *m_window;
    for (QDockWidget* dock : w->findChildren<QDockWidget*>()) {
        w.action(qPrintable(dock->objectName())).trigger();
        settle();
        onEachPage(*dock, [&](const QString& page) {
            look(name + dock->objectName() + page, *dock);
            fits(name + dock->objectName() + page, *w);
        });
    }
    look(name + QStringLiteral("centre"), *w->centralWidget());
    // A bar above the map is scrolled only where the map has no more to give.
    for (const FittingArea* bar : w->centralWidget()->findChildren<FittingArea*>())
        if (bar->isVisible() && bar->sizePolicy().verticalPolicy() == QSizePolicy::Maximum && bar->height() < bar->sizeHint().height() &&
            w.map().height() > w.map().minimumHeight() + 1)
            m_found << name + QStringLiteral("a bar of %1 px is %2 px high, the map has %3 px")
                                  .arg(bar->sizeHint().height())
                                  .arg(bar->height())
                                  .arg(w.map().height());
    for (QTabBar* tabs : w->findChildren<QTabBar*>(Qt::FindDirectChildrenOnly))
        if (tabs->isVisible() && tabsAreCut(*tabs))
            m_found << name + QStringLiteral("tabs of panels are cut off");
    w.action("drawBuilding").trigger();
    settle();
    look(name + QStringLiteral("drawing"), *w->centralWidget());
    fits(name + QStringLiteral("drawing"), *w);
    w.action("cancelDrawing").trigger();
}

void TestLargeText::lookAtDialogs()
{
    ProjectWindow& w = *m_window;
    for (const auto& [name, ask] : everyDialog(w)) {
        QDialog* dialog = shownBy(w, ask);
        QVERIFY2(dialog, name);
        const QString called = QString::fromLatin1(name);
        onEachPage(*dialog, [&](const QString& page) {
            look(called + page, *dialog);
            fits(called + page, *dialog);
        });
        dialog->close();
        settle();
    }
}

void TestLargeText::lookAtTheImport()
{
    ProjectWindow& w = *m_window;
    const TempFolder files;
    OsmText osm;
    for (int i = 0; i < 4; ++i)
        osm.node(1 + i, 3 * i, 3 * i);
    osm.way(100, {1, 2, 3, 4}, tag("highway", "residential"));
    w.action("newFromFiles").trigger();
    auto* dialog = w.find<ImportDialog>("importDialog");
    QVERIFY(dialog);
    dialog->add({QString::fromStdString(files.write("old-town.osm", osm.xml()).string()),
                 QString::fromStdString(files.write("zones.csv", "name,people,income\nEast,120,41000\nWest,80,38000\n").string())});
    QTRY_VERIFY_WITH_TIMEOUT(!dialog->looking(), ProjectWindow::kPatience_ms);
    auto* list = w.find<QListWidget>("importFiles");
    QVERIFY(list->count() > 0);
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        settle();
        onEachPage(*dialog, [&](const QString& page) {
            look(QStringLiteral("import %1").arg(row) + page, *dialog);
            fits(QStringLiteral("import %1").arg(row) + page, *dialog);
        });
    }
    dialog->close();
    settle();
}

void TestLargeText::lookAtTheTour()
{
    ProjectWindow& w = *m_window;
    w.action("tour").trigger();
    auto* tour = w.find<QWidget>("tour");
    for (int step = 0; step < 5; ++step) {
        settle();
        look(QStringLiteral("tour %1").arg(step), *tour);
        if (!w->rect().contains(tour->geometry()))
            m_found << QStringLiteral("tour %1 lies outside of the window").arg(step);
        QTest::mouseClick(w.find<QPushButton>("tourNext"), Qt::LeftButton);
    }
}

void TestLargeText::lookAtTheMapWindow()
{
    ProjectWindow& w = *m_window;
    w.action("mapWindow").trigger();
    settle();
    QWidget* own = w->mapPlace().ownWindow();
    QVERIFY(own);
    look(QStringLiteral("map window"), *own);
    fits(QStringLiteral("map window"), *own);
    look(QStringLiteral("without the map"), *w->centralWidget());
    w.action("mapWindow").trigger();
    settle();
}

void TestLargeText::everyWindowFits_data()
{
    QTest::addColumn<double>("size");
    QTest::addColumn<bool>("longer");
    QTest::addColumn<QSize>("screen");
    QTest::addRow("200 %%") << 2.0 << false << kScreen;
    QTest::addRow("longer words") << 1.0 << true << kScreen;
    QTest::addRow("as usual") << 1.0 << false << kScreen;
    // As desktops do it that scale everything: half as many pixels of twice the size.
    QTest::addRow("all of 200 %%") << 1.0 << false << kScreen / 2;
}

void TestLargeText::everyWindowFits()
{
    QFETCH(double, size);
    QFETCH(bool, longer);
    QFETCH(QSize, screen);
    QCOMPARE(QGuiApplication::primaryScreen()->size(), kScreen);
    m_screen = screen;
    QFont font = m_font;
    font.setPointSizeF(size * font.pointSizeF());
    QApplication::setFont(font);
    if (longer)
        QCoreApplication::installTranslator(&m_longer);
    m_found.clear();
    m_window = std::make_unique<ProjectWindow>();
    ProjectWindow& w = *m_window;
    w->resize(screen);
    settle();
    fits(QStringLiteral("start page"), *w);
    look(QStringLiteral("start page"), *w->centralWidget());
    QVERIFY(w.open());
    QVERIFY(w->document().addIntervention(slowedStreet(*w->document().city())));
    QVERIFY(w.awaitResults());
    w->document().select({.neighbourhood = NeighbourhoodId(0)});
    QVERIFY(QTest::qWaitFor([&] { return w->document().explanation() != nullptr; }, ProjectWindow::kPatience_ms));
    w->resize(screen);
    settle();
    lookAtPanels({});
    if (screen == kScreen) {
        // A layout that was made on a larger screen.
        w->resize(2 * kScreen);
        settle();
        w.action("resetLayout").trigger();
        settle();
        w->resize(screen);
        settle();
        fits(QStringLiteral("a layout of a larger screen"), *w);
        lookAtPanels(QStringLiteral("three sides, "));
        w.action("resetLayout").trigger();
        settle();
    }
    lookAtDialogs();
    lookAtTheImport();
    lookAtTheTour();
    lookAtTheMapWindow();
    m_found.removeDuplicates();
    for (const QString& found : m_found)
        qWarning("%s", qPrintable(found));
    QVERIFY2(m_found.isEmpty(), qPrintable(QStringLiteral("%1 things, told above").arg(m_found.size())));
}

int main(int argc, char** argv)
{
    QTemporaryDir folder;
    QFile screens(folder.filePath(QStringLiteral("screens.json")));
    if (!screens.open(QIODevice::WriteOnly))
        return 1;
    screens.write(R"({"screens": [{"name": "small", "x": 0, "y": 0, "width": 1280, "height": 720}]})");
    screens.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + screens.fileName().toUtf8());
    QApplication application(argc, argv);
    TestLargeText test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_large_text.moc"
