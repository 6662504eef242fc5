#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/commands/sun_option.h"
#include "app/commands/text_application.h"
#include "app/known_draws.h"
#include "app/project_session.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/project/stored_stations.h"
#include "ui/jobs/corrected_air.h"
#include "ui/jobs/level_sides.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/overlay_group.h"
#include "ui/viewport/map_picture.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

struct ShotOptions {
    std::string project, overlay = "none", scenario = std::string(kBaseScenarioName), against = std::string(kBaseScenarioName), output,
                         neighbourhood, group;
    bool percent = false, standard = false;
    int width = 1600, height = 1000;
    double heading = 0, pitch = MapPictureRequest{}.pitchDegrees, zoom = 1;
    std::vector<double> at;
    bool flat = false, dark = false, noLabels = false;
    std::string period, weather;
    int hours = 0;
    SunOptions sun;
};

struct Shot {
    QImage image;
    SunPosition sun;
};

/// "noise_lden_db/street/after": levels on the ground and before façades, calculated here.
Expected<Overlay> levelOverlay(const Study& study, const LevelFieldInfo& info, Moment moment, const AirHours& hours, RunControl& control)
{
    if (!hours.annual() && !isAir(info.field))
        return unexpected(Error{ErrorCode::BadValue, "periods and weather are of maps of the air"}
                              .about("--period")
                              .cure("Noise by day, in the evening and at night has overlays of its own: noise_lday_db/street and so on."));
    auto sides = levelSides({study.before.get(), study.after.get()}, info.field, control, hours);
    if (!sides)
        return unexpected(sides.error());
    const LevelMap map{.field = info.field,
                       .before = sides->front().of(info.field),
                       .after = sides->back().of(info.field),
                       .threshold = study.report.of(info.indicator).threshold,
                       .hours = hours};
    return makeLevelOverlay(map, moment);
}

/// Groups are of indicators, percentages of changes.
Expected<void> canBeOfGroup(const ShotOptions& options)
{
    const auto slash = std::min(options.overlay.find('/'), options.overlay.size());
    const std::string moment = options.overlay.substr(slash);
    const bool plain = indicatorFromKey(options.overlay.substr(0, slash)) &&
                       (moment.empty() || moment == "/before" || moment == "/after" || moment == "/change");
    if (options.percent && !(plain && moment == "/change"))
        return unexpected(Error{ErrorCode::BadValue, "percentages are of the change of an indicator"}
                              .about("--percent")
                              .cure("Choose an overlay such as no2_ug_m3/change."));
    if (!options.group.empty() && !plain)
        return unexpected(Error{ErrorCode::BadValue, "only maps of an indicator can be of one group of people"}.about("--group").cure(
            "Choose an overlay such as no2_ug_m3/change."));
    return {};
}

Expected<Overlay> groupOverlay(const Study& study, Indicator indicator, Moment when, const ShotOptions& options,
                               const UncertainIndicator* sure)
{
    const auto groups = overlayGroups(*study.city);
    if (std::none_of(groups.begin(), groups.end(), [&](const OverlayGroup& g) { return g.key == options.group; })) {
        std::string keys;
        for (const OverlayGroup& g : groups)
            if (!g.key.empty())
                keys += (keys.empty() ? "" : ", ") + g.key;
        return unexpected(
            Error{ErrorCode::NotFound, "there is no group '" + options.group + "'"}.about("--group").cure("It is one of " + keys + "."));
    }
    return makeGroupOverlay(*study.city, study.report, indicator,
                            {.moment = when,
                             .group = options.group,
                             .relative = options.percent,
                             .leastBase = study.scenario.parameters.value(kLeastBase),
                             .leastLevel = study.scenario.parameters.value(kLeastShare),
                             .sure = sure});
}

