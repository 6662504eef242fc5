// "Who gains, who loses" on the small town: what each measure brings, the worst-off places, inequality.
#include "ui/document/small_town.h"
#include "ui/panels/panel_tools.h"

#include "simulation/equity/equity_parameters.h"
#include "simulation/project/stored_draws.h"
#include "simulation/run/model_chain.h"
#include "ui/charts/chart_widget.h"
#include "ui/models/trace_roles.h"
#include "ui/panels/equity/found_traces.h"
#include "ui/panels/winners_panel.h"
#include "ui/text/translate.h"

#include <QClipboard>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// The panel over a scheme of two measures, calculated within the calls.
struct Desk {
    ProjectDocument document;
    RunService service{
        [](const CityPtr& city, const Scenario& scenario, RunControl& control) { return runChain(city, scenario, control); }};
    Explainer explainer{document, service,
                        [](const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control) {
                            return explain(study, where, indicator, control);
                        },
                        JobRunner::Mode::Inline};
    AttributionFinder finder{document, explainer, JobRunner::Mode::Inline};
    UncertaintyFinder uncertainty{document, JobRunner::Mode::Inline};
    SensitivityFinder sensitivity{document, JobRunner::Mode::Inline};
    WhatIfFinder whatIf{document, service, JobRunner::Mode::Inline};
    FigureTracer tracer{explainer, [this] { return uncertainty.draws(); }, JobRunner::Mode::Inline};
    WinnersPanel panel{document, {finder, uncertainty, sensitivity, whatIf, tracer, JobRunner::Mode::Inline}};

    QTemporaryDir folder;

    void openScheme()
    {
        document.open({smallTownPlan().make(),
                       {Scenario{.name = "Plan"}},
                       std::make_shared<MemoryBackend>(),
                       folder.filePath(QStringLiteral("town.gpkg")),
                       {}});
        document.activate("Plan");
        if (!document.addIntervention(filterShort()) || !document.addIntervention(slowMain()))
            qFatal("the scheme was refused");
        if (!document.setParameter(kCarTimeThreshold, ParameterOverride{kCarTimeThreshold.low, "", ""}))
            qFatal("the threshold was refused");
        OverlayChoice choice = document.overlay();
        choice.indicator = Indicator::CarTime;
        document.setOverlay(choice);
        calculate(document);
    }
    void turnTo(int page) { find<QTabWidget>(panel, "winnersPages")->setCurrentIndex(page); }
};

/// What a cell says as a number, if it is one: "1,234", "−0.52".
std::optional<double> numberOf(QString cell)
{
    cell.remove(QLatin1Char(','));
    cell.replace(QChar(0x2212), QLatin1Char('-'));
    bool fine = false;
    const double value = cell.toDouble(&fine);
    return fine ? std::optional(value) : std::nullopt;
}

}  // namespace

