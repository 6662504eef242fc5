// The bar above the map: indicator, group, absolute or in percent; and the page on two zonings.
#include "ui/document/small_town.h"
#include "ui/panels/panel_tools.h"

#include "ui/charts/zone_map.h"
#include "ui/panels/equity/zones_page.h"
#include "ui/panels/overlay_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace isopolis;
using namespace isopolis::test;

namespace {

void openPlan(ProjectDocument& document)
{
    document.open({smallTownPlan().make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), {}, {}});
    document.activate("Plan");
    if (!document.addIntervention(filterShort()))
        qFatal("the scheme was refused");
    OverlayChoice choice = document.overlay();
    choice.indicator = Indicator::CarTime;
    document.setOverlay(choice);
    calculate(document);
}

}  // namespace

class TestOverlayBar : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void groupAndPercentAreChosenBesideTheIndicator()
    {
        ProjectDocument document;
        OverlayBar bar(document);
        openPlan(document);
        auto* group = find<QComboBox>(bar, "overlayGroup");
        auto* percent = find<QCheckBox>(bar, "overlayRelative");
        QVERIFY(group->isEnabled() && percent->isEnabled() && group->count() >= 6);
        QVERIFY(document.overlay().group.empty() && !document.overlay().relative);
        group->setCurrentIndex(group->findData(QStringLiteral("q1")));
        QCOMPARE(document.overlay().group, std::string("q1"));
        percent->click();
        QVERIFY(document.overlay().relative && document.overlay().group == "q1");
        find<QRadioButton>(bar, "momentAfter")->click();
        QVERIFY(!percent->isEnabled());  // levels have no percentage of change
        QCOMPARE(document.overlay().group, std::string("q1"));
        find<QCheckBox>(bar, "overlayIncome")->click();
        QVERIFY(!group->isEnabled() && document.overlay().kind == OverlayKind::Bivariate);
    }

    // The checked button is what the map shows, and a change that cannot be shown for a while is not forgotten.
    void theMomentThatIsCheckedIsTheOneThatIsShown()
    {
        ProjectDocument document;
        OverlayBar bar(document);
        openPlan(document);
        const auto checked = [&bar](const char* name) { return find<QRadioButton>(bar, name)->isChecked(); };
        auto* what = find<QComboBox>(bar, "overlayChoice");
        const auto choose = [what](const char* words) { what->setCurrentIndex(what->findText(QString::fromLatin1(words))); };
        QVERIFY(checked("momentChange"));
        document.activate("base");
        QVERIFY(checked("momentBefore") && !find<QRadioButton>(bar, "momentBefore")->isEnabled());
        choose("Traffic on streets");
        document.activate("Plan");
        QVERIFY(checked("momentAfter"));
        find<QRadioButton>(bar, "momentBefore")->click();
        QCOMPARE(document.overlay().moment, Moment::Before);
        find<QRadioButton>(bar, "momentAfter")->click();
        OverlayChoice change = document.overlay();
        change.moment = Moment::Change;
        document.setOverlay(change);
        QVERIFY(checked("momentAfter"));
        choose("Nitrogen dioxide (NO2)");
        QVERIFY(checked("momentChange") && document.overlay().moment == Moment::Change);
    }

    // A map that is no choice of the document's is named in the list, and makes way for the next choice, even the one of before.
    void theBarNamesWhatIsShownInsteadOfTheChoice()
    {
        ProjectDocument document;
        OverlayBar bar(document);
        openPlan(document);
        auto* what = find<QComboBox>(bar, "overlayChoice");
        const QString chosen = what->currentText();
        const int entries = what->count();
        QSignalSpy back(&bar, &OverlayBar::documentChosen);
        bar.setOwn(QStringLiteral("NO2, corrected by sensors"));
        QCOMPARE(what->currentText(), QStringLiteral("NO2, corrected by sensors"));
        QCOMPARE(what->count(), entries + 1);
        QVERIFY(!find<QRadioButton>(bar, "momentAfter")->isEnabled() && !find<QComboBox>(bar, "overlayGroup")->isEnabled());
        what->setCurrentIndex(what->findText(chosen));
        QCOMPARE(back.count(), 1);
        QCOMPARE(what->currentText(), chosen);
        QCOMPARE(what->count(), entries);
        QCOMPARE(document.overlay().indicator, Indicator::CarTime);
        QVERIFY(find<QRadioButton>(bar, "momentAfter")->isEnabled());
    }

    void theBarSaysThatTheMapIsDivided()
    {
        ProjectDocument document;
        OverlayBar bar(document);
        openPlan(document);
        bar.show();
        auto* sides = find<QLabel>(bar, "overlaySides");
        QVERIFY(!sides->isVisible());
        bar.setDivided(true);
        QVERIFY(sides->isVisible() && !find<QRadioButton>(bar, "momentAfter")->isVisible());
        bar.setDivided(false);
        QVERIFY(!sides->isVisible() && find<QRadioButton>(bar, "momentAfter")->isVisible());
    }

    void bothZoningsFollowOneSelection()
    {
        ProjectDocument document;
        openPlan(document);
        ZonesPage page(document, JobRunner::Mode::Inline);
        page.show(document.results().report->of(Indicator::CarTime));
        const auto* table = find<QTableView>(page, "zoneTable");
        QVERIFY(table->model()->rowCount() > 8);
        for (int row = 0; row < 2; ++row)  // means do not depend on the zoning
            QCOMPARE(cell(*table, row, 1), cell(*table, row, 2));
        QVERIFY(find<QLabel>(page, "zoneWords")->text().contains(QStringLiteral("Squares: ")));
        auto* fine = find<ZoneMap>(page, "zoneFineMap");
        auto* coarse = find<ZoneMap>(page, "zoneCoarseMap");
        QTest::keyClick(fine, Qt::Key_Right);
        const NeighbourhoodId first = document.selection().neighbourhood;
        QVERIFY(first.valid() && !fine->accessibleDescription().isEmpty() && !coarse->accessibleDescription().isEmpty());
        QTest::keyClick(coarse, Qt::Key_Right);
        QVERIFY(document.selection().neighbourhood.valid() && document.selection().neighbourhood != first);
        find<QComboBox>(page, "zoneSide")->setCurrentIndex(5);
        Q_EMIT find<QComboBox>(page, "zoneSide")->activated(5);
        QVERIFY(cell(*table, 6, 2).toDouble() <= cell(*table, 6, 1).toDouble());  // the Gini of larger squares
    }
};

QTEST_MAIN(TestOverlayBar)
#include "tst_overlay_bar.moc"
