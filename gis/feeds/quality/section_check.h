#pragma once
/// Test 9: what drives into a section of road that is counted at every end drives out again.
///
///   CountedSection tunnel{"Tunnel", {"loop-1"}, {"loop-2", "loop-3"}};
///   auto alarms = checkSections({&tunnel, 1}, streams, members, settings);     // sets flags of rows
///
/// Day by day (UTC): vehicles in and out over the intervals that all counters of the section have. More than
/// `qc.all.conservation_share` of the larger sum and `qc.all.conservation_sigmas` standard deviations of chance (√(in + out)) apart: the
/// day's rows of every counter of the section are suspect, for nobody can tell which one is wrong, and an alarm names the section. A day
/// with fewer than `qc.all.completeness` of its intervals is not judged. Streams are those of flow_veh_h or count_veh.

#include "gis/feeds/quality/quality_control.h"
#include "gis/feeds/source_profile.h"

namespace isopolis {

std::vector<QualityAlarm> checkSections(std::span<const CountedSection> sections, std::span<const Datastream> streams,
                                        std::span<NetworkMember> members, const QualitySettings& settings);

}  // namespace isopolis
