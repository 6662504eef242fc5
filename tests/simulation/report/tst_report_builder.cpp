#include <QRegularExpression>
#include <QTest>

#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/hand_made_city.h"
#include "simulation/health/health_model.h"
#include "simulation/report/report_model.h"
#include "simulation/uncertainty/ensemble_result.h"

#include <algorithm>

using namespace isopolis;

namespace {
struct Fixture {
    CityPtr city;
    Study study;
    int runs = 0;

    /// Twelve neighbourhoods; number i gains or loses jobs within reach as `change` says.
    explicit Fixture(const std::function<double(std::size_t)>& change)
    {
        std::vector<test::Square> squares;
        for (std::size_t i = 0; i < 12; ++i)
            squares.push_back({.people = 100.0 + static_cast<double>(i), .income = 1000.0 * static_cast<double>(i % 6 + 1), .jobs = 10});
        city = test::handMadeCity(squares);
        Run before = test::handMadeRun(city);
        study.city = city;
        study.scenario.name = "Quiet streets";
        study.scenario.interventions.push_back({.name = "Fleet", .operations = {FleetShift{}}});
        study.scenario.interventions.push_back({.name = "Filter", .operations = {TrafficFilter{.where = {.target = "osm:way/1"}}}});
        (void)study.scenario.parameters.set(kNo2Threshold, {0.5, "agreed with the council", "minutes of May"});
        Run after = before;
        before.key.scenario = hashScenario({});
        after.key.scenario = hashScenario(study.scenario);
        after.applied.parameters = study.scenario.parameters;
        for (std::size_t i = 0; i < 12; ++i)
            after.access.jobsByCar[NeighbourhoodId::fromIndex(i)] += change(i);
        after.diagnostics.push_back({Severity::Warning, "test", "A warning of a model."});
        study.before = std::make_shared<const Run>(before);
        study.after = std::make_shared<const Run>(after);
        study.report = assess(*city, before, after, {.parameters = study.scenario.parameters});
        study.runOf = [this, before](const Scenario&, RunControl&) -> Expected<RunPtr> {
            ++runs;
            return std::make_shared<const Run>(before);
        };
    }
    ReportModel build(ReportSettings settings = {}) const
    {
        QuietControl control(1);
        settings.date = "1 May 2026";
        auto model = buildReport(study, settings, control);
        if (!model)
            throw std::runtime_error(model.error().text());
        return *model;
    }
};

const ReportTable& tableOf(const ReportModel& model, const std::string& caption)
{
    for (const ReportBlock& block : model.blocks)
        if (block.kind == ReportBlock::Kind::Table && block.table.caption.find(caption) != std::string::npos)
            return block.table;
    throw std::runtime_error("no table " + caption);
}

QStringList proseOf(const ReportModel& model)
{
    QStringList out;
    for (const ReportBlock& block : model.blocks) {
        if (block.kind == ReportBlock::Kind::Paragraph)
            out << QString::fromStdString(block.text);
        for (const std::string& bullet : block.bullets)
            out << QString::fromStdString(bullet);
    }
    return out;
}
}  // namespace

class ReportBuilderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theMostAffectedStandFirstLossesBeforeGainsEachWithAReason()
    {
        const Fixture f([](std::size_t i) { return i == 3 ? -400.0 : i == 5 ? -900.0 : i == 7 ? 2000.0 : i == 8 ? 10.0 : 0.0; });
        const ReportModel model = f.build();
        const ReportTable& table = tableOf(model, "largest changes");
        QCOMPARE(table.rows.size(), std::size_t{3});
        QCOMPARE(table.rows[0][0], std::string("Quarter 6"));
        QCOMPARE(table.rows[1][0], std::string("Quarter 4"));
        QCOMPARE(table.rows[2][0], std::string("Quarter 8"));
        QCOMPARE(table.rows[0][5], std::string("\u2212900 jobs"));
        QCOMPARE(table.rows[2][6], std::string("Better"));
        const QStringList prose = proseOf(model);
        QVERIFY(std::any_of(prose.begin(), prose.end(), [](const QString& s) {
            return s.startsWith("The number of jobs within 30 minutes by car in Quarter 6 falls by 900 jobs.");
        }));
        QCOMPARE(f.runs, 3);  // neither measure, with the changed parameter, and each alone: three explanations share them
    }

    void noMoreThanTheAskedNumberOfNeighbourhoods()
    {
        const Fixture f([](std::size_t i) { return -100.0 * static_cast<double>(i + 1); });
        QCOMPARE(tableOf(f.build(), "largest changes").rows.size(), std::size_t{10});
        ReportSettings three;
        three.worstNeighbourhoods = 3;
        QCOMPARE(tableOf(f.build(three), "largest changes").rows.size(), std::size_t{3});
    }

    void tablesAreWholeAndMapsHaveWords()
    {
        const Fixture f([](std::size_t i) { return i < 4 ? 500.0 : 0.0; });
        const ReportModel model = f.build();
        int maps = 0, charts = 0;
        for (const ReportBlock& block : model.blocks) {
            if (block.kind == ReportBlock::Kind::Table) {
                QVERIFY(!block.table.caption.empty() && block.table.numeric.size() == block.table.header.size());
                for (const auto& row : block.table.rows)
                    QCOMPARE(row.size(), block.table.header.size());
            }
            charts += block.kind == ReportBlock::Kind::QuintileChart ? 1 : 0;
            for (const ReportMap& map : block.maps) {
                QVERIFY(!map.caption.empty() && map.altText.find("Paper Town") != std::string::npos);
                QVERIFY(map.altText.find("Source: model results from ") != std::string::npos);
                ++maps;
            }
        }
        // Only jobs by car change: all other indicators share one table.
        QCOMPARE(maps, 3);
        QCOMPARE(charts, 1);
        const ReportTable& quintiles = tableOf(model, "by car by income");
        QCOMPARE(quintiles.rows.size(), std::size_t{6});
        QCOMPARE(quintiles.rows[0][0], std::string("Lowest-income fifth of neighbourhoods"));
    }

    void whatNobodyNoticesIsOneTable()
    {
        const ReportModel model = Fixture([](std::size_t i) { return i == 2 ? 500.0 : i == 4 ? 0.01 : 0.0; }).build();
        const ReportTable& unchanged = tableOf(model, "nobody sees a change");
        QVERIFY(std::none_of(unchanged.rows.begin(), unchanged.rows.end(),
                             [](const auto& row) { return row[0] == "Jobs within 30 minutes by car"; }));
        QVERIFY(std::any_of(unchanged.rows.begin(), unchanged.rows.end(),
                            [](const auto& row) { return row[0] == "Time of car trips" && row[4] == "none"; }));
        // Every indicator with figures is told exactly once: by maps, or in this table.
        std::size_t told = unchanged.rows.size();
        for (const ReportBlock& block : model.blocks)
            told += block.kind == ReportBlock::Kind::Map ? 1 : 0;
        QCOMPARE(told, tableOf(model, "better and worse off").rows.size());
        // Who asks for one indicator gets its maps all the same.
        ReportSettings settings;
        settings.indicators = {Indicator::CarTime};
        const ReportModel asked = Fixture([](std::size_t) { return 0.0; }).build(settings);
        QVERIFY(
            std::any_of(asked.blocks.begin(), asked.blocks.end(), [](const ReportBlock& b) { return b.kind == ReportBlock::Kind::Map; }));
    }

    void healthCountsPeopleAboveLimitsByFifthAndSaysWhatItLeavesOut()
    {
        Fixture f([](std::size_t i) { return i == 2 ? 500.0 : 0.0; });
        Run before = *f.study.before;
        for (NeighbourhoodId id : idsOf(f.city->neighbourhoods())) {
            before.air.receptors.push({{0, 0}, id, f.city->neighbourhoods()[id].population});
            before.air.no2_ug_m3.push(id.index() < 6 ? 25 : 12);
            before.air.pm25_ug_m3.push(8);
        }
        Run after = before;
        after.air.no2_ug_m3[ReceptorId(0)] = 15;
        after.applied.parameters = f.study.scenario.parameters;
        before.health = computeHealth(*f.city, before.applied.parameters, before.air);
        after.health = computeHealth(*f.city, after.applied.parameters, after.air);
        f.study.before = std::make_shared<const Run>(before);
        f.study.after = std::make_shared<const Run>(after);
        f.study.report = assess(*f.city, before, after, {.parameters = f.study.scenario.parameters});
        const ReportModel model = f.build();
        const ReportTable& limits = tableOf(model, "above guideline and limit values");
        QCOMPARE(limits.rows[1], (std::vector<std::string>{"NO2, EU limit from 2030: 20 µg/m³", "615", "515", "\u2212100"}));
        QCOMPARE(limits.rows[2][1], std::string("1,266"));
        const ReportTable& fifths = tableOf(model, "above the EU limit values, by income");
        QCOMPARE(fifths.rows.size(), std::size_t{6});
        QCOMPARE(fifths.rows.back()[1], std::string("615"));
        QCOMPARE(fifths.rows.back()[2], std::string("515"));
        const ReportTable& deaths = tableOf(model, "attributable to polluted air");
        QCOMPARE(deaths.rows.size(), std::size_t{4});
        QVERIFY(deaths.rows[0][0] == "PM2.5, counted from 5 µg/m³" && deaths.rows[1][0] == "PM2.5, counted from 0 µg/m³");
        QVERIFY2(deaths.rows[2][3].starts_with("\u2212"), deaths.rows[2][3].c_str());
        const QStringList prose = proseOf(model);
        QVERIFY(!prose.filter("Particles taken up by trees").isEmpty() && !prose.filter("interval is that of the relative risk").isEmpty());
        QCOMPARE(tableOf(model, "Health").rows.size(), std::size_t{4});  // the model's card
    }

    void sentencesAreShortAndCautious()
    {
        const Fixture f([](std::size_t i) { return i % 2 ? 700.0 : -700.0; });
        for (const QString& text : proseOf(f.build())) {
            QVERIFY2(!text.contains("low-income people"), qPrintable(text));
            for (const QString& sentence : text.split(QRegularExpression("(?<=[.:])\\s+"), Qt::SkipEmptyParts))
                QVERIFY2(sentence.split(' ', Qt::SkipEmptyParts).size() <= 20, qPrintable(sentence));
        }
    }

    void changedParametersComeFirstWithTheirReason()
    {
        const ReportModel model = Fixture([](std::size_t) { return 0.0; }).build();
        const ReportTable& changed = tableOf(model, "Parameters changed");
        QCOMPARE(changed.rows.size(), std::size_t{1});
        QCOMPARE(changed.rows[0][1], std::string("0.5 µg/m³"));
        QCOMPARE(changed.rows[0][4], std::string("agreed with the council (minutes of May)"));
        for (const auto& row : tableOf(model, "Parameters of the air model").rows)
            QVERIFY2(!row[3].empty(), row[0].c_str());
        QCOMPARE(tableOf(model, "attribution and licence").rows.size(), std::size_t{2});
        QCOMPARE(model.attributions, (std::vector<std::string>{"Contributors of the map", "Statistics office"}));
        QVERIFY(proseOf(model).contains("A warning of a model."));
        QVERIFY(proseOf(model).contains("No neighbourhood changes by as much as the stated thresholds."));
        QCOMPARE(model.runKey.size(), std::size_t{64});
        QCOMPARE(tableOf(model, "compute these figures again").rows[1][1], model.runKey);
    }

    void intervalsStandWhereTheyAreKnownAndAreSaidToBeMissingElsewhere()
    {
        const Fixture f([](std::size_t i) { return i < 6 ? -400.0 : 300.0; });
        const ReportModel without = f.build();
        QVERIFY(!proseOf(without).filter("is not yet calculated").isEmpty());
        QVERIFY(tableOf(without, "T2. Change").note.find("not yet calculated") != std::string::npos);
        QVERIFY(tableOf(without, "T2. Change").rows.front()[1].find(" to ") == std::string::npos);
        EnsembleResult sure;
        sure.samples = sure.done = 100;
        UncertainIndicator jobs;
        jobs.indicator = Indicator::JobsByCar;
        UncertainFigure change;
        change.standard = -50;
        change.low = -120;
        change.high = 20;
        change.draws = 100;
        for (const GroupScore& g : f.study.report.of(Indicator::JobsByCar).quintiles)
            jobs.groups.push_back({g.key, g.label, g.people, change});
        jobs.gap = change;
        jobs.worse = 300;
        jobs.tooClose = 900;
        sure.indicators.push_back(jobs);
        ReportSettings settings;
        settings.sure = &sure;
        const ReportModel with = f.build(settings);
        QVERIFY(proseOf(with).filter("not yet calculated").isEmpty());
        const auto mapsThatMark = [](const ReportModel& model) {
            int marked = 0;
            for (const ReportBlock& block : model.blocks)
                for (const ReportMap& map : block.maps)
                    marked += map.sure && map.moment == Moment::Change && map.sure->tooClose == 900 &&
                                      map.altText.find("Too close to call for 900 people.") != std::string::npos
                                  ? 1
                                  : 0;
            return marked;
        };
        // What is claimed first is what most draws say, not the standard run.
        QVERIFY(!proseOf(without).filter("Better for ").isEmpty());
        QVERIFY(!proseOf(with).filter("Surely better for 0 people, surely worse for 300. Too close to call for 900.").isEmpty());
        QVERIFY(!proseOf(with).filter("no difference can be shown").isEmpty());
        change.high = -20;
        sure.indicators[0].gap = change;  // fewer jobs for those of lowest income
        QVERIFY(!proseOf(f.build(settings)).filter("with lowest income gain less, or lose more, than").isEmpty());
        QCOMPARE(mapsThatMark(without), 0);
        QCOMPARE(mapsThatMark(with), 1);
        QVERIFY(tableOf(with, "T2. Change").rows.front()[1].ends_with(" (\u2212120 to +20)"));
        const ReportTable& verdicts = tableOf(with, "effect is sure");
        QCOMPARE(verdicts.rows.front()[2], std::string("300"));
        QCOMPARE(verdicts.rows.front()[4], std::string("900"));
        QCOMPARE(verdicts.rows.front()[5], std::string("no difference can be shown"));
    }

    void theSevenTablesStandInOrder()
    {
        // Those of low income lose, the others gain.
        const ReportModel model = Fixture([](std::size_t i) { return i % 6 < 3 ? -400.0 : 300.0; }).build();
        std::string found;
        for (const ReportBlock& block : model.blocks)
            if (block.table.caption.size() > 2 && block.table.caption[0] == 'T' && block.table.caption[2] == '.')
                found += block.table.caption.substr(0, 2);
        QCOMPARE(found, std::string("T1T2T3T4T5T6T7"));
        const ReportTable& crossed = tableOf(model, "T5.");
        QCOMPARE(crossed.rows[1][0], std::string("EU limit value of NO2 from 2030"));
        const ReportTable& matrix = tableOf(model, "T3.");
        QCOMPARE(matrix.rows.front()[0], std::string("Jobs within 30 minutes by car"));
        QVERIFY2(matrix.rows.front()[1].find("adverse: \u2212") != std::string::npos, matrix.rows.front()[1].c_str());
        const ReportTable& residents = tableOf(model, "T1.");
        QCOMPARE(residents.rows.back()[1], std::string("1,266"));
        QCOMPARE(residents.rows.back()[4], std::string("100 %"));
        // Only both measures together do anything here: each has its share.
        QVERIFY2(tableOf(model, "T6.").rows.front().back().ends_with(")"), tableOf(model, "T6.").rows.front().back().c_str());
    }

    void pagesHoldLongListsShortAndTheWebPageHoldsThemWhole()
    {
        const ReportModel model = Fixture([](std::size_t) { return 0.0; }).build();
        std::size_t pages = 0, web = 0;
        std::string list;
        for (const ReportBlock& block : model.blocks) {
            pages += block.medium == Medium::Pages ? block.table.rows.size() : 0;
            web += block.medium == Medium::Web ? block.table.rows.size() : 0;
            if (block.table.caption.starts_with("All other parameters"))
                for (const auto& row : block.table.rows)
                    list += row[1] + "; ";
        }
        QVERIFY2(pages * 4 < web, qPrintable(QString::number(pages) + " " + QString::number(web)));
        // Nothing is lost: what stands in no full table on the pages stands in the short one.
        const ReportTable& full = tableOf(model, "decide the verdicts");
        for (const ReportBlock& block : model.blocks)
            if (block.medium == Medium::Web)
                for (const auto& row : block.table.rows) {
                    const bool inFull = std::any_of(full.rows.begin(), full.rows.end(), [&](const auto& r) { return r[0] == row[0]; });
                    QVERIFY2(inFull || list.find(row[0] + " " + row[1]) != std::string::npos, row[0].c_str());
                }
    }

    void onlyTheAskedIndicatorsAppear()
    {
        ReportSettings settings;
        settings.indicators = {Indicator::JobsByCar};
        const ReportModel model = Fixture([](std::size_t) { return 0.0; }).build(settings);
        QCOMPARE(tableOf(model, "better and worse off").rows.size(), std::size_t{1});
        QVERIFY(std::none_of(model.blocks.begin(), model.blocks.end(), [](const ReportBlock& b) { return b.text == "Time of car trips"; }));
    }

    void aSyntheticCitySaysSoInTheTitle()
    {
        Fixture f([](std::size_t) { return 0.0; });
        QCOMPARE(f.build().title, std::string("Impact of “Quiet streets” on Paper Town"));
        QVERIFY(!f.build().synthetic);
        CityData data;
        data.name = "Made-up Town";
        data.synthetic = true;
        const CityPtr city = *City::create(std::move(data));
        Run run = test::handMadeRun(city);
        f.study.city = city;
        f.study.before = f.study.after = std::make_shared<const Run>(run);
        f.study.report = assess(*city, run, run, {});
        const ReportModel model = f.build();
        QVERIFY(model.synthetic && model.title.ends_with("(synthetic city)"));
        QVERIFY(proseOf(model).contains("This city is synthetic. Its streets, people and figures are made up."));
    }
};

QTEST_GUILESS_MAIN(ReportBuilderTest)
#include "tst_report_builder.moc"
