// The window in a language whose texts are 40 % longer, and laid out from right to left: nothing is cut off, everything is mirrored.
#include "cut_off.h"
#include "every_dialog.h"

#include "ui/text/pseudo_translator.h"

#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QTabWidget>

using namespace isopolis;
using namespace isopolis::test;

class TestLongerWords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QCoreApplication::installTranslator(&m_longer);
        m_window = std::make_unique<ProjectWindow>();
        QVERIFY(m_window->open());
        QVERIFY((*m_window)->document().addIntervention(slowedStreet(*(*m_window)->document().city())));
        QVERIFY(m_window->awaitResults());
        (*m_window)->document().select({.neighbourhood = NeighbourhoodId(0)});
        QVERIFY(QTest::qWaitFor([this] { return (*m_window)->document().explanation() != nullptr; }, ProjectWindow::kPatience_ms));
    }
    void cleanupTestCase()
    {
        m_window.reset();
        QCoreApplication::removeTranslator(&m_longer);
    }

    void textsAreLongerAndKeepTheirPlaces()
    {
        const QString plain = QStringLiteral("%1 of %2 neighbourhoods"), longer = PseudoTranslator::longer(plain);
        QVERIFY(longer.startsWith(QLatin1Char('[')) && longer.endsWith(QLatin1Char(']')));
        QVERIFY(longer.contains(QStringLiteral("%1")) && longer.contains(QStringLiteral("%2")));
        QVERIFY(10 * longer.size() >= 14 * plain.size());
        QCOMPARE(PseudoTranslator::longer(QStringLiteral("Ctrl+F")), QStringLiteral("Ctrl+F"));
    }

    void whatIsCutOffIsFound()
    {
        QWidget window;
        QLabel label(QStringLiteral("far too long for so little room"), &window);
        QPushButton button(QStringLiteral("far too long for so little room"), &window);
        label.setGeometry(0, 0, 40, 20);
        button.setGeometry(0, 30, 40, 20);
        window.resize(300, 100);
        window.show();
        settle();
        QCOMPARE(cutOff(window).size(), qsizetype(2));
        label.setGeometry(0, 0, 290, 20);
        button.setGeometry(0, 30, 290, 40);
        settle();
        QCOMPARE(cutOff(window).size(), qsizetype(0));
    }

    void everyPanelHasRoomForLongerWords()
    {
        ProjectWindow& w = *m_window;
        QStringList all;
        for (QDockWidget* dock : w->findChildren<QDockWidget*>()) {
            dock->show();
            dock->raise();
            settle();
            const auto look = [&](const QString& page) {
                for (const QString& found : cutOff(*dock))
                    all << dock->objectName() + page + QStringLiteral(": ") + found;
            };
            const QList<QTabWidget*> tabs = dock->findChildren<QTabWidget*>();
            if (tabs.isEmpty())
                look({});
            for (QTabWidget* tab : tabs)
                for (int i = 0; i < tab->count(); ++i) {
                    tab->setCurrentIndex(i);
                    settle();
                    look(QStringLiteral("/%1").arg(i));
                }
        }
        for (const QString& found : cutOff(*w->centralWidget()))
            all << QStringLiteral("centre: ") + found;
        all.removeDuplicates();
        QVERIFY2(all.isEmpty(), qPrintable(QLatin1Char('\n') + all.join(QLatin1Char('\n'))));
    }

    void everyDialogHasRoomForLongerWords()
    {
        ProjectWindow& w = *m_window;
        QStringList all;
        for (const auto& [name, ask] : everyDialog(w)) {
            QDialog* shown = shownBy(w, ask);
            QVERIFY2(shown, name);
            for (const QString& found : cutOff(*shown))
                all << QString::fromLatin1(name) + QStringLiteral(": ") + found;
            const int inside = static_cast<int>(w->screen()->availableGeometry().height());
            QVERIFY2(shown->height() <= inside, name);
            shown->close();
            settle();
        }
        QVERIFY2(all.isEmpty(), qPrintable(QLatin1Char('\n') + all.join(QLatin1Char('\n'))));
    }

    void theTourHasRoomToo()
    {
        ProjectWindow& w = *m_window;
        w.action("tour").trigger();
        auto* tour = w.find<QWidget>("tour");
        for (int step = 0; step < 5; ++step) {
            settle();
            const QStringList found = cutOff(*tour);
            QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
            QVERIFY(w->rect().contains(tour->geometry()));
            QTest::mouseClick(w.find<QPushButton>("tourNext"), Qt::LeftButton);
        }
    }

    void rightToLeftMirrorsTheWindow()
    {
        ProjectWindow& w = *m_window;
        QApplication::setLayoutDirection(Qt::RightToLeft);
        settle();
        // Docks keep the side that the user gave them; what is in them is mirrored.
        auto* first = w.find<QWidget>("momentBefore");
        auto* next = w.find<QWidget>("momentAfter");
        QVERIFY(first->mapTo(&*w, QPoint()).x() > next->mapTo(&*w, QPoint()).x());
        QVERIFY(w->menuBar()->layoutDirection() == Qt::RightToLeft);
        QApplication::setLayoutDirection(Qt::LeftToRight);
        settle();
        QVERIFY(first->mapTo(&*w, QPoint()).x() < next->mapTo(&*w, QPoint()).x());
    }

private:
    PseudoTranslator m_longer;
    std::unique_ptr<ProjectWindow> m_window;
};

QTEST_MAIN(TestLongerWords)
#include "tst_longer_words.moc"
