#include "simulation/air/photochemistry.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/no2_chemistry.h"

#include <algorithm>

namespace isopolis {

bool chemistryByClass(const AppliedScenario& applied) { return applied.parameters.value(kChemistry) > 0.5; }

double no2OfHours(double roadNox, double roadPrimaryNo2, const UsedBackground& background, const HoursWeather& hours, double residence_s)
{
    PhotoInput in;
    in.temperature_k = hours.temperature_k;
    in.radiation_W_m2 = hours.radiation_W_m2;
    in.residence_s = residence_s;
    in.no2Background_ppb = background.no2 / kNo2PerPpb;
    in.o3Background_ppb = background.o3 / kO3PerPpb;
    const PhotoState rates = photostationary(in);
    const double no = in.o3Background_ppb > 0 ? rates.photolysis_s * in.no2Background_ppb / (rates.rate_ppb_s * in.o3Background_ppb) : 0;
    in.noxBackground_ppb = in.no2Background_ppb + no;
    in.nox_ppb = in.noxBackground_ppb + roadNox / kNo2PerPpb;
    in.primaryShare = roadNox > 0 ? std::min(1.0, roadPrimaryNo2 / roadNox) : 0;
    return kNo2PerPpb * photostationary(in).no2_ppb;
}

}  // namespace isopolis
