#include "simulation/equity/city_groups.h"

#include "simulation/equity/tally.h"

namespace isopolis {

double peopleOfGroup(const Neighbourhood& place, std::size_t group)
{
    const double people = group < place.groups.size() ? place.groups[group] : 0;
    return std::isfinite(people) && people > 0 ? people : 0;
}

std::vector<CityGroup> cityGroups(const City& city, const IndicatorAssessment& assessment, double leastBase)
{
    std::vector<CityGroup> out;
    for (std::size_t g = 0; g < city.groups().size(); ++g) {
        CityGroup group;
        Tally tally;
        for (const Score& score : assessment.scores) {
            const Neighbourhood& place = city.neighbourhoods()[score.where];
            const double people = peopleOfGroup(place, g);
            if (place.population > 0 && g < place.groups.size() && !std::isfinite(place.groups[g]))
                ++group.unknown;
            if (people > 0 && people < leastBase)
                ++group.smallBase;
            if (score.verdict == Verdict::NoData)
                group.noData += people;
            tally.add(score, people);
        }
        group.score = tally.group(city.groups()[g].key, city.groups()[g].label);
        out.push_back(std::move(group));
    }
    return out;
}

}  // namespace isopolis
