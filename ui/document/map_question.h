#pragma once
/// What the map is asked about one place, and the answers: how far one gets from here, and whose trips use this street.
///
/// An answer is shared and immutable, so that jobs and views can hold on to it, and carries the question that it answers.

#include "simulation/access/reach_rings.h"
#include "simulation/traffic/city/street_users.h"

#include <memory>
#include <optional>

namespace isopolis {

enum class ReachMode : std::uint8_t { Walk, Cycle, Transit, Car };

struct ReachQuestion {
    ReachMode mode = ReachMode::Walk;
    std::optional<Point2> from = {};  ///< city metres; nothing is asked without it
    friend bool operator==(const ReachQuestion&, const ReachQuestion&) = default;
};

struct ReachAnswer {
    ReachQuestion question;
    std::vector<ReachRing> before = {}, after = {};  ///< by ascending minutes; empty if there is no answer
    std::string failure = {};                        ///< why there is none: a sentence
};
using ReachAnswerPtr = std::shared_ptr<const ReachAnswer>;

/// Whose car trips use a street in the modelled hour; an empty side where cars may not use it.
struct StreetUsersAnswer {
    LinkId link = {};
    StreetUsers before = {}, after = {};
    Zones zonesBefore = {}, zonesAfter = {};
    std::string failure = {};
};
using StreetUsersPtr = std::shared_ptr<const StreetUsersAnswer>;

}  // namespace isopolis
