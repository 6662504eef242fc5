#include "ui/models/demand_rows.h"

#include "ui/text/translate.h"

#include <QCoreApplication>

#include <cmath>

namespace isopolis {

namespace {

/// Context of the translations.
class DemandRows {
    Q_DECLARE_TR_FUNCTIONS(DemandRows)
};

QString none() { return QStringLiteral("–"); }

/// Sums of one kind of traveller.
struct Sums {
    double before = 0, after = 0, carBefore = 0, carAfter = 0;
};

double allOf(const ByMode<double>& trips)
{
    double sum = 0;
    for (const double t : trips)
        sum += t;
    return sum;
}

Sums sumsOf(const ByMode<double>& before, const ByMode<double>& after)
{
    const std::size_t car = indexOf(TripMode::Car);
    return {allOf(before), allOf(after), before[car], after[car]};
}

QString shareText(double part, double all) { return all > 0 ? formatNumber(100 * part / all, 1) : none(); }

QString relativeText(double before, double after) { return before > 0 ? formatSigned(100 * (after - before) / before, 2) : none(); }

QStringList rowOf(const QString& what, const Sums& s)
{
    return {what,
            formatPeople(s.before),
            formatPeople(s.after),
            formatSigned(s.after - s.before, 0),
            relativeText(s.before, s.after),
            shareText(s.carBefore, s.before),
            shareText(s.carAfter, s.after)};
}

void addSum(QList<QStringList>& rows, Sums& all, const QString& what, const Sums& part)
{
    if (part.before <= 0 && part.after <= 0)
        return;
    rows << rowOf(what, part);
    all.before += part.before;
    all.after += part.after;
    all.carBefore += part.carBefore;
    all.carAfter += part.carAfter;
}

QString groupText(std::size_t fifth, bool car)
{
    const QString people = fifth == 0 ? DemandRows::tr("No income known, or away from home") : quintileText(static_cast<int>(fifth));
    return car ? DemandRows::tr("%1, with a car").arg(people) : DemandRows::tr("%1, without a car").arg(people);
}

ByMode<double> dayBy(const DemandSummary& d, TripMode mode)
{
    ByMode<double> one{};
    for (const auto& purpose : d.trips)
        for (const double t : purpose[indexOf(mode)])
            one[indexOf(mode)] += t;
    return one;
}

/// Modes have lengths and times of their own.
QList<QStringList> modeRows(const DemandSummary& before, const DemandSummary& after)
{
    QList<QStringList> rows;
    const auto known = [](double v, int decimals) { return v > 0 ? formatNumber(v, decimals) : none(); };
    double allBefore = 0, allAfter = 0;
    for (const TripMode mode : kTripModes) {
        const double b = allOf(dayBy(before, mode)), a = allOf(dayBy(after, mode));
        allBefore += b;
        allAfter += a;
        const std::size_t m = indexOf(mode);
        rows << QStringList{translated("demand", tripModeLabel(mode)),
                            formatPeople(b),
                            formatPeople(a),
                            formatSigned(a - b, 0),
                            shareText(b, before.total()),
                            shareText(a, after.total()),
                            known(before.meanLength_km[m], 2),
                            known(after.meanLength_km[m], 2),
                            known(before.meanTime_min[m], 1),
                            known(after.meanTime_min[m], 1)};
    }
    rows << QStringList{DemandRows::tr("All trips"),
                        formatPeople(allBefore),
                        formatPeople(allAfter),
                        formatSigned(allAfter - allBefore, 0),
                        QString(),
                        QString(),
                        QString(),
                        QString(),
                        QString(),
                        QString()};
    return rows;
}

QList<QStringList> lengthRows(const DemandSummary& before, const DemandSummary& after)
{
    QList<QStringList> rows;
    Sums all;
    for (std::size_t c = 0; c < kTripLengthClassCount; ++c) {
        ByMode<double> b{}, a{};
        for (std::size_t m = 0; m < kTripModeCount; ++m) {
            b[m] = before.lengths[m][c];
            a[m] = after.lengths[m][c];
        }
        const QString what =
            c == 0 ? DemandRows::tr("Up to %1 km").arg(formatPlain(kTripLengthClasses_km[0]))
            : c + 1 == kTripLengthClassCount
                ? DemandRows::tr("Over %1 km").arg(formatPlain(kTripLengthClasses_km.back()))
                : DemandRows::tr("%1 to %2 km").arg(formatPlain(kTripLengthClasses_km[c - 1]), formatPlain(kTripLengthClasses_km[c]));
        addSum(rows, all, what, sumsOf(b, a));
    }
    rows << rowOf(DemandRows::tr("All with known length"), all);
    return rows;
}

}  // namespace

QStringList demandHeader(DemandView view)
{
    if (view == DemandView::Mode)
        return {DemandRows::tr("Mode"),
                DemandRows::tr("Trips a day, before"),
                DemandRows::tr("after"),
                DemandRows::tr("Change"),
                DemandRows::tr("Share %, before"),
                DemandRows::tr("after"),
                DemandRows::tr("Mean length km, before"),
                DemandRows::tr("after"),
                DemandRows::tr("Mean time min, before"),
                DemandRows::tr("after")};
    const QString first = view == DemandView::Purpose  ? DemandRows::tr("Purpose")
                          : view == DemandView::Period ? DemandRows::tr("Time of day")
                          : view == DemandView::Group  ? DemandRows::tr("Group of people")
                                                       : DemandRows::tr("Length");
    return {first,
            DemandRows::tr("Trips a day, before"),
            DemandRows::tr("after"),
            DemandRows::tr("Change"),
            DemandRows::tr("Change %"),
            DemandRows::tr("By car %, before"),
            DemandRows::tr("after")};
}

QList<QStringList> demandRows(DemandView view, const DemandSummary& before, const DemandSummary& after)
{
    if (view == DemandView::Mode)
        return modeRows(before, after);
    if (view == DemandView::Length)
        return lengthRows(before, after);
    QList<QStringList> rows;
    Sums all;
    if (view == DemandView::Purpose)
        for (const Purpose p : kPurposes)
            addSum(rows, all, translated("demand", purposeLabel(p)), sumsOf(before.tripsOf(p), after.tripsOf(p)));
    else if (view == DemandView::Period)
        for (const Period p : kPeriods)
            addSum(rows, all, translated("demand", periodLabel(p)), sumsOf(before.tripsIn(p), after.tripsIn(p)));
    else
        for (std::size_t fifth = 0; fifth < kFifthCount; ++fifth)
            for (const bool car : {false, true})
                addSum(rows, all, groupText(fifth, car),
                       sumsOf(before.tripsByGroup[fifth][car ? 1 : 0], after.tripsByGroup[fifth][car ? 1 : 0]));
    rows << rowOf(DemandRows::tr("All trips"), all);
    return rows;
}

QString demandWords(const DemandSummary& d)
{
    QStringList words;
    words << (d.response == 0
                  ? DemandRows::tr("Under a scheme people change routes only: trips by purpose, mode and time stay as they are.")
              : d.response == 1 ? DemandRows::tr("Under a scheme people change routes and modes.")
                                : DemandRows::tr("Under a scheme people change routes, modes and destinations."));
    if (d.feedbackRounds > 0)
        words << (d.feedbackConverged
                      ? DemandRows::tr("Demand and traffic agree after %1 rounds: trips change by %2 % in the last one, demand gap %3 %.")
                      : DemandRows::tr(
                            "Demand and traffic do NOT agree after %1 rounds: trips still change by %2 % a round, demand gap %3 %."))
                     .arg(d.feedbackRounds)
                     .arg(formatNumber(100 * d.feedbackChange, 3), formatNumber(100 * d.feedbackGap, 3));
    words << DemandRows::tr("%1 % of the trips stay within one neighbourhood.").arg(formatNumber(100 * d.intrazonalShare, 1));
    if (!d.transitResponds)
        words << DemandRows::tr("Public transport keeps a fixed share: there is no timetable to choose by.");
    return words.join(QLatin1Char(' '));
}

}  // namespace isopolis
