#pragma once
/// Answers every dialog at once, as a test says, and keeps what was told.

#include "ui/dialogs/dialog_service.h"
#include "ui/dialogs/feed_questions.h"

#include <QStringList>

namespace isopolis::test {

class ScriptedDialogs : public DialogService, public FeedQuestions {
public:
    SpeedInput speed;
    ZoneInput zone;
    BuildingInput building{.name = "Tower", .residents = 500, .jobs = 50, .height_m = 40};
    ScenarioInput scenario;
    DetailsInput details;
    std::optional<Intervention> intervention;
    QString openPath, tablePath, reportPath, picturePath;
    std::optional<FeedDraft> feed;
    QString secret;     ///< of a source; empty: the question is closed
    QString judgement;  ///< the reason that is given; empty: the question is closed
    QStringList told;

    void askSpeed(QWidget*, SpeedInput, Answer<SpeedInput> answer) override { answer(speed); }
    void askZone(QWidget*, ZoneInput initial, Answer<ZoneInput> answer) override
    {
        zone.name = initial.name;
        answer(zone);
    }
    void askBuilding(QWidget*, BuildingInput initial, Answer<BuildingInput> answer) override
    {
        building.footprint_m2 = initial.footprint_m2;
        answer(building);
    }
    void askPark(QWidget*, ParkInput initial, Answer<ParkInput> answer) override { answer(initial); }
    void askRemoval(QWidget*, RemovalInput initial, Answer<RemovalInput> answer) override { answer(initial); }
    void askCycleLane(QWidget*, CycleLaneInput initial, Answer<CycleLaneInput> answer) override { answer(initial); }
    void askSurface(QWidget*, SurfaceInput, Answer<SurfaceInput> answer) override { answer({"NL02"}); }
    void askBarrier(QWidget*, BarrierInput initial, Answer<BarrierInput> answer) override { answer(initial); }
    void askCharge(QWidget*, ChargeInput initial, Answer<ChargeInput> answer) override { answer(initial); }
    void askLanes(QWidget*, LanesInput initial, Answer<LanesInput> answer) override { answer(initial); }
    void askOneWay(QWidget*, OneWayInput initial, Answer<OneWayInput> answer) override
    {
        told << initial.forward << initial.backward;
        initial.direction = OneWay::Direction::Backward;
        answer(initial);
    }
    void askRoad(QWidget*, RoadInput initial, Answer<RoadInput> answer) override { answer(initial); }
    void askDetails(QWidget*, DetailsInput, Answer<DetailsInput> answer) override { answer(details); }
    void askTransitLine(QWidget*, TransitLineInput initial, Answer<TransitLineInput> answer) override { answer(initial); }
    void askScenario(QWidget*, const std::vector<std::string>&, ScenarioInput initial, Answer<ScenarioInput> answer) override
    {
        answer(scenario.name.isEmpty() ? initial : scenario);
    }
    void askIntervention(QWidget*, CityPtr, Answer<Intervention> answer) override
    {
        if (intervention)
            answer(*intervention);
    }
    void askSampleCity(QWidget*, SampleCityInput initial, Answer<SampleCityInput> answer) override { answer(initial); }
    void askRecipe(QWidget*, RecipeInput initial, Answer<RecipeInput> answer) override { answer(initial); }
    void askReport(QWidget*, ReportInput, Answer<ReportInput> answer) override { answer({reportPath}); }
    void askJudgement(QWidget*, JudgementInput initial, FeedQuestions::Reply<JudgementInput> answer) override
    {
        initial.reason = judgement;
        if (!judgement.isEmpty())
            answer(initial);
    }
    void askFeed(QWidget*, FeedDesk&, FeedQuestions::Reply<FeedDraft> answer) override
    {
        if (feed)
            answer(*feed);
    }
    void askSecret(QWidget*, SecretInput initial, FeedQuestions::Reply<SecretInput> answer) override
    {
        initial.key = secret;
        if (!secret.isEmpty())
            answer(initial);
    }
    void askOpenProject(QWidget*, const QString&, Answer<QString> answer) override { answer(openPath); }
    void askSaveTable(QWidget*, const QString&, Answer<QString> answer) override { answer(tablePath); }
    void askSavePicture(QWidget*, const QString&, Answer<QString> answer) override { answer(picturePath); }
    void askOpenTable(QWidget*, Answer<QString> answer) override { answer(tablePath); }
    void confirm(QWidget*, const QString&, const QString&, const QString&, std::function<void()> yes) override { yes(); }
    void tell(QWidget*, const QString& title, const QString& message) override { told << title + QStringLiteral(": ") + message; }
    void showAbout(QWidget*) override { told << QStringLiteral("about"); }
    void showModelCards(QWidget*, const QString& id) override { told << QStringLiteral("cards ") + id; }
    void showGuide(QWidget*) override { told << QStringLiteral("guide"); }
};

}  // namespace isopolis::test
