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
#include "ui/text/translate.h"
#include "ui/viewport/map_picture.h"
#include "ui/viewport/map_svg.h"

#include <QSaveFile>

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
    bool flat = false, dark = false, noLabels = false, sideBySide = false;
    std::string period, weather;
    int hours = 0;
    SunOptions sun;
};

struct Shot {
    QImage image;
    std::optional<MapSvg> svg;  ///< in the place of the image
    SunPosition sun = kStandardSun;
    QSize size() const { return svg ? svg->size : image.size(); }
};

/// A picture ends in .svg where shapes are asked for.
bool wantsShapes(const ShotOptions& o) { return QString::fromStdString(o.output).endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive); }

/// One map, or two side by side.
Expected<Shot> taken(const ShotOptions& o, const MapPictureRequest& request, const MapPictureRequest* right = nullptr)
{
    Shot shot{.image = {}, .svg = {}, .sun = request.sun};
    if (wantsShapes(o)) {
        Expected<MapSvg> svg = right ? mapSvg(request, *right) : mapSvg(request);
        if (!svg)
            return unexpected(svg.error());
        shot.svg = std::move(*svg);
        return shot;
    }
    Expected<QImage> image = right ? mapPicture(request, *right) : mapPicture(request);
    if (!image)
        return unexpected(image.error());
    shot.image = std::move(*image);
    return shot;
}

Expected<void> written(const ShotOptions& o, const Shot& shot)
{
    const QString path = QString::fromStdString(o.output);
    QSaveFile file(path);
    const bool done = !shot.svg ? shot.image.save(path, "PNG")
                                : file.open(QIODevice::WriteOnly) && file.write(shot.svg->bytes) == shot.svg->bytes.size() && file.commit();
    if (!done)
        return unexpected(Error{ErrorCode::Io, "the picture could not be written"}.in(o.output).cure("Check the folder and its rights."));
    return {};
}

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

/// "no2_ug_m3", "no2_ug_m3/change", "no2_ug_m3/income_change", "noise_lden_db/street", "traffic", "traffic/change", "transit" or "none";
/// all but "none" also with /before or /after.
/// `sure`: stored draws of the two scenarios, null if there are none.
Expected<Overlay> chosenOverlay(const Study& study, const ShotOptions& options, const AirHours& hours, const EnsembleResult* sure,
                                RunControl& control)
{
    const std::string& name = options.overlay;
    if (name == "none")
        return Overlay{};
    if (name == "traffic" || name == "traffic/after")
        return makeTrafficOverlay(*study.after);
    if (name == "traffic/before")
        return makeTrafficOverlay(*study.before);
    if (name == "traffic/change")
        return makeTrafficChangeOverlay(*study.before, *study.after);
    if (name == "transit" || name == "transit/after")
        return makeTransitOverlay(study.after->applied.transit());
    if (name == "transit/before")
        return makeTransitOverlay(study.before->applied.transit());
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

/// What the left and the right of two maps show, named as --overlay names it.
Expected<std::pair<std::string, std::string>> sidesOf(const std::string& overlay)
{
    if (overlay == "none")
        return std::pair(overlay, overlay);
    if (overlay.ends_with("change") || correctedPictureOf(overlay))
        return unexpected(Error{ErrorCode::BadValue, "two maps side by side show the state before and the state after, not " + overlay}
                              .about("--side-by-side")
                              .cure("Leave out what follows the name of the overlay, or leave out --side-by-side."));
    std::string name = overlay;
    bool income = false;
    for (const char* moment : {"/income_after", "/income_before", "/after", "/before"})
        if (name.ends_with(moment)) {
            income = std::string_view(moment).starts_with("/income");
            name.resize(name.size() - std::string_view(moment).size());
            break;
        }
    name += income ? "/income_" : "/";
    return std::pair(name + "before", name + "after");
}

/// The state before on the left, the scenario on the right.
Expected<Shot> twoMaps(const ShotOptions& o, const Study& study, const EnsembleResult* sure, MapPictureRequest right, RunControl& control)
{
    const auto sides = sidesOf(o.overlay);
    if (!sides)
        return unexpected(sides.error());
    MapPictureRequest left = right;
    for (const bool before : {true, false}) {
        ShotOptions of = o;
        of.overlay = before ? sides->first : sides->second;
        auto overlay = chosenOverlay(study, of, hoursOf(o), sure, control);
        if (!overlay)
            return unexpected(overlay.error());
        MapPictureRequest& side = before ? left : right;
        const RunPtr& run = before ? study.before : study.after;
        side.overlay = std::move(*overlay);
        side.applied = std::shared_ptr<const AppliedScenario>(run, &run->applied);
    }
    const auto named = [](const std::string& scenario) { return scenario == kBaseScenarioName ? "today" : scenario; };
    left.title += QString::fromStdString(", before: " + std::string(named(o.against)));
    right.title += QString::fromStdString(", with: " + std::string(named(o.scenario)));
    return taken(o, left, &right);
}

Expected<Shot> shot(const ShotOptions& o, Console& console)
{
    if (auto writable = canWriteTo(o.output); !writable)
        return unexpected(writable.error());
    if (auto possible = canBeOfGroup(o); !possible)
        return unexpected(possible.error());
    if (o.sideBySide)
        if (auto possible = sidesOf(o.overlay); !possible)
            return unexpected(possible.error());
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    MapPictureRequest request;
    request.city = project->city;
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
    if (o.overlay != "none" || o.sideBySide) {
        ConsoleControl control(console);
        auto study = makeStudy(*project, o.scenario, o.against, control);
        if (!study)
            return unexpected(study.error());
        auto sure = drawsFor(o, *project, *study);
        if (!sure)
            return unexpected(sure.error());
        if (o.sideBySide)
            return twoMaps(o, *study, sure->get(), request, control);
        const auto ofStations = correctedPictureOf(o.overlay);
        auto overlay =
            ofStations ? correctedOverlay(*study, o, *ofStations, control) : chosenOverlay(*study, o, hoursOf(o), sure->get(), control);
        if (!overlay)
            return unexpected(overlay.error());
        request.overlay = std::move(*overlay);
        request.applied = std::shared_ptr<const AppliedScenario>(study->after, &study->after->applied);
    }
    return taken(o, request);
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
    command->add_option("--output", o->output, "picture to write, *.png, or *.svg: shapes, from above")->required();
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
    command->add_flag("--side-by-side", o->sideBySide,
                      "two maps of the same view: on the left what --against names, on the right the scenario");
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
        if (auto done = written(*o, *made); !done) {
            console.fail(done.error());
            return;
        }
        const SunPosition& sun = made->sun;
        console.line("wrote " + o->output + (made->svg ? ", the map from above" : ""));
        if (made->svg)
            if (const QString out = leftOutText(made->svg->drawn); !out.isEmpty())
                console.line(utf8(out));
        if (o->sun.given())
            console.line(sun.height_deg > 0 ? "the sun stands " + std::to_string(std::lround(sun.height_deg)) + "° high, " +
                                                  std::to_string(std::lround(sun.azimuth_deg)) + "° clockwise from north"
                                            : "the sun is below the horizon: no shadows");
        console.answer({{"output", o->output},
                        {"width_px", made->size().width()},
                        {"height_px", made->size().height()},
                        {"sun_azimuth_deg", sun.azimuth_deg},
                        {"sun_height_deg", sun.height_deg}});
    });
}

}  // namespace isopolis
