#pragma once
/// The real dialogs.

#include "ui/dialogs/dialog_service.h"

namespace isopolis {

class QtDialogs : public DialogService {
public:
    void askSpeed(QWidget* parent, SpeedInput initial, Answer<SpeedInput> answer) override;
    void askZone(QWidget* parent, ZoneInput initial, Answer<ZoneInput> answer) override;
    void askBuilding(QWidget* parent, BuildingInput initial, Answer<BuildingInput> answer) override;
    void askPark(QWidget* parent, ParkInput initial, Answer<ParkInput> answer) override;
    void askRemoval(QWidget* parent, RemovalInput initial, Answer<RemovalInput> answer) override;
    void askCycleLane(QWidget* parent, CycleLaneInput initial, Answer<CycleLaneInput> answer) override;
    void askSurface(QWidget* parent, SurfaceInput initial, Answer<SurfaceInput> answer) override;
    void askBarrier(QWidget* parent, BarrierInput initial, Answer<BarrierInput> answer) override;
    void askCharge(QWidget* parent, ChargeInput initial, Answer<ChargeInput> answer) override;
    void askLanes(QWidget* parent, LanesInput initial, Answer<LanesInput> answer) override;
    void askOneWay(QWidget* parent, OneWayInput initial, Answer<OneWayInput> answer) override;
    void askRoad(QWidget* parent, RoadInput initial, Answer<RoadInput> answer) override;
    void askDetails(QWidget* parent, DetailsInput initial, Answer<DetailsInput> answer) override;
    void askTransitLine(QWidget* parent, TransitLineInput initial, Answer<TransitLineInput> answer) override;
    void askScenario(QWidget* parent, const std::vector<std::string>& bases, ScenarioInput initial, Answer<ScenarioInput> answer) override;
    void askIntervention(QWidget* parent, CityPtr city, Answer<Intervention> answer) override;
    void askSampleCity(QWidget* parent, SampleCityInput initial, Answer<SampleCityInput> answer) override;
    void askRecipe(QWidget* parent, RecipeInput initial, Answer<RecipeInput> answer) override;
    void askReport(QWidget* parent, ReportInput initial, Answer<ReportInput> answer) override;
    void askOpenProject(QWidget* parent, const QString& folder, Answer<QString> answer) override;
    void askSaveTable(QWidget* parent, const QString& suggested, Answer<QString> answer) override;
    void askSavePicture(QWidget* parent, const QString& suggested, Answer<QString> answer) override;
    void askOpenTable(QWidget* parent, Answer<QString> answer) override;
    void confirm(QWidget* parent, const QString& title, const QString& question, const QString& action, std::function<void()> yes) override;
    void tell(QWidget* parent, const QString& title, const QString& message) override;
    void showAbout(QWidget* parent) override;
    void showGuide(QWidget* parent) override;
    void showModelCards(QWidget* parent, const QString& id) override;
};

}  // namespace isopolis
