#pragma once
/// Every question that the window asks, behind one interface, so that tests can answer.
///
///   dialogs->askSpeed(this, {.limit_kmh = 30}, [this](SpeedInput s) { draw(s); });   // not called if the user cancels
///
/// Questions do not block: the answer arrives in a callback, and no event loop is nested.

#include "simulation/scenario/scenario.h"
#include "ui/document/project_document.h"
#include "ui/models/operation_numbers.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>

class QWidget;

namespace isopolis {

struct SpeedInput {
    double limit_kmh = 30;
};
struct ZoneInput {
    QString name;
    int minimumEuroPetrol = 4, minimumEuroDiesel = 6;
    double compliance = 0.9;
};
struct BuildingInput {
    QString name;
    double residents = 100, jobs = 0, height_m = 15;
    double footprint_m2 = 0;  ///< shown, not asked
};
struct ParkInput {
    QString name;
    double area_m2 = 0;  ///< shown, not asked
};
struct RemovalInput {
    std::optional<double> residents = {}, jobs = {};   ///< empty: the estimate holds
    double estimatedResidents = 0, estimatedJobs = 0;  ///< shown, not asked
    double footprint_m2 = 0, height_m = 0;             ///< likewise
};
struct CycleLaneInput {
    CycleFacility kind = CycleFacility::Protected;
};
struct SurfaceInput {
    std::string surface = "DEF";  ///< key of roadSurfaces()
};
struct BarrierInput {
    QString name;
    double height_m = 3;
    double length_m = 0;  ///< shown, not asked
};
struct ChargeInput {
    enum class Place { Area, Streets };
    QString name;
    double charge_eur = 5;
    Place place = Place::Area;  ///< shown, not asked
    double area_km2 = 0;        ///< likewise, of an area
};
struct LanesInput {
    double lanes = 1;  ///< in each direction
};
struct OneWayInput {
    OneWay::Direction direction = OneWay::Direction::Forward;
    QString forward, backward;  ///< where each direction leads, in words
};
struct RoadInput {
    QString name;
    RoadClass roadClass = RoadClass::Residential;
    double limit_kmh = 30, lanes = 1;
    bool bothDirections = true;
    double length_m = 0;  ///< shown, not asked
};
/// What people say about an intervention.
struct DetailsInput {
    QString name, note;
    double cost = 0;  ///< 0: unknown
    std::vector<OperationNumber> numbers = {};
};
struct TransitLineInput {
    QString name;
    std::string mode = "bus";
    double headway_min = 10, speed_kmh = 18;
    bool bothDirections = true;
    int stops = 0;  ///< shown, not asked
};
struct ScenarioInput {
    QString name, description;
    std::string base;
};
struct SampleCityInput {
    double population = 50000;
    std::uint64_t seed = 1;
    QString path;
};
struct RecipeInput {
    QString recipe, path;
};
struct ReportInput {
    QString path;
};

class DialogService {
public:
    template <class T>
    using Answer = std::function<void(T)>;
    virtual ~DialogService() = default;
    virtual void askSpeed(QWidget* parent, SpeedInput initial, Answer<SpeedInput> answer) = 0;
    virtual void askZone(QWidget* parent, ZoneInput initial, Answer<ZoneInput> answer) = 0;
    virtual void askBuilding(QWidget* parent, BuildingInput initial, Answer<BuildingInput> answer) = 0;
    virtual void askPark(QWidget* parent, ParkInput initial, Answer<ParkInput> answer) = 0;
    virtual void askRemoval(QWidget* parent, RemovalInput initial, Answer<RemovalInput> answer) = 0;
    virtual void askCycleLane(QWidget* parent, CycleLaneInput initial, Answer<CycleLaneInput> answer) = 0;
    virtual void askSurface(QWidget* parent, SurfaceInput initial, Answer<SurfaceInput> answer) = 0;
    virtual void askBarrier(QWidget* parent, BarrierInput initial, Answer<BarrierInput> answer) = 0;
    virtual void askCharge(QWidget* parent, ChargeInput initial, Answer<ChargeInput> answer) = 0;
    virtual void askLanes(QWidget* parent, LanesInput initial, Answer<LanesInput> answer) = 0;
    virtual void askOneWay(QWidget* parent, OneWayInput initial, Answer<OneWayInput> answer) = 0;
    virtual void askRoad(QWidget* parent, RoadInput initial, Answer<RoadInput> answer) = 0;
    virtual void askDetails(QWidget* parent, DetailsInput initial, Answer<DetailsInput> answer) = 0;
    virtual void askTransitLine(QWidget* parent, TransitLineInput initial, Answer<TransitLineInput> answer) = 0;
    virtual void askScenario(QWidget* parent, const std::vector<std::string>& bases, ScenarioInput initial,
                             Answer<ScenarioInput> answer) = 0;
    virtual void askIntervention(QWidget* parent, CityPtr city, Answer<Intervention> answer) = 0;
    virtual void askSampleCity(QWidget* parent, SampleCityInput initial, Answer<SampleCityInput> answer) = 0;
    virtual void askRecipe(QWidget* parent, RecipeInput initial, Answer<RecipeInput> answer) = 0;
    virtual void askReport(QWidget* parent, ReportInput initial, Answer<ReportInput> answer) = 0;
    virtual void askOpenProject(QWidget* parent, const QString& folder, Answer<QString> answer) = 0;
    virtual void askSaveTable(QWidget* parent, const QString& suggested, Answer<QString> answer) = 0;
    virtual void askSavePicture(QWidget* parent, const QString& suggested, Answer<QString> answer) = 0;
    virtual void askOpenTable(QWidget* parent, Answer<QString> answer) = 0;
    /// A step that can not be undone; `action` is the button's verb.
    virtual void confirm(QWidget* parent, const QString& title, const QString& question, const QString& action,
                         std::function<void()> yes) = 0;
    virtual void tell(QWidget* parent, const QString& title, const QString& message) = 0;
    virtual void showAbout(QWidget* parent) = 0;
    virtual void showGuide(QWidget* parent) = 0;
    /// The models' cards, with one of them chosen if `id` names it.
    virtual void showModelCards(QWidget* parent, const QString& id) = 0;
};

using DialogServicePtr = std::shared_ptr<DialogService>;

}  // namespace isopolis
