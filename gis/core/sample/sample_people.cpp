#include "gis/core/sample/sample_people.h"

#include "gis/core/sample/regions.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace isopolis::sample {

namespace {

constexpr double kJobsPerPerson = 0.52;
constexpr double kCell_m = 100;  ///< side of the cells that activity points stand for

double sumOf(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// The cumulative distribution of a bell-shaped variable (logistic approximation of the normal one).
double below(double z) { return 1 / (1 + exponential(-1.702 * std::clamp(z, -30.0, 30.0))); }

struct Summary {
    double people = 0, jobs = 0, wealth = 0, far = 0;
};

std::vector<Summary> summarise(const StreetPlan& plan, const TownShape& shape, const std::vector<PlannedBuilding>& buildings,
                               const Housing& housing, const std::vector<int>& ofFace, int count)
{
    std::vector<Summary> all(static_cast<std::size_t>(count));
    int face = -1;
    Point2 centre;
    for (std::size_t i = 0; i < buildings.size(); ++i) {
        if (buildings[i].face != face) {
            face = buildings[i].face;
            centre = plan.centre(face);
        }
        Summary& s = all[static_cast<std::size_t>(ofFace[static_cast<std::size_t>(face)])];
        const double n = housing.people[i];
        s.people += n;
        s.jobs += housing.jobs[i];
        const BlockUse use = plan.use[static_cast<std::size_t>(face)];
        const double home = use == BlockUse::Detached ? 0.15 : use == BlockUse::Slabs ? -0.3 : 0;
        s.wealth += n * (shape.wealth(centre) + home);
        s.far += n * shape.remoteness(centre);
    }
    for (Summary& s : all)
        if (s.people > 0) {
            s.wealth /= s.people;
            s.far /= s.people;
        }
    return all;
}

constexpr double kIncomeSpread = 0.45;  ///< deviation of the logarithm of income within a neighbourhood
constexpr double kIncomeSlope = 0.5;    ///< of the mean logarithm over the range of wealth

/// People per fifth of the town's incomes, for each neighbourhood: the town's fifths hold 20 % each.
std::vector<std::array<double, 5>> incomeFifths(const std::vector<Summary>& all)
{
    double total = 0;
    for (const Summary& s : all)
        total += s.people;
    std::array<double, 6> edge{-1e9, 0, 0, 0, 0, 1e9};
    for (std::size_t q = 1; q < 5; ++q) {
        double low = -6, high = 6;
        for (int i = 0; i < 60; ++i) {
            const double middle = 0.5 * (low + high);
            double poorer = 0;
            for (const Summary& s : all)
                poorer += s.people * below((middle - kIncomeSlope * s.wealth) / kIncomeSpread);
            (poorer < 0.2 * static_cast<double>(q) * total ? low : high) = middle;
        }
        edge[q] = low;
    }
    std::vector<std::array<double, 5>> fifths;
    for (const Summary& s : all) {
        fifths.emplace_back();
        for (std::size_t q = 0; q < 5; ++q)
            fifths.back()[q] = s.people * (below((edge[q + 1] - kIncomeSlope * s.wealth) / kIncomeSpread) -
                                           below((edge[q] - kIncomeSlope * s.wealth) / kIncomeSpread));
    }
    return fifths;
}

std::vector<double> groupsOf(const Summary& s, const std::array<double, 5>& fifths, double people, SampleRandom& random)
{
    std::vector<double> groups = roundedTo({fifths.begin(), fifths.end()}, people);
    const double far = std::clamp(s.far, 0.0, 1.0);
    const double young = std::clamp(0.145 + 0.075 * far + 0.015 * random.bell(), 0.05, 0.4);
    const double old = std::clamp(0.175 + 0.04 * s.wealth + 0.03 * random.bell(), 0.05, 0.4);
    const double noCar = std::clamp(0.36 - 0.24 * far - 0.16 * s.wealth + 0.03 * random.bell(), 0.04, 0.7);
    for (const double share : {young, old, noCar})
        groups.push_back(std::floor(share * people + 0.5));
    return groups;
}

void addActivity(CityData& data, const StreetPlan& plan, const std::vector<PlannedBuilding>& buildings, const Housing& housing,
                 const std::vector<int>& ofFace, const std::vector<Summary>& all)
{
    struct Sum {
        Point2 at;
        double weight = 0, people = 0, jobs = 0;
    };
    std::map<std::tuple<int, long, long>, Sum> cells;
    for (std::size_t i = 0; i < buildings.size(); ++i) {
        const int n = ofFace[static_cast<std::size_t>(buildings[i].face)];
        const double factor = data.neighbourhoods[NeighbourhoodId(static_cast<std::uint32_t>(n))].population /
                              std::max(1e-9, all[static_cast<std::size_t>(n)].people);
        const double people = housing.people[i] * factor, jobs = housing.jobs[i];
        if (people + jobs <= 0)
            continue;
        const Point2 at = centroid(buildings[i].footprint);
        Sum& sum = cells[{n, static_cast<long>(std::floor(at.y / kCell_m)), static_cast<long>(std::floor(at.x / kCell_m))}];
        sum.at = sum.at + at * (people + jobs);
        sum.weight += people + jobs;
        sum.people += people;
        sum.jobs += jobs;
    }
    static_cast<void>(plan);
    for (const auto& [key, sum] : cells)
        data.activity.push_back(
            {sum.at * (1 / sum.weight), NeighbourhoodId(static_cast<std::uint32_t>(std::get<0>(key))), sum.people, sum.jobs});
}

void nameNeighbourhoods(CityData& data, const TownShape& shape, NameMaker& names)
{
    const Point2 centre = shape.centreOfCity();
    std::vector<std::pair<double, NeighbourhoodId>> byDistance;
    for (const NeighbourhoodId id : idsOf(data.neighbourhoods)) {
        data.neighbourhoods[id].externalId = "sample:neighbourhood/" + std::to_string(id.value() + 1);
        const Point2 d = centroid(data.neighbourhoods[id].outline) - centre;
        byDistance.emplace_back(norm(d), id);
        if (contains(data.neighbourhoods[id].outline, shape.toCity({15, 0.35 * shape.oldTownRadius()})))
            data.neighbourhoods[id].name = names.unique("Old Town");
        else if (contains(data.neighbourhoods[id].outline, shape.toCity({15, shape.riverV() - shape.riverHalf() - 60})))
            data.neighbourhoods[id].name = names.unique("Bridge End");
    }
    for (const NeighbourhoodId id : idsOf(data.neighbourhoods))
        if (data.neighbourhoods[id].name.empty())
            data.neighbourhoods[id].name = names.neighbourhood();
}

}  // namespace

std::vector<double> roundedTo(const std::vector<double>& shares, double total)
{
    const double sum = sumOf(shares);
    std::vector<double> whole(shares.size());
    std::vector<std::pair<double, std::size_t>> rest;
    double given = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double exact = sum > 0 ? shares[i] / sum * total : 0;
        whole[i] = std::floor(exact);
        given += whole[i];
        rest.emplace_back(whole[i] - exact, i);
    }
    std::sort(rest.begin(), rest.end());
    for (std::size_t k = 0; k < rest.size() && given + 0.5 < total; ++k, ++given)
        ++whole[rest[k].second];
    return whole;
}

