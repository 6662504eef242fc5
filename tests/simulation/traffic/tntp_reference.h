#pragma once
/// The TNTP networks beside this repository, where they are present: they may not be redistributed.
///
///   const auto reference = tntpReference("SiouxFalls", "SiouxFalls");   if (!reference) QSKIP(kNoTntp);

#include "simulation/traffic/tntp.h"

#include <QFile>
#include <optional>

namespace isopolis {

inline constexpr const char* kNoTntp = "the TNTP networks may not be redistributed and are not beside this repository";

struct TntpReference {
    AssignmentNetwork network;
    OdDemand demand;
    std::vector<TntpFlow> flows;
};

inline std::optional<TntpReference> tntpReference(const char* folder, const char* stem)
{
    const auto read = [&](const char* kind) {
        QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/tntp/%1/%2_%3.tntp").arg(folder, stem, kind));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    };
    const std::string net = read("net"), trips = read("trips"), flow = read("flow");
    if (net.empty() || trips.empty())
        return {};
    return TntpReference{parseTntpNetwork(net).value(), parseTntpTrips(trips).value(), parseTntpFlows(flow).value()};
}

}  // namespace isopolis
