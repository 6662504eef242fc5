#include "simulation/sensing/learned_covariance.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

double gaspariCohn(double distance_m, double support_m)
{
    const double r = 2 * distance_m / support_m, r2 = r * r, r3 = r2 * r, r4 = r3 * r, r5 = r4 * r;
    if (!(r < 2))
        return 0;
    if (r <= 1)
        return -r5 / 4 + r4 / 2 + 5 * r3 / 8 - 5 * r2 / 3 + 1;
    return std::max(0.0, r5 / 12 - r4 / 2 + 5 * r3 / 8 + 5 * r2 / 3 - 5 * r + 4 - 2 / (3 * r));
}

SymmetricMatrix learnCovariance(const ResidualHistory& h, const LearningSettings& settings)
{
    SymmetricMatrix b = secondMoments(h, settings.least);
    double sum = 0;
    std::size_t known = 0;
    for (std::size_t i = 0; i < b.size(); ++i)
        if (std::isfinite(b(i, i))) {
            sum += b(i, i);
            ++known;
        }
    const double usual = known > 0 ? sum / static_cast<double>(known) : 0;
    for (std::size_t i = 0; i < b.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            if (i == j)
                b.set(i, i, std::isfinite(b(i, i)) ? b(i, i) : usual);
            else if (std::isfinite(b(i, j)))
                b.set(i, j, (1 - settings.shrinkage) * gaspariCohn(distance(h.at[i], h.at[j]), settings.localisation_m) * b(i, j));
            else
                b.set(i, j, 0);
        }
    return b;
}

}  // namespace isopolis