Housing settle(const std::vector<PlannedBuilding>& buildings, double population)
{
    Housing housing;
    for (const PlannedBuilding& b : buildings) {
        housing.people.push_back(b.dwelling_m2 / b.perPerson_m2);
        housing.jobs.push_back(b.work_m2);
    }
    const double people = population / std::max(1e-9, sumOf(housing.people));
    const double jobs = kJobsPerPerson * population / std::max(1e-9, sumOf(housing.jobs));
    for (double& n : housing.people)
        n *= people;
    for (double& n : housing.jobs)
        n *= jobs;
    return housing;
}

std::vector<int> addNeighbourhoods(CityData& data, const StreetPlan& plan, const TownShape& shape,
                                   const std::vector<PlannedBuilding>& buildings, const Housing& housing, NameMaker& names,
                                   std::uint64_t seed)
{
    std::vector<double> peopleOfFace(static_cast<std::size_t>(plan.graph.faceCount()), 0);
    for (std::size_t i = 0; i < buildings.size(); ++i)
        peopleOfFace[static_cast<std::size_t>(buildings[i].face)] += housing.people[i];
    int count = 0;
    const auto ofFace = groupIntoNeighbourhoods(plan, peopleOfFace, seed, count);
    const auto outlines = regionOutlines(plan, ofFace, count);
    const auto all = summarise(plan, shape, buildings, housing, ofFace, count);
    const auto fifths = incomeFifths(all);
    data.groups = {{"income_q1", "People in the poorest fifth by income"},
                   {"income_q2", "People in the second fifth by income"},
                   {"income_q3", "People in the middle fifth by income"},
                   {"income_q4", "People in the fourth fifth by income"},
                   {"income_q5", "People in the richest fifth by income"},
                   {"age_under_18", "People under 18"},
                   {"age_65_plus", "People aged 65 or more"},
                   {"no_car", "People in households without a car"}};
    std::vector<double> people, jobs;
    for (const Summary& s : all) {
        people.push_back(s.people);
        jobs.push_back(s.jobs);
    }
    people = roundedTo(people, std::floor(sumOf(people) + 0.5));
    SampleRandom random = SampleRandom::forPart(seed, 50);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Neighbourhood n;
        n.outline = outlines[i];
        n.population = people[i];
        n.income = 100 * std::floor(270 * exponential(kIncomeSlope * all[i].wealth) + 0.5);
        n.jobs = jobs[i];
        n.groups = groupsOf(all[i], fifths[i], people[i], random);
        data.neighbourhoods.push(std::move(n));
    }
    nameNeighbourhoods(data, shape, names);
    addActivity(data, plan, buildings, housing, ofFace, all);
    return ofFace;
}

}  // namespace isopolis::sample
