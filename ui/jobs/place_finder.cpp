#include "ui/jobs/place_finder.h"

#include "gis/core/text.h"
#include "simulation/air/air_field.h"
#include "simulation/noise/noise_model.h"
#include "ui/jobs/level_sides.h"
#include "ui/text/translate.h"

#include <algorithm>
#include <map>
#include <mutex>

namespace isopolis {

namespace {

constexpr std::size_t kStreetsShown = 12;
constexpr double kPercent = 100;

/// Parts of one side in percent, by link; the rest belongs to no street.
struct Side {
    double level = 0;
    IdVector<LinkId, double> links_pct = {};
    double elsewhere_pct = 0;
};

Side noiseSide(const Run& run, const NoiseProbe& probe, const PlaceQuestion& question)
{
    const bool night = question.field == LevelField::NoiseLnight, day = question.field == LevelField::NoiseLday,
               evening = question.field == LevelField::NoiseLevening;
    const NoiseAtPlace place = noiseAt(probe, run.applied, run.traffic, question.at);
    Side side{.level = night     ? place.lnight_dB
                       : day     ? place.lday_dB
                       : evening ? place.levening_dB
                                 : place.lden_dB,
              .elsewhere_pct = kPercent};
    side.links_pct.resize(run.applied.linkCount(), 0.0);
    for (const NoiseShare& share : place.streets) {
        if (!share.link.valid())
            continue;  // trams are no street
        const double part = kPercent * (night ? share.nightShare : share.denShare);
        side.links_pct[share.link] += part;
        side.elsewhere_pct -= part;
    }
    return side;
}

Side airSide(const Run& run, const AirProbe& probe, const PlaceQuestion& question)
{
    const auto of = [&](const auto& a) {
        return question.field == LevelField::No2 ? a.no2_ug_m3 : question.field == LevelField::Pm25 ? a.pm25_ug_m3 : a.pm10_ug_m3;
    };
    const AirAtPlace place = probe.at(question.at);
    Side side{.level = of(place.levels), .elsewhere_pct = kPercent};
    side.links_pct.resize(run.applied.linkCount(), 0.0);
    if (!(side.level > 0))
        return side;
    for (const AirShare& share : place.streets) {
        const double part = kPercent * of(share) / side.level;
        side.links_pct[share.link] += part;
        side.elsewhere_pct -= part;
    }
    return side;
}

/// Streets of both sides in one list, the largest of either side first; what follows is summed.
std::vector<PlaceShare> sharesOf(const Run& before, const Side& old, const Run& after, const Side& now, std::string_view elsewhere)
{
    std::map<std::string, PlaceShare> byStreet;
    const auto add = [&byStreet](const Run& run, const Side& side, double PlaceShare::*which) {
        for (const Street& street : streetsOf(run, side.links_pct)) {
            PlaceShare& share = byStreet[street.key];
            share.label = street.label;
            share.links = street.links;
            share.*which = street.part;
        }
    };
    add(before, old, &PlaceShare::before_pct);
    add(after, now, &PlaceShare::after_pct);
    std::vector<PlaceShare> all;
    for (auto& [key, share] : byStreet)
        all.push_back(std::move(share));
    std::stable_sort(all.begin(), all.end(), [](const PlaceShare& a, const PlaceShare& b) {
        return std::max(a.before_pct, a.after_pct) > std::max(b.before_pct, b.after_pct);
    });
    if (all.size() > kStreetsShown + 1) {
        PlaceShare others{.label = ISO_TR("place", "All other streets together")};
        for (std::size_t i = kStreetsShown; i < all.size(); ++i) {
            others.before_pct += all[i].before_pct;
            others.after_pct += all[i].after_pct;
        }
        all.resize(kStreetsShown);
        all.push_back(std::move(others));
    }
    all.push_back({.label = std::string(elsewhere), .before_pct = old.elsewhere_pct, .after_pct = now.elsewhere_pct});
    return all;
}

}  // namespace

/// The prepared geometry of the runs asked last; shared with the worker, which fills it.
struct PlaceFinder::Memory {
    std::mutex mutex;
    RunPtr before, after;
    std::shared_ptr<const NoiseProbe> noiseBefore, noiseAfter;
    std::shared_ptr<const AirProbe> airBefore, airAfter;

