#include "simulation/noise/road_emission.h"
#include "simulation/scenario/operation_limits.h"
#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>

#include <algorithm>
#include <array>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class MeasureWords {
    Q_DECLARE_TR_FUNCTIONS(dialogs)
};

constexpr std::array<const char*, 4> kModes{"bus", "tram", "rail", "ferry"};

}  // namespace

void QtDialogs::askPark(QWidget* parent, ParkInput initial, Answer<ParkInput> answer)
{
    auto* dialog = new FormDialog("parkDialog", MeasureWords::tr("New park"), MeasureWords::tr("Add park"), parent);
    dialog->setIntroduction(
        MeasureWords::tr("Area: %1. People walk to its edge, and its soft ground makes the streets around a little quieter. Streets and "
                         "buildings in the area stay as they are.")
            .arg(formatValue(initial.area_m2, Unit::SquareMetre, 0)));
    QLineEdit* name = dialog->addText("name", MeasureWords::tr("Name"), initial.name);
    const double size = initial.area_m2;
    dialog->askThen([=] { answer({name->text().trimmed(), size}); });
}

void QtDialogs::askCharge(QWidget* parent, ChargeInput initial, Answer<ChargeInput> answer)
{
    const bool streets = initial.place == ChargeInput::Place::Streets;
    const QString title = streets ? MeasureWords::tr("Road toll") : MeasureWords::tr("Congestion charge");
    auto* dialog = new FormDialog("chargeDialog", title, MeasureWords::tr("Add charge"), parent);
    const QString what =
        streets ? MeasureWords::tr("A car pays this for driving along all of the chosen streets' length, each by itself, and for a part of "
                                   "the way that part of it.")
                : MeasureWords::tr("Area: %1 km². A car pays each time it drives in, not once a day; driving inside and out is free.")
                      .arg(formatNumber(initial.area_km2, 2));
    dialog->setIntroduction(
        what + QLatin1Char(' ') +
        MeasureWords::tr("It counts at all hours and for everybody. Drivers weigh it by their value of time; whether they also change the "
                         "mode or the destination is the assumption “What people may change under a scheme”. What residents pay is a "
                         "figure of its own."));
    QLineEdit* name = dialog->addText("name", MeasureWords::tr("Name"), initial.name);
    QDoubleSpinBox* charge = dialog->addNumber("charge", MeasureWords::tr("Charge for a car"), initial.charge_eur, kChargeRange_eur.low,
                                               kChargeRange_eur.high, 2, unitText(Unit::Euro));
    dialog->askThen([=, result = initial]() mutable {
        result.name = name->text().trimmed();
        result.charge_eur = charge->value();
        answer(result);
    });
}

void QtDialogs::askRemoval(QWidget* parent, RemovalInput initial, Answer<RemovalInput> answer)
{
    auto* dialog = new FormDialog("removalDialog", MeasureWords::tr("Remove building"), MeasureWords::tr("Remove building"), parent);
    dialog->setIntroduction(
        MeasureWords::tr("Footprint: %1, height: %2. By its share of the neighbourhood's floor area, about %3 residents and %4 jobs leave "
                         "the city with it. People who stay are the ones that are compared.")
            .arg(formatValue(initial.footprint_m2, Unit::SquareMetre, 0), formatValue(initial.height_m, Unit::Metre, 0),
                 formatPeople(initial.estimatedResidents), formatPeople(initial.estimatedJobs)));
    auto* known = named(new QCheckBox(MeasureWords::tr("Its residents and jobs are known:"), dialog), "peopleKnown",
                        MeasureWords::tr("Its residents and jobs are known"));
    dialog->addWide(known);
    QDoubleSpinBox* residents =
        dialog->addNumber("leavingResidents", MeasureWords::tr("Residents"), initial.residents.value_or(initial.estimatedResidents),
                          kPeopleRange.low, kPeopleRange.high, 0, {});
    QDoubleSpinBox* jobs = dialog->addNumber("leavingJobs", MeasureWords::tr("Jobs"), initial.jobs.value_or(initial.estimatedJobs),
                                             kPeopleRange.low, kPeopleRange.high, 0, {});
    for (QDoubleSpinBox* box : {residents, jobs}) {
        box->setEnabled(false);
        QObject::connect(known, &QCheckBox::toggled, box, &QWidget::setEnabled);
    }
    dialog->askThen([=, result = initial]() mutable {
        result.residents = known->isChecked() ? std::optional(residents->value()) : std::nullopt;
        result.jobs = known->isChecked() ? std::optional(jobs->value()) : std::nullopt;
        answer(result);
    });
}

