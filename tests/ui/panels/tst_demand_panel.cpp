// Travel demand in its panel: words, tables before and after, and that keyboard and screen reader reach everything.
#include "ui/document/small_town.h"
#include "ui/panels/panel_tools.h"

#include "ui/models/demand_rows.h"
#include "ui/panels/demand_panel.h"
#include "ui/text/translate.h"
#include "ui/window/scripted_dialogs.h"

#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

class TestDemandPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutResultsThePanelSaysWhatIsMissing()
    {
        ProjectDocument document;
        DemandPanel panel(document, std::make_shared<ScriptedDialogs>());
        QVERIFY(find<QLabel>(panel, "demandWords")->text().contains(QStringLiteral("No project")));
        openSmallTown(document);
        QVERIFY(find<QLabel>(panel, "demandWords")->text().contains(QStringLiteral("Calculating")));
        QCOMPARE(find<QTableView>(panel, "demandTable")->model()->rowCount(), 0);
    }

    void eachViewHasTheFiguresOfTheRun()
    {
        ProjectDocument document;
        DemandPanel panel(document, std::make_shared<ScriptedDialogs>());
        openSmallTown(document);
        calculate(document);
        const auto* table = find<QTableView>(panel, "demandTable");
        auto* by = find<QComboBox>(panel, "demandBy");
        QCOMPARE(by->count(), 5);
        const DemandSummary &before = document.results().before->traffic.demand, &after = document.results().after->traffic.demand;
        for (int i = 0; i < by->count(); ++i) {
            by->setCurrentIndex(i);
            const auto view = static_cast<DemandView>(by->currentData().toInt());
            const QList<QStringList> rows = demandRows(view, before, after);
            QVERIFY(!rows.isEmpty());
            QCOMPARE(table->model()->rowCount(), static_cast<int>(rows.size()));
            for (int r = 0; r < static_cast<int>(rows.size()); ++r)
                QCOMPARE(cell(*table, r, 1), rows[r][1]);
        }
        QCOMPARE(find<QLabel>(panel, "demandWords")->text(), demandWords(after));
    }

    // Whatever takes the keyboard has a name that a screen reader says, and is reached by Tab.
    void everythingThatTakesTheKeyboardHasAName()
    {
        ProjectDocument document;
        DemandPanel panel(document, std::make_shared<ScriptedDialogs>());
        openSmallTown(document);
        calculate(document);
        int reached = 0;
        for (const QWidget* widget : panel.findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) == 0 || widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            ++reached;
            QVERIFY2(!widget->accessibleName().isEmpty(),
                     qPrintable(widget->objectName() + QLatin1Char(' ') + QString::fromLatin1(widget->metaObject()->className())));
        }
        QVERIFY(reached >= 2);
        const auto labels = panel.findChildren<QLabel*>();
        QVERIFY(
            std::any_of(labels.begin(), labels.end(), [&](const QLabel* l) { return l->buddy() == find<QComboBox>(panel, "demandBy"); }));
    }
};

QTEST_MAIN(TestDemandPanel)
#include "tst_demand_panel.moc"