    void take(const RunPtr& old, const RunPtr& now)
    {
        if (before != old) {
            noiseBefore.reset();
            airBefore.reset();
        }
        if (after != now) {
            noiseAfter.reset();
            airAfter.reset();
        }
        before = old;
        after = now;
    }
    static Side side(const Run& run, const PlaceQuestion& question, std::shared_ptr<const NoiseProbe>& noise,
                     std::shared_ptr<const AirProbe>& air, RunControl& control)
    {
        if (isAir(question.field)) {
            if (!air)
                air = std::make_shared<const AirProbe>(run.applied, run.emissions, control);
            return airSide(run, *air, question);
        }
        if (!noise)
            noise = std::make_shared<const NoiseProbe>(run.applied);
        return noiseSide(run, *noise, question);
    }
};

PlaceFinder::PlaceFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_memory(std::make_shared<Memory>()), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &PlaceFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &PlaceFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &PlaceFinder::stateChanged);
}

PlaceFinder::~PlaceFinder() = default;

void PlaceFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened) {
        m_runner.cancel();
        m_memory = std::make_shared<Memory>();
    }
    if (event.what == What::Overlay && m_document.placeQuestion()) {
        // Another field asks anew; another map asks nothing.
        std::optional<PlaceQuestion> question = m_document.placeQuestion();
        if (m_document.overlay().kind == OverlayKind::Levels)
            question->field = m_document.overlay().field;
        else
            question.reset();
        m_document.askPlace(question);
        return;
    }
    if (event.what == What::Results) {
        // Dropping the answer asks for the new one.
        if (m_document.place())
            m_document.setPlace(nullptr);
        else
            findNow();
    } else if (event.what == What::Place && !m_document.place())
        findNow();
}

void PlaceFinder::findNow()
{
    m_runner.cancel();
    const Results& results = m_document.results();
    if (!m_document.placeQuestion() || results.empty())
        return;
    m_runner.start<PlaceAnswer>(
        [memory = m_memory, question = *m_document.placeQuestion(), before = results.before, after = results.after,
         annual = m_document.overlay().hours.annual()](JobControl& control) {
            const std::lock_guard lock(memory->mutex);
            memory->take(before, after);
            const Side old = Memory::side(*before, question, memory->noiseBefore, memory->airBefore, control);
            const Side now = before == after ? old : Memory::side(*after, question, memory->noiseAfter, memory->airAfter, control);
            PlaceAnswer answer{.question = question, .before = old.level, .after = now.level};
            const bool air = isAir(question.field),
                       part = question.field == LevelField::NoiseLday || question.field == LevelField::NoiseLevening;
            answer.shares = sharesOf(*before, old, *after, now,
                                     air ? ISO_TR("place", "Background from outside the modelled streets")
                                         : ISO_TR("place", "What is there without road traffic"));
            answer.method =
                air && !annual ? ISO_TR("place", "Of the annual mean, not of the hours on the map. PM2.5 and PM10 shares are exact; of "
                                                 "NO2 the part formed from ozone is split in proportion to nitrogen oxides.")
                : air  ? ISO_TR("place", "PM2.5 and PM10 shares are exact. Of NO2 the directly emitted part is exact; the part formed from "
                                          "ozone is split in proportion to each street's nitrogen oxides.")
                : part ? ISO_TR("place", "Shares are those of Lden, of the sound's energy: decibels themselves cannot be added.")
                       : ISO_TR("place", "Shares are of the sound's energy and exact: decibels themselves cannot be added.");
            return answer;
        },
        this, [this](PlaceAnswer answer) { m_document.setPlace(std::make_shared<const PlaceAnswer>(std::move(answer))); });
}

}  // namespace isopolis