/// "no2_ug_m3", "no2_ug_m3/change", "no2_ug_m3/income_change", "noise_lden_db/street", "traffic", "traffic/change", "transit" or "none".
/// `sure`: stored draws of the two scenarios, null if there are none.
Expected<Overlay> chosenOverlay(const Study& study, const ShotOptions& options, const AirHours& hours, const EnsembleResult* sure,
                                RunControl& control)
{
    const std::string& name = options.overlay;
    if (name == "none")
        return Overlay{};
    if (name == "traffic")
        return makeTrafficOverlay(*study.after);
    if (name == "traffic/change")
        return makeTrafficChangeOverlay(*study.before, *study.after);
    if (name == "transit")
        return makeTransitOverlay(study.city->transit());
    const auto momentOf = [](std::string_view word) -> std::optional<Moment> {
        if (word.empty() || word == "/after")
            return Moment::After;
        if (word == "/before")
            return Moment::Before;
        return word == "/change" ? std::optional(Moment::Change) : std::nullopt;
    };
    for (const LevelFieldInfo& info : allLevelFields())
        if (name.starts_with(info.key))
            if (const auto moment = momentOf(std::string_view(name).substr(info.key.size())))
                return levelOverlay(study, info, *moment, hours, control);
    if (constexpr std::string_view kCo2 = "co2_kg_day/street"; name.starts_with(kCo2))
        if (const auto moment = momentOf(std::string_view(name).substr(kCo2.size())))
            return makeStreetCo2Overlay(*study.before, *study.after, *moment);
    const auto slash = name.find('/');
    const auto indicator = indicatorFromKey(name.substr(0, slash));
    std::string moment = slash == std::string::npos ? "after" : name.substr(slash + 1);
    constexpr std::string_view kIncome = "income_";
    const bool income = moment.starts_with(kIncome);
    if (income)
        moment.erase(0, kIncome.size());
    if (!indicator || (moment != "before" && moment != "after" && moment != "change")) {
        std::string keys = "none, traffic, traffic/change, transit, co2_kg_day/street";
        for (const LevelFieldInfo& info : allLevelFields())
            keys += ", " + std::string(info.key);
        for (const IndicatorInfo& info : allIndicators())
            keys += ", " + std::string(info.key);
        return unexpected(Error{ErrorCode::NotFound, "there is no overlay '" + name + "'"}
                              .about("--overlay")
                              .cure("It is one of " + keys +
                                    "; an indicator or a map at the street may end in /before, /after or /change, an indicator also in "
                                    "/income_change and so on for a map of both."));
    }
    const Moment when = moment == "before" ? Moment::Before : moment == "after" ? Moment::After : Moment::Change;
    const UncertainIndicator* known = sure ? sure->of(*indicator) : nullptr;
    if (income)
        return makeBivariateOverlay(*study.city, study.report.of(*indicator), when, known);
    return groupOverlay(study, *indicator, when, options, known);
}

AirHours hoursOf(const ShotOptions& o)
{
    AirHours hours;
    for (const Period period : kPeriods)
        if (o.period == periodKey(period))
            hours.period = period;
    for (const AirWeatherInfo& info : airWeathers())
        if (o.weather == info.key)
            hours.weather = info.weather;
    return hours;
}

/// "no2_ug_m3/corrected" and the like: of the side that is compared with.
Expected<Overlay> correctedOverlay(const Study& study, const ShotOptions& o, std::pair<AirQuantity, CorrectedPicture> wanted,
                                   RunControl& control)
{
    auto stations = storedStations(o.project, *study.city, wanted.first, [toCity = toCityOf(*study.city)](double lon_deg, double lat_deg) {
        const auto at = toCity(lon_deg, lat_deg);
        return at ? std::optional(*at) : std::nullopt;
    });
    if (!stations)
        return unexpected(stations.error());
    AirCorrectionRequest request{.quantity = wanted.first, .stations = std::move(*stations), .from_s = 0, .to_s = 0};
    chooseLastHours(request, o.hours);
    auto map = correctedAirMap(*study.before, request, control);
    if (!map)
        return unexpected(map.error());
    return map->picture(wanted.second);
}

/// Draws that are stored beside the project for what the picture compares.
Expected<std::shared_ptr<const EnsembleResult>> drawsFor(const ShotOptions& o, const OpenProject& project, const Study& study)
{
    if (o.standard)
        return std::shared_ptr<const EnsembleResult>();
    auto before = findScenario(project, o.against);
    if (!before)
        return unexpected(before.error());
    return knownDraws(o.project, study, *before);
}

Expected<Shot> shot(const ShotOptions& o, Console& console)
{
    if (auto writable = canWriteTo(o.output); !writable)
        return unexpected(writable.error());
    if (auto possible = canBeOfGroup(o); !possible)
        return unexpected(possible.error());
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    MapPictureRequest request;
    request.city = project->city;
    if (o.overlay != "none") {
        ConsoleControl control(console);
        auto study = makeStudy(*project, o.scenario, o.against, control);
        if (!study)
            return unexpected(study.error());
        auto sure = drawsFor(o, *project, *study);
        if (!sure)
            return unexpected(sure.error());
        const auto ofStations = correctedPictureOf(o.overlay);
        auto overlay =
            ofStations ? correctedOverlay(*study, o, *ofStations, control) : chosenOverlay(*study, o, hoursOf(o), sure->get(), control);
        if (!overlay)
            return unexpected(overlay.error());
        request.overlay = std::move(*overlay);
        request.applied = std::shared_ptr<const AppliedScenario>(study->after, &study->after->applied);
    }
    if (!o.neighbourhood.empty()) {
        request.selection.neighbourhood = project->city->findNeighbourhood(o.neighbourhood);
        if (!request.selection.neighbourhood.valid())
            return unexpected(Error{ErrorCode::NotFound, "there is no single neighbourhood '" + o.neighbourhood + "'"}.in(o.project));
    }
    request.size = {o.width, o.height};
    request.camera = o.flat ? CameraPreset::FlatMap : CameraPreset::Overview;
    request.dark = o.dark;
    request.labels = !o.noLabels;
    request.headingDegrees = o.heading;
    request.pitchDegrees = o.pitch;
    request.zoom = o.zoom;
    if (!o.at.empty()) {
        const auto at = toCityOf(*project->city)(o.at[0], o.at[1]);
        if (!at)
            return unexpected(Error{ErrorCode::BadValue, "there is no such place in the coordinates of this city"}.about("--at").cure(
                "Give longitude and latitude in degrees, as in --at 6.1432 46.2044."));
        request.centre = *at;
    }
    request.title = QString::fromStdString(project->city->name());
    if (o.sun.given())
        request.sun = sunOver(*project->city, o.sun);
    auto image = mapPicture(request);
    if (!image)
        return unexpected(image.error());
    return Shot{std::move(*image), request.sun};
}

}  // namespace

void addShotCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<ShotOptions>();
    CLI::App* command = app.add_subcommand("shot", "A picture of the twin, drawn off screen");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command
        ->add_option("--overlay", o->overlay,
                     "none, traffic, traffic/change, transit, noise_lden_db/street and the like, or an indicator such as no2_ug_m3, "
                     "no2_ug_m3/change, no2_ug_m3/income_change; no2_ug_m3/corrected and /sigma: by stations")
        ->capture_default_str();
    command->add_option("--period", o->period, "of a map of the air at the street: one period of the day instead of the year")
        ->check(CLI::IsMember({"morning", "midday", "evening", "night"}));
    command->add_option("--weather", o->weather, "of such a map: hours of one kind of weather")
        ->check(CLI::IsMember({"calm", "windy", "stable", "neutral", "unstable", "north_wind", "east_wind", "south_wind", "west_wind"}));
    command->add_option("--hours", o->hours, "of a map corrected by stations: the last hours that were measured; else the mean of all")
        ->check(CLI::Range(1, 24 * 366));
    command->add_option("--scenario", o->scenario, "scenario that is shown")->capture_default_str();
    command->add_option("--against", o->against, "what a change is measured from")->capture_default_str();
    command->add_option("--output", o->output, "picture to write, *.png")->required();
    command->add_option("--width", o->width, "pixels")->check(CLI::Range(64, 8192))->capture_default_str();
    command->add_option("--height", o->height, "pixels")->check(CLI::Range(64, 8192))->capture_default_str();
    command->add_option("--heading", o->heading, "direction that is up, degrees clockwise from north")->capture_default_str();
    command->add_option("--pitch", o->pitch, "degrees below the horizontal that the view looks down; from about 15 the sky is seen")
        ->check(CLI::Range(MapCamera::kMinPitch_deg, MapCamera::kMaxPitch_deg))
        ->capture_default_str();
    command->add_option("--at", o->at, "longitude and latitude of the middle of the picture, degrees")->expected(2);
    command->add_option("--zoom", o->zoom, "2 is twice as near")->check(CLI::Range(0.2, 50.0))->capture_default_str();
    command->add_option("--select", o->neighbourhood, "neighbourhood to outline, id or name");
    command->add_option("--group", o->group, "whose figures: q1 … q5, or a group of the city; everybody's if left out");
    command->add_flag("--percent", o->percent, "a change of an indicator in percent of the level before");
    command->add_flag("--standard", o->standard, "without what stored draws say: nothing is marked as too close to call");
    command->add_flag("--map", o->flat, "flat map from above instead of the 3D twin");
    addSunOptions(*command, o->sun);
    command->add_flag("--dark", o->dark, "dark theme");
    command->add_flag("--no-labels", o->noLabels, "without names");
    command->callback([o, &console] {
        const auto application = textApplication();
        auto made = shot(*o, console);
        if (!made) {
            console.fail(made.error());
            return;
        }
        const auto& [image, sun] = *made;
        if (!image.save(QString::fromStdString(o->output), "PNG")) {
            console.fail(Error{ErrorCode::Io, "the picture could not be written"}.in(o->output).cure("Check the folder and its rights."));
            return;
        }
        console.line("wrote " + o->output);
        if (o->sun.given())
            console.line(sun.height_deg > 0 ? "the sun stands " + std::to_string(std::lround(sun.height_deg)) + "° high, " +
                                                  std::to_string(std::lround(sun.azimuth_deg)) + "° clockwise from north"
                                            : "the sun is below the horizon: no shadows");
        console.answer({{"output", o->output},
                        {"width_px", image.width()},
                        {"height_px", image.height()},
                        {"sun_azimuth_deg", sun.azimuth_deg},
                        {"sun_height_deg", sun.height_deg}});
    });
}

}  // namespace isopolis
