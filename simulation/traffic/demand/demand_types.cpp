#include "simulation/traffic/demand/demand_types.h"

#include "gis/core/text.h"

namespace isopolis {

namespace {
struct Word {
    std::string_view key, label;
};
constexpr ByPurpose<Word> kPurposeWords = {{{"home_work", ISO_TR("demand", "Home and work")},
                                            {"home_education", ISO_TR("demand", "Home and school")},
                                            {"home_shop_leisure", ISO_TR("demand", "Home and shops, errands, leisure")},
                                            {"not_home_based", ISO_TR("demand", "Between places away from home")}}};
constexpr ByPeriod<Word> kPeriodWords = {{{"morning", ISO_TR("demand", "Morning, 7 to 10")},
                                          {"midday", ISO_TR("demand", "Midday, 10 to 16")},
                                          {"evening", ISO_TR("demand", "Evening, 16 to 19")},
                                          {"night", ISO_TR("demand", "Night, 19 to 7")}}};
constexpr ByMode<Word> kModeWords = {{{"car", ISO_TR("demand", "Car")},
                                      {"transit", ISO_TR("demand", "Public transport")},
                                      {"cycle", ISO_TR("demand", "Cycle")},
                                      {"walk", ISO_TR("demand", "On foot")}}};
}  // namespace

std::string_view purposeKey(Purpose purpose) { return kPurposeWords[indexOf(purpose)].key; }
std::string_view periodKey(Period period) { return kPeriodWords[indexOf(period)].key; }
std::string_view tripModeKey(TripMode mode) { return kModeWords[indexOf(mode)].key; }
std::string_view purposeLabel(Purpose purpose) { return kPurposeWords[indexOf(purpose)].label; }
std::string_view periodLabel(Period period) { return kPeriodWords[indexOf(period)].label; }
std::string_view tripModeLabel(TripMode mode) { return kModeWords[indexOf(mode)].label; }

}  // namespace isopolis
