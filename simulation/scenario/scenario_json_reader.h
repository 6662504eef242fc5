#pragma once
/// Reads the JSON form of a scenario: the inner part of scenarioFromJson.
///
///   Scenario s = ScenarioJsonReader(file, toCity).scenario(document);   // throws Refused

#include "simulation/scenario/scenario_json.h"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>

namespace isopolis {

/// Leaves the reader with the one sentence for the user; never leaves scenarioFromJson.
struct Refused {
    Error error;
};

class ScenarioJsonReader {
public:
    using Json = nlohmann::json;
    using Keys = std::initializer_list<std::string_view>;
    ScenarioJsonReader(std::string_view file, const ToCity& toCity) : m_file(file), m_toCity(toCity) {}
    Scenario scenario(const Json& document);
    [[noreturn]] void refuse(ErrorCode code, const std::string& path, std::string what, std::string cure) const;

private:
    /// A value and where it stands, e.g. `interventions[0].cost`.
    struct At {
        const Json& json;
        std::string path;
    };

    Intervention intervention(const At& at);
    Operation operation(const At& at);
    AddRoad addRoad(const At& at);
    LowEmissionZone lowEmissionZone(const At& at);
    AddBuilding addBuilding(const At& at);
    AddTransitLine addTransitLine(const At& at);
    ChangeHeadway changeHeadway(const At& at);
    MoveStop moveStop(const At& at);
    NoiseBarrier noiseBarrier(const At& at);
    AdjustDemand adjustDemand(const At& at);
    GreenSpace greenSpace(const At& at);
    RemoveBuilding removeBuilding(const At& at);
    RoadTarget target(const At& at);
    void parameters(const At& at, ParameterSet& set);

    void checkKeys(const At& at, Keys allowed) const;
    bool has(const At& at, const char* key) const;
    At child(const At& at, const char* key) const;  ///< refuses a missing key
    At element(const At& at, std::size_t index) const;
    std::size_t count(const At& at, std::size_t most = kMostItems) const;  ///< refuses what is not a list, and lists beyond the limit
    std::string text(const At& at) const;
    std::string textOr(const At& at, const char* key, std::string otherwise) const;
    double number(const At& at) const;
    double numberOr(const At& at, const char* key, double otherwise) const;
    int integerOr(const At& at, const char* key, int otherwise) const;
    int clockOr(const At& at, const char* key, int otherwise) const;  ///< "07:30" in seconds
    bool flagOr(const At& at, const char* key, bool otherwise) const;

    At coordinates(const At& geometry, std::string& type);
    MultiPolygon areaOf(const At& geometry);
    Polygon polygon(const At& rings);
    Polyline line(const At& positions);
    Point2 position(const At& at);

    static constexpr std::size_t kMostItems = 10000;
    std::string m_file;
    const ToCity& m_toCity;
    bool m_cityCoordinates = false;
    std::size_t m_points = 0;
};

}  // namespace isopolis
