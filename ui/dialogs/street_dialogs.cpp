#include "simulation/scenario/operation_limits.h"
#include "ui/dialogs/form_dialog.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>
#include <array>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class StreetWords {
    Q_DECLARE_TR_FUNCTIONS(dialogs)
};

constexpr double kMostCost = 1e12;

/// What can be built, with the limit that is usual there.
struct BuiltClass {
    RoadClass roadClass;
    double limit_kmh;
    QString label;
};
std::array<BuiltClass, 7> builtClasses()
{
    return {{{RoadClass::Residential, 30, StreetWords::tr("Residential street")},
             {RoadClass::Tertiary, 50, StreetWords::tr("District street")},
             {RoadClass::Secondary, 50, StreetWords::tr("Main street")},
             {RoadClass::Primary, 50, StreetWords::tr("Arterial road")},
             {RoadClass::Trunk, 80, StreetWords::tr("Expressway, motor traffic only")},
             {RoadClass::Cycleway, 20, StreetWords::tr("Cycle path, also for walking")},
             {RoadClass::Footway, 5, StreetWords::tr("Footpath")}}};
}

}  // namespace

void QtDialogs::askLanes(QWidget* parent, LanesInput initial, Answer<LanesInput> answer)
{
    auto* dialog = new FormDialog("lanesDialog", StreetWords::tr("Number of lanes"), StreetWords::tr("Set lanes"), parent);
    dialog->setIntroduction(StreetWords::tr("Lanes for motor traffic in each direction. Half a lane stands for a narrow or shared one."));
    QDoubleSpinBox* lanes =
        dialog->addNumber("lanes", StreetWords::tr("Lanes in each direction"), initial.lanes, kLanesRange.low, kLanesRange.high, 1, {});
    dialog->askThen([=] { answer({lanes->value()}); });
}

void QtDialogs::askOneWay(QWidget* parent, OneWayInput initial, Answer<OneWayInput> answer)
{
    auto* dialog = new FormDialog("oneWayDialog", StreetWords::tr("One-way street"), StreetWords::tr("Make it one way"), parent);
    dialog->setIntroduction(
        StreetWords::tr("Motor traffic keeps one direction. Cycles and people on foot may still go both ways where they may now."));
    QComboBox* direction =
        dialog->addChoice("direction", StreetWords::tr("Cars may drive"),
                          {StreetWords::tr("to the %1").arg(initial.forward), StreetWords::tr("to the %1").arg(initial.backward)},
                          initial.direction == OneWay::Direction::Forward ? 0 : 1);
    dialog->askThen([=] {
        OneWayInput chosen = initial;
        chosen.direction = direction->currentIndex() == 0 ? OneWay::Direction::Forward : OneWay::Direction::Backward;
        answer(chosen);
    });
}

void QtDialogs::askRoad(QWidget* parent, RoadInput initial, Answer<RoadInput> answer)
{
    auto* dialog = new FormDialog("roadDialog", StreetWords::tr("New road"), StreetWords::tr("Build road"), parent);
    dialog->setIntroduction(
        StreetWords::tr("Length: %1. Its two ends are joined to the nearest junctions; it crosses other streets without "
                        "meeting them. It lies on the ground and has no cost unless you enter one later.")
            .arg(formatValue(initial.length_m, Unit::Metre, 0)));
    QLineEdit* name = dialog->addText("name", StreetWords::tr("Name"), initial.name);
    const std::array<BuiltClass, 7> classes = builtClasses();
    QStringList labels;
    int current = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        labels << classes[i].label;
        if (classes[i].roadClass == initial.roadClass)
            current = static_cast<int>(i);
    }
    QComboBox* kind = dialog->addChoice("roadClass", StreetWords::tr("Kind of road"), labels, current);
    QDoubleSpinBox* limit = dialog->addNumber("limit", StreetWords::tr("Speed limit"), initial.limit_kmh, kSpeedRange_kmh.low,
                                              kSpeedRange_kmh.high, 0, unitText(Unit::KmPerHour));
    limit->setSingleStep(10);
    QDoubleSpinBox* lanes =
        dialog->addNumber("lanes", StreetWords::tr("Lanes in each direction"), initial.lanes, kLanesRange.low, kLanesRange.high, 1, {});
    auto* both =
        named(new QCheckBox(StreetWords::tr("In both directions"), dialog), "bothDirections", StreetWords::tr("In both directions"));
    both->setChecked(initial.bothDirections);
    dialog->addWide(both);
    QObject::connect(kind, &QComboBox::currentIndexChanged, limit,
                     [limit, classes](int row) { limit->setValue(classes[static_cast<std::size_t>(row)].limit_kmh); });
    const double metres = initial.length_m;
    dialog->askThen([=] {
        answer({name->text().trimmed(), classes[static_cast<std::size_t>(kind->currentIndex())].roadClass, limit->value(), lanes->value(),
                both->isChecked(), metres});
    });
}

void QtDialogs::askDetails(QWidget* parent, DetailsInput initial, Answer<DetailsInput> answer)
{
    auto* dialog = new FormDialog("detailsDialog", StreetWords::tr("About the intervention"), StreetWords::tr("Keep"), parent);
    dialog->setIntroduction(StreetWords::tr("Name, note and cost are for people and change no result; the other numbers do."));
    QLineEdit* name = dialog->addText("name", StreetWords::tr("Name"), initial.name);
    QDoubleSpinBox* cost =
        dialog->addNumber("cost", StreetWords::tr("Cost, in the currency of the project"), initial.cost, 0, kMostCost, 0, {});
    cost->setSpecialValueText(StreetWords::tr("unknown"));
    cost->setGroupSeparatorShown(true);
    std::vector<QDoubleSpinBox*> fields;
    std::vector<double> shown;
    for (const OperationNumber& number : initial.numbers) {
        const QByteArray field = "number" + QByteArray::number(static_cast<qulonglong>(fields.size()));
        fields.push_back(dialog->addNumber(field.constData(), number.label, number.value, number.range.low, number.range.high,
                                           number.decimals, unitText(number.unit)));
        shown.push_back(fields.back()->value());
    }
    auto* note = named(new QPlainTextEdit(initial.note, dialog), "note", StreetWords::tr("Note"));
    note->setTabChangesFocus(true);
    note->setMinimumHeight(80);
    dialog->addRow(StreetWords::tr("Note"), note);
    dialog->setCheck(
        [=] { return name->text().trimmed().isEmpty() ? StreetWords::tr("The intervention has no name. Type one.") : QString(); });
    dialog->askThen([=] {
        DetailsInput changed{name->text().trimmed(), note->toPlainText().trimmed(), cost->value(), initial.numbers};
        for (std::size_t i = 0; i < fields.size(); ++i)
            // A field shows fewer digits than the value may have: what nobody touched stays.
            if (fields[i]->value() != shown[i])
                changed.numbers[i].value = fields[i]->value();
        answer(changed);
    });
}

}  // namespace isopolis
