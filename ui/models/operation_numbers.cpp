#include "ui/models/operation_numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <functional>

namespace isopolis {

namespace {

/// Free functions translate in a context of their own.
class NumberWords {
    Q_DECLARE_TR_FUNCTIONS(operation_numbers)
};

constexpr double kPercent = 100;
constexpr ValueRange kPercentRange{0, 100};

/// One number of one operation, and how it is written back.
struct Slot {
    OperationNumber number;
    std::function<void(double)> set;
};

/// Lists the numbers of an operation; what has none (a closure, a filter) lists none.
struct Lister {
    std::vector<Slot>& slots;

    void add(const QString& label, double value, ValueRange range, int decimals, Unit unit, std::function<void(double)> set)
    {
        slots.push_back({{label, value, range, decimals, unit}, std::move(set)});
    }
    void limit(Speed& speed)
    {
        add(NumberWords::tr("Speed limit"), speed.kmh(), kSpeedRange_kmh, 0, Unit::KmPerHour,
            [&speed](double value) { speed = Speed::kmh(value); });
    }
    void lanes(double& count)
    {
        add(NumberWords::tr("Lanes in each direction"), count, kLanesRange, 1, Unit::One, [&count](double value) { count = value; });
    }
    void headway(double& minutes)
    {
        add(NumberWords::tr("A departure every"), minutes, kHeadwayRange_min, 0, Unit::Minute,
            [&minutes](double value) { minutes = value; });
    }
    void share(const QString& label, double& part)
    {
        add(label, kPercent * part, kPercentRange, 0, Unit::Percent, [&part](double value) { part = value / kPercent; });
    }
    void euro(const QString& label, int& standard)
    {
        add(label, standard, kEuroRange, 0, Unit::One, [&standard](double value) { standard = static_cast<int>(value); });
    }

    void operator()(SetSpeedLimit& o) { limit(o.limit); }
    void operator()(SetLanes& o) { lanes(o.lanes); }
    void operator()(AddRoad& o)
    {
        limit(o.limit);
        lanes(o.lanes);
    }
    void operator()(LowEmissionZone& o)
    {
        euro(NumberWords::tr("Petrol vehicles from Euro"), o.minimumEuroPetrol);
        euro(NumberWords::tr("Diesel vehicles from Euro"), o.minimumEuroDiesel);
        share(NumberWords::tr("Compliance"), o.compliance);
    }
    void operator()(RoadCharge& o)
    {
        add(NumberWords::tr("Charge for a car"), o.charge_eur, kChargeRange_eur, 2, Unit::Euro,
            [&o](double value) { o.charge_eur = value; });
    }
    void operator()(FleetShift& o) { share(NumberWords::tr("Cars that become electric"), o.electricShare); }
    void operator()(AddBuilding& o)
    {
        add(NumberWords::tr("Height"), o.height.m(), kHeightRange_m, 1, Unit::Metre, [&o](double value) { o.height = Length::m(value); });
        add(NumberWords::tr("Residents"), o.residents, kPeopleRange, 0, Unit::One, [&o](double value) { o.residents = value; });
        add(NumberWords::tr("Jobs"), o.jobs, kPeopleRange, 0, Unit::One, [&o](double value) { o.jobs = value; });
    }
    void operator()(AddTransitLine& o)
    {
        headway(o.headway_min);
        add(NumberWords::tr("Mean speed with halts"), o.speed.kmh(), kTransitSpeedRange_kmh, 0, Unit::KmPerHour,
            [&o](double value) { o.speed = Speed::kmh(value); });
    }
    void operator()(ChangeHeadway& o) { headway(o.headway_min); }
    void operator()(SetTransitSpeed& o)
    {
        add(NumberWords::tr("Times as fast"), o.factor, kTransitFactorRange, 2, Unit::One, [&o](double value) { o.factor = value; });
    }
    void operator()(NoiseBarrier& o)
    {
        add(NumberWords::tr("Height of the barrier"), o.height.m(), kBarrierHeightRange_m, 1, Unit::Metre,
            [&o](double value) { o.height = Length::m(value); });
    }
    template <class Other>
    void operator()(Other&)
    {}
};

/// The slots of an intervention by the number that they share.
std::vector<std::vector<Slot>> grouped(Intervention& intervention)
{
    std::vector<std::vector<Slot>> groups;
    for (Operation& operation : intervention.operations) {
        std::vector<Slot> slots;
        std::visit(Lister{slots}, operation);
        for (Slot& slot : slots) {
            const auto same = std::find_if(groups.begin(), groups.end(), [&](const std::vector<Slot>& group) {
                return group.front().number.label == slot.number.label && group.front().number.value == slot.number.value;
            });
            if (same == groups.end())
                groups.push_back({std::move(slot)});
            else
                same->push_back(std::move(slot));
        }
    }
    return groups;
}

}  // namespace

std::vector<OperationNumber> numbersOf(const Intervention& intervention)
{
    Intervention copy = intervention;
    std::vector<OperationNumber> numbers;
    for (const std::vector<Slot>& group : grouped(copy))
        numbers.push_back(group.front().number);
    return numbers;
}

Intervention withNumbers(Intervention intervention, const std::vector<OperationNumber>& numbers)
{
    const std::vector<std::vector<Slot>> groups = grouped(intervention);
    for (std::size_t i = 0; i < std::min(groups.size(), numbers.size()); ++i)
        // Untouched numbers keep their bits: percent and back would round them.
        if (numbers[i].value != groups[i].front().number.value)
            for (const Slot& slot : groups[i])
                slot.set(std::clamp(numbers[i].value, slot.number.range.low, slot.number.range.high));
    return intervention;
}

}  // namespace isopolis