class TestEquityPages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sharesOfEveryGroupSumToItsChange()
    {
        Desk desk;
        desk.openScheme();
        QVERIFY(desk.finder.possible() && !desk.finder.answer());  // two measures: further calculations are asked for, not started
        desk.turnTo(2);
        find<QPushButton>(desk.panel, "measuresAsk")->click();
        QVERIFY(desk.finder.answer() != nullptr);
        const AttributionAnswer& answer = *desk.finder.answer();
        QCOMPARE(answer.groups.size(), std::size_t{6});
        for (const GroupAttribution& group : answer.groups) {
            QVERIFY(group.parts.has_value());
            double sum = group.parts->residual;
            for (const Contribution& part : group.parts->interventions)
                sum += part.delta;
            QVERIFY(std::abs(sum - group.group.change) < 1e-9);
            QVERIFY(std::abs(group.parts->residual) < 1e-9);
        }
        const auto* chart = find<ChartWidget>(desk.panel, "measuresChart");
        QVERIFY(!chart->isHidden());
        const auto* table = find<QTableView>(*chart, "measuresChartTable");
        QCOMPARE(table->model()->rowCount(), 4);  // before, two measures, with the scheme
        QCOMPARE(cell(*table, 1, 0), QStringLiteral("Filter the shortcut"));
        find<QComboBox>(desk.panel, "measuresGroup")->setCurrentIndex(1);
        QCOMPARE(cell(*table, 0, 1), formatNumber(answer.groups[0].group.before, indicatorInfo(Indicator::CarTime).decimals + 1));
    }

    void theWorstOffComeFirstWithTheMeasureThatMattersMost()
    {
        Desk desk;
        desk.openScheme();
        desk.turnTo(3);
        const std::vector<Score> worst = worstPlaces(desk.document.results().report->of(Indicator::CarTime));
        QVERIFY(!worst.empty());
        for (std::size_t i = 1; i < worst.size(); ++i)
            QVERIFY(std::abs(worst[i - 1].change) >= std::abs(worst[i].change));
        auto* table = find<QTableView>(desk.panel, "worstTable");
        QCOMPARE(table->model()->rowCount(), static_cast<int>(worst.size()));
        QCOMPARE(cell(*table, 0, 6), QStringLiteral("not asked yet"));
        find<QPushButton>(desk.panel, "worstAsk")->click();
        QVERIFY(cell(*table, 0, 6).startsWith(QStringLiteral("Filter the shortcut")) ||
                cell(*table, 0, 6).startsWith(QStringLiteral("Slow Main")));
        table->setCurrentIndex(table->model()->index(0, 0));
        QVERIFY(desk.document.selection().neighbourhood == worst.front().where);
        QSignalSpy flights(&desk.panel, &WinnersPanel::flyToRequested);
        Q_EMIT table->activated(table->model()->index(0, 0));
        QCOMPARE(flights.count(), 1);
    }

    void indicesOfChangesAreRefusedWithAReason()
    {
        Desk desk;
        desk.openScheme();
        desk.turnTo(5);
        const auto* table = find<QTableView>(desk.panel, "indexTable");
        int gini = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (cell(*table, row, 0) == QStringLiteral("Gini"))
                gini = row;
        QVERIFY(gini >= 0);
        QVERIFY(cell(*table, gini, 1).toDouble() > 0);
        QCOMPARE(cell(*table, gini, 4), QStringLiteral("not defined"));
        const QString notes = find<QLabel>(desk.panel, "indexNotes")->text();
        QVERIFY(notes.contains(QStringLiteral("Gini: ")));
    }

    void everyEffectHasACellPerGroupInWords()
    {
        Desk desk;
        desk.openScheme();
        desk.turnTo(1);
        auto* table = find<QTableView>(desk.panel, "matrixTable");
        QCOMPARE(table->model()->rowCount(), static_cast<int>(allIndicators().size()));
        QCOMPARE(table->model()->columnCount(), 6);
        int scored = 0;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            for (int column = 0; column < 5; ++column) {
                const QModelIndex at = table->model()->index(row, column);
                QVERIFY(!at.data().toString().isEmpty());
                QVERIFY(!at.data(Qt::AccessibleTextRole).toString().isEmpty());
                scored += at.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("of the people"));
            }
        QVERIFY(scored > 0);
        Q_EMIT table->activated(table->model()->index(0, 0));
        QCOMPARE(desk.document.overlay().indicator, allIndicators()[0].indicator);
    }

    void peopleWhoCrossALineAreCountedEachWay()
    {
        Desk desk;
        desk.openScheme();
        desk.turnTo(4);
        const auto* table = find<QTableView>(desk.panel, "limitTable");
        QCOMPARE(table->model()->rowCount(), 6);
        auto* value = find<QDoubleSpinBox>(desk.panel, "limitValue");
        const IndicatorAssessment& time = desk.document.results().report->of(Indicator::CarTime);
        double least = 1e9, most = 0;
        for (const Score& score : time.scores) {
            least = std::min({least, score.before, score.after});
            most = std::max({most, score.before, score.after});
        }
        value->setValue(most + 1);
        QCOMPARE(cell(*table, 5, 2), formatPeople(0));
        value->setValue(std::max(0.0, least - 1));
        QCOMPARE(cell(*table, 5, 2), formatPeople(9000));
        QCOMPARE(find<QComboBox>(desk.panel, "limitLine")->currentText(), QStringLiteral("A line of your own"));
    }

    void drawsSayHowSureItIs()
    {
        Desk desk;
        desk.openScheme();
        desk.turnTo(7);
        QVERIFY(!desk.document.uncertainty());
        desk.uncertainty.findNow(6);
        QVERIFY2(desk.document.uncertainty() != nullptr, qPrintable(desk.uncertainty.failure()));
        QCOMPARE(desk.document.uncertainty()->done, std::size_t{6});
        const UncertainIndicator& sure = *desk.document.uncertainty()->of(Indicator::CarTime);
        QCOMPARE(find<QLabel>(desk.panel, "winnersHeadline")->text(), text(sure.headline));
        const auto* table = find<QTableView>(desk.panel, "sureTable");
        QCOMPARE(table->model()->rowCount(), static_cast<int>(sure.groups.size()));
        QVERIFY(cell(*table, 0, 3).contains(QStringLiteral(" to ")));
        QVERIFY(QFile::exists(desk.folder.filePath(QStringLiteral("town.ensembles.db"))));
        calculate(desk.document);  // other results: the answer is not theirs
        QVERIFY(!desk.document.uncertainty());
    }

    void drawsThatAreStoredAreShownUnasked()
    {
        Desk desk;
        desk.openScheme();
        desk.uncertainty.findNow(kFewestUnasked);
        QVERIFY2(desk.document.uncertainty() != nullptr, qPrintable(desk.uncertainty.failure()));
        const auto interval = [&] { return desk.document.uncertainty()->of(Indicator::CarTime)->gap; };
        const UncertainFigure asked = interval();
        const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
        calculate(desk.document);  // the same results once more, as after opening the project again
        QVERIFY(desk.document.uncertainty() != nullptr && desk.uncertainty.draws() != nullptr);
        QVERIFY(same(interval().low, asked.low) && same(interval().high, asked.high));
        QCOMPARE(desk.uncertainty.draws()->taken, std::size_t{kFewestUnasked});
        QVERIFY(!desk.uncertainty.running());
        QVERIFY(desk.document.setInterventionEnabled("Plan", 0, false));  // another scheme: nothing is stored for it
        calculate(desk.document);
        QVERIFY(!desk.document.uncertainty());
    }

    /// Each number in a table of the panel, and in those behind its charts, is the value of a figure with a trace.
    void everyFigureOfThePanelLeadsToItsTrace()
    {
        Desk desk;
        desk.openScheme();
        desk.finder.findNow();
        desk.uncertainty.findNow(4);
        auto* pages = find<QTabWidget>(desk.panel, "winnersPages");
        QSignalSpy found(&desk.tracer, &FigureTracer::found), failed(&desk.tracer, &FigureTracer::failed);
        int traced = 0, compared = 0;
        for (int page = 0; page < 8; ++page) {
            desk.turnTo(page);
            for (const QTableView* table : pages->widget(page)->findChildren<QTableView*>())
                for (int row = 0; row < table->model()->rowCount(); ++row)
                    for (int column = 0; column < table->model()->columnCount(); ++column) {
                        const QModelIndex at = table->model()->index(row, column);
                        const std::optional<double> number = numberOf(at.data().toString());
                        const QString address = at.data(kAddressRole).toString();
                        QVERIFY2(!number || !address.isEmpty(), qPrintable(table->objectName() + QLatin1Char(' ') + at.data().toString()));
                        if (address.isEmpty())
                            continue;
                        ++traced;
                        if (isFoundAddress(address)) {
                            QVERIFY2(
                                foundTrace(address, {.draws = desk.document.uncertainty().get(), .measures = desk.finder.answer().get()}),
                                qPrintable(address));
                            continue;
                        }
                        desk.tracer.find(address);
                        QVERIFY2(failed.isEmpty(), qPrintable(address));
                        QCOMPARE(found.size(), 1);
                        const auto figure = found.takeFirst().front().value<FigureNode>();
                        if (!number || column == 0)
                            continue;
                        const int decimals = std::max(0, static_cast<int>(at.data().toString().section(QLatin1Char('.'), 1).size()));
                        QVERIFY2(std::abs(figure.value - *number) <= 0.51 * std::pow(10.0, -decimals) ||
                                     table->objectName() == "lorenzChartTable",
                                 qPrintable(address + QLatin1Char(' ') + at.data().toString() + QStringLiteral(" is ") +
                                            QString::number(figure.value)));
                        ++compared;
                    }
        }
        QVERIFY2(traced > 200 && compared > 100, qPrintable(QStringLiteral("%1 traced, %2 compared").arg(traced).arg(compared)));
    }

    void aClickAndTheKeyboardOpenTheTraceBesideThePages()
    {
        Desk desk;
        desk.openScheme();
        desk.panel.resize(1100, 420);
        desk.panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&desk.panel));
        auto* pane = find<QWidget>(desk.panel, "tracePane");
        QVERIFY(pane->isHidden());
        auto* canvas = find<ChartCanvas>(desk.panel, "quintileChartCanvas");
        canvas->setFocus();
        QTest::keyClick(canvas, Qt::Key_Down);
        QTest::keyClick(canvas, Qt::Key_Return);
        QVERIFY(!pane->isHidden());
        const auto* tree = find<QTreeView>(desk.panel, "figureTrace");
        QVERIFY(tree->model()->index(0, 0).data().toString().contains(QStringLiteral("income"), Qt::CaseInsensitive));
        QVERIFY(tree->model()->rowCount(tree->model()->index(0, 0)) >= 2);
        QTest::keyClick(find<QTreeView>(desk.panel, "figureTrace"), Qt::Key_Escape);
        QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(canvas->width() / 2, canvas->height() / 3));
        QVERIFY(!pane->isHidden());
        find<QPushButton>(desk.panel, "figureTraceCopy")->click();
        QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
        find<QPushButton>(desk.panel, "figureTraceClose")->click();
        QVERIFY(pane->isHidden());
        find<QPushButton>(desk.panel, "winnersOrigin")->click();
        QVERIFY(!pane->isHidden());
        calculate(desk.document);  // other results: the trace was not theirs
        QVERIFY(pane->isHidden());
    }

    void aChartIsHandedOnAsAPicture()
    {
        Desk desk;
        desk.openScheme();
        desk.panel.resize(1100, 420);
        auto* canvas = find<ChartCanvas>(desk.panel, "quintileChartCanvas");
        // Vectors, whose words are still words.
        const QString svg = QString::fromUtf8(canvas->svg());
        QVERIFY(svg.contains(QStringLiteral("<svg")) && svg.contains(QStringLiteral("<text")));
        QVERIFY(svg.contains(canvas->accessibleName().toHtmlEscaped()));
        QVERIFY(svg.contains(canvas->accessibleDescription().left(20).toHtmlEscaped()));
        QVERIFY2(!svg.contains(QStringLiteral("<image")), "a picture of pixels within the vectors");
        const QImage image = canvas->image();
        QCOMPARE(image.pixelColor(1, 1), QColor(Qt::white));
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                inked += image.pixelColor(x, y) != QColor(Qt::white) ? 1 : 0;
        QVERIFY(inked > 1000);
        QTest::keyClick(canvas, Qt::Key_C, Qt::ControlModifier);
        const QMimeData* copied = QGuiApplication::clipboard()->mimeData();
        QVERIFY(copied->hasImage() && copied->hasFormat(QStringLiteral("image/svg+xml")));
        QVERIFY(copied->text().contains(canvas->accessibleDescription()));
        QTemporaryDir folder;
        const QString vectors = folder.filePath(QStringLiteral("chart.SVG")), pixels = folder.filePath(QStringLiteral("chart.png"));
        QVERIFY(canvas->save(vectors) && canvas->save(pixels));
        QFile file(vectors);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("<svg"));
        QCOMPARE(QImage(pixels).size(), image.size());
        QVERIFY(!canvas->save(folder.filePath(QStringLiteral("none/chart.svg"))));
    }

    void anotherValueTellsWhatHoldsAndWhatFlips()
    {
        Desk desk;
        desk.openScheme();
        desk.panel.askWhatIf(QStringLiteral("equity.threshold.car_time"));
        QCOMPARE(find<QTabWidget>(desk.panel, "winnersPages")->currentIndex(), 9);
        auto* value = find<QDoubleSpinBox>(desk.panel, "whatIfValue");
        QCOMPARE(value->value(), kCarTimeThreshold.low);  // the value of the scenario
        value->setValue(kCarTimeThreshold.high);
        find<QPushButton>(desk.panel, "whatIfAsk")->click();
        QVERIFY2(desk.whatIf.answer() != nullptr, qPrintable(desk.whatIf.failure()));
        QVERIFY(desk.whatIf.answer()->flips() > 0);
        const auto* table = find<QTableView>(desk.panel, "whatIfTable");
        QCOMPARE(table->model()->rowCount(), static_cast<int>(desk.whatIf.answer()->flips()));
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            QCOMPARE(cell(*table, row, 0), QStringLiteral("✗ flips"));
            QVERIFY(cell(*table, row, 3) != cell(*table, row, 4));
        }
        find<QComboBox>(desk.panel, "whatIfFilter")->setCurrentIndex(2);
        QCOMPARE(table->model()->rowCount(), static_cast<int>(desk.whatIf.answer()->conclusions.size()));
        QVERIFY(find<QLabel>(desk.panel, "whatIfWords")->text().contains(QStringLiteral("flip")));
        QVERIFY(find<QLabel>(desk.panel, "whatIfOrder")->text().contains(QStringLiteral("People better off")));
        find<QPushButton>(desk.panel, "whatIfKeep")->click();
        QCOMPARE(desk.document.scenarios().size(), std::size_t{2});
        QCOMPARE(desk.document.scenarios().back().base, std::string("Plan"));
        QCOMPARE(desk.document.scenarios().back().parameters.value(kCarTimeThreshold), kCarTimeThreshold.high);
    }

    void aValueOutOfRangeIsRefusedWithTheRange()
    {
        Desk desk;
        desk.openScheme();
        desk.panel.askWhatIf(QStringLiteral("equity.threshold.car_time"));
        find<QDoubleSpinBox>(desk.panel, "whatIfValue")->setValue(kCarTimeThreshold.high + 1);
        find<QPushButton>(desk.panel, "whatIfAsk")->click();
        QVERIFY(!desk.whatIf.answer());
        const QString words = find<QLabel>(desk.panel, "whatIfWords")->text();
        QVERIFY2(words.contains(QStringLiteral("is outside the range")) && words.contains(formatPlain(kCarTimeThreshold.high)),
                 qPrintable(words));
    }

    void theSearchSaysWhereTheHeadlineFlips()
    {
        Desk desk;
        desk.openScheme();
        desk.panel.askWhatIf(QStringLiteral("equity.threshold.car_time"));
        find<QPushButton>(desk.panel, "whatIfSearch")->click();
        QVERIFY2(desk.whatIf.found() != nullptr, qPrintable(desk.whatIf.failure()));
        QVERIFY(desk.whatIf.found()->pairs <= 8);
        QVERIFY(!find<QLabel>(desk.panel, "whatIfSwitch")->text().isEmpty());
        calculate(desk.document);
        QVERIFY(!desk.whatIf.found() && !desk.whatIf.answer());
    }

    void anEditDropsTheAnswer()
    {
        Desk desk;
        desk.openScheme();
        desk.finder.findNow();
        QVERIFY(desk.finder.answer() != nullptr);
        QVERIFY(desk.document.setInterventionEnabled("Plan", 0, false).has_value());
        calculate(desk.document);
        QVERIFY(desk.finder.answer() != nullptr);  // one measure left: its share needs no further calculation
        QCOMPARE(desk.finder.answer()->groups.front().parts->interventions.size(), std::size_t{1});
    }
};

QTEST_MAIN(TestEquityPages)
#include "tst_equity_pages.moc"