void QtDialogs::askCycleLane(QWidget* parent, CycleLaneInput initial, Answer<CycleLaneInput> answer)
{
    auto* dialog = new FormDialog("cycleLaneDialog", MeasureWords::tr("Cycle lane"), MeasureWords::tr("Add cycle lane"), parent);
    dialog->setIntroduction(
        MeasureWords::tr("The chosen streets get a lane for cycles in both directions. It takes no lane from cars: change "
                         "the number of lanes for that."));
    QComboBox* kind = dialog->addChoice("cycleKind", MeasureWords::tr("Kind of cycle lane"),
                                        {MeasureWords::tr("protected from cars"), MeasureWords::tr("painted on the carriageway")},
                                        initial.kind == CycleFacility::Painted ? 1 : 0);
    dialog->askThen([=] { answer({kind->currentIndex() == 0 ? CycleFacility::Protected : CycleFacility::Painted}); });
}

void QtDialogs::askSurface(QWidget* parent, SurfaceInput initial, Answer<SurfaceInput> answer)
{
    auto* dialog = new FormDialog("surfaceDialog", MeasureWords::tr("New road surface"), MeasureWords::tr("Lay surface"), parent);
    dialog->setIntroduction(MeasureWords::tr("Surfaces of the noise directive. They change the sound of tyres, nothing else."));
    QStringList labels;
    int current = 0;
    const auto surfaces = roadSurfaces();
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        labels << MeasureWords::tr("%1: %2").arg(text(surfaces[i].key), translated("road_surface", surfaces[i].label));
        if (surfaces[i].key == initial.surface)
            current = static_cast<int>(i);
    }
    QComboBox* surface = dialog->addChoice("surface", MeasureWords::tr("Surface"), labels, current);
    dialog->askThen([=] { answer({std::string(roadSurfaces()[static_cast<std::size_t>(surface->currentIndex())].key)}); });
}

void QtDialogs::askBarrier(QWidget* parent, BarrierInput initial, Answer<BarrierInput> answer)
{
    auto* dialog = new FormDialog("barrierDialog", MeasureWords::tr("Noise barrier"), MeasureWords::tr("Add barrier"), parent);
    dialog->setIntroduction(
        MeasureWords::tr("Length: %1. The wall is equally high above the ground everywhere and stops sound alone, neither air nor people.")
            .arg(formatValue(initial.length_m, Unit::Metre, 0)));
    QLineEdit* name = dialog->addText("name", MeasureWords::tr("Name"), initial.name);
    QDoubleSpinBox* height = dialog->addNumber("barrierHeight", MeasureWords::tr("Height"), initial.height_m, kBarrierHeightRange_m.low,
                                               kBarrierHeightRange_m.high, 1, unitText(Unit::Metre));
    const double metres = initial.length_m;
    dialog->askThen([=] { answer({name->text().trimmed(), height->value(), metres}); });
}

void QtDialogs::askTransitLine(QWidget* parent, TransitLineInput initial, Answer<TransitLineInput> answer)
{
    auto* dialog =
        new FormDialog("transitLineDialog", MeasureWords::tr("New line of public transport"), MeasureWords::tr("Add line"), parent);
    dialog->setIntroduction(
        MeasureWords::tr("%n stop(s). A bus takes the shortest way that buses may drive; other vehicles run straight from stop to stop.",
                         "", initial.stops));
    QLineEdit* name = dialog->addText("name", MeasureWords::tr("Name"), initial.name);
    const auto known = std::find(kModes.begin(), kModes.end(), initial.mode);
    QComboBox* mode =
        dialog->addChoice("mode", MeasureWords::tr("Kind of line"),
                          {MeasureWords::tr("Bus"), MeasureWords::tr("Tram"), MeasureWords::tr("Rail"), MeasureWords::tr("Ferry")},
                          known == kModes.end() ? 0 : static_cast<int>(known - kModes.begin()));
    QDoubleSpinBox* headway = dialog->addNumber("headway", MeasureWords::tr("A departure every"), initial.headway_min,
                                                kHeadwayRange_min.low, kHeadwayRange_min.high, 0, unitText(Unit::Minute));
    QDoubleSpinBox* speed = dialog->addNumber("speed", MeasureWords::tr("Mean speed with halts"), initial.speed_kmh,
                                              kTransitSpeedRange_kmh.low, kTransitSpeedRange_kmh.high, 0, unitText(Unit::KmPerHour));
    auto* both =
        named(new QCheckBox(MeasureWords::tr("In both directions"), dialog), "bothDirections", MeasureWords::tr("In both directions"));
    both->setChecked(initial.bothDirections);
    dialog->addWide(both);
    const int stops = initial.stops;
    dialog->askThen([=] {
        answer({name->text().trimmed(), kModes[static_cast<std::size_t>(mode->currentIndex())], headway->value(), speed->value(),
                both->isChecked(), stops});
    });
}

}  // namespace isopolis
