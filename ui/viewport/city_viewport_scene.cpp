#include "ui/jobs/job_runner.h"
#include "ui/scene/overlay_theme.h"
#include "ui/viewport/city_viewport_parts.h"
#include "ui/viewport/gl_probe.h"
#include "ui/viewport/swipe_handle.h"

#include <QVariantAnimation>

#include <algorithm>
#include <utility>

namespace isopolis {
namespace {

/// Buildings and streets whose scene is made within a few hundredths of a second; more are made in the background.
constexpr std::size_t kMadeAtOnce = 1500;

struct Made {
    std::unique_ptr<CityScene> scene;
    std::unique_ptr<Picker> picker;
};

Made makeAll(const CityPtr& city, const SceneOptions& options)
{
    Made made{std::make_unique<CityScene>(glProbe().dialect), nullptr};
    made.scene->setOptions(options);
    made.scene->setCity(city);
    made.picker = std::make_unique<Picker>(city, nullptr, made.scene->ground());
    return made;
}

}  // namespace

bool CityViewport::Parts::large() const { return city && city->buildings().size() + city->roads().links().size() > kMadeAtOnce; }

void CityViewport::Parts::fill(CityScene& of)
{
    of.setOptions(options);
    of.setApplied(applied);
    of.setOverlay(inTheme(overlay, options.dark));
    of.setSelection(selection);
    of.setDraft(draft);
}

void CityViewport::setCity(CityPtr city)
{
    Parts& p = *m_parts;
    const bool same = p.city && city && p.city->revision() == city->revision();
    p.flight->stop();
    p.lighting->cancel();
    p.city = std::move(city);
    p.applied = nullptr;
    p.overlay = {};
    p.legend = {};
    if (p.writing)
        p.writing->forget();
    p.selection = {};
    p.draft = {};
    p.sensors = {};
    p.hoveredSensor.clear();
    setDivided(nullptr);
    makeScene();
    p.anchors = p.city ? labelAnchors(*p.city) : nullptr;
    const Box box = p.city ? sceneBounds(*p.city) : p.scene->bounds();
    p.camera.setLimits(box.grown(0.3 * std::max(box.width(), box.height())));
    if (!same) {
        p.camera.setHeading(0);
        p.camera.setPitch(Parts::kStartPitch_deg);
        const bool reduced = p.reducedMotion;
        p.reducedMotion = true;
        showAll();
        p.reducedMotion = reduced;
        p.showAllWhenSized = !isVisible();
    }
    redraw();
    moved();
}

void CityViewport::makeScene()
{
    Parts& p = *m_parts;
    p.making->cancel();
    p.picker = nullptr;
    p.scene->setCity(p.large() ? nullptr : p.city);
    if (!p.large())
        return;
    p.making->start<Made>([city = p.city, options = p.options](JobControl&) { return makeAll(city, options); }, this,
                          [this](Made made) {
                              Parts& parts = *m_parts;
                              parts.scene = std::move(made.scene);
                              parts.fill(*parts.scene);
                              parts.picker = parts.applied ? nullptr : std::move(made.picker);
                              redraw();
                              moved();
                          });
}

void CityViewport::finishScene()
{
    Parts& p = *m_parts;
    if (!p.making->running())
        return;
    p.making->cancel();
    p.scene->setCity(p.city);
    p.fill(*p.scene);
    p.picker = nullptr;
    redraw();
    moved();
}

void CityViewport::setDivided(std::shared_ptr<const LeftSide> left)
{
    Parts& p = *m_parts;
    if (!left || !p.left || left->applied != p.left->applied)
        p.leftPicker = nullptr;
    p.left = p.view && p.city ? std::move(left) : nullptr;
    if (!p.left) {
        p.makingLeft->cancel();
        if (p.view)
            p.view->forgetLeft();
        p.leftScene = nullptr;
    } else if (!p.leftScene && p.large()) {
        if (!p.makingLeft->running())
            p.makingLeft->start<Made>([city = p.city, options = p.options](JobControl&) { return makeAll(city, options); }, this,
                                      [this](Made made) {
                                          m_parts->leftScene = std::move(made.scene);
                                          showLeft();
                                      });
    } else {
        if (!p.leftScene) {
            p.leftScene = std::make_unique<CityScene>(glProbe().dialect);
            p.leftScene->setCity(p.city);
        }
    }
    showLeft();
}

bool CityViewport::Parts::seesAll() const
{
    const Box box = focus();
    const double height_m = heightAt(box.centre());
    for (const Point2 corner : {Point2{box.minX, box.minY}, {box.maxX, box.minY}, {box.maxX, box.maxY}, {box.minX, box.maxY}}) {
        const auto at = camera.project({corner.x, corner.y, height_m});
        if (!at || at->x < 0 || at->y < 0 || at->x > camera.width() || at->y > camera.height())
            return false;
    }
    return true;
}

/// One map becomes two or the other way round: each shows about what the one did. Where that was the whole city it is the whole city.
void CityViewport::fitCamera()
{
    Parts& p = *m_parts;
    const MapPanes now = panes();
    if (now.width() == p.camera.width())
        return;
    if (p.flight->state() == QAbstractAnimation::Running)
        p.flight->setCurrentTime(p.flight->duration());
    const auto least = [&p](int width) { return static_cast<double>(std::min(width, p.camera.height())); };
    const double was_m = p.camera.distance_m(), nearer = least(p.camera.width()) / least(now.width());
    const bool all = p.city && p.seesAll();
    p.camera.setViewport(now.width(), p.camera.height());
    if (p.beside()) {
        p.camera.setDistance(was_m * nearer);
        constexpr double kStep = 1.05;
        constexpr int kMostSteps = 30;
        for (int i = 0; all && !p.seesAll() && i < kMostSteps; ++i)
            p.camera.setDistance(p.camera.distance_m() * kStep);
        p.fartherBeside = p.camera.distance_m() / was_m;
    } else {
        p.camera.setDistance(was_m / std::exchange(p.fartherBeside, 1));
    }
    endFade();
    moved();
}

void CityViewport::showLeft()
{
    Parts& p = *m_parts;
    if (p.leftScene && p.left) {
        p.leftScene->setOptions(p.options);
        p.leftScene->setApplied(p.left->applied);
        p.leftScene->setOverlay(inTheme(p.left->overlay, p.options.dark));
        p.leftScene->setSelection(p.selection);
    }
    p.twin.reset();
    if (p.divider)
        p.divider->setVisible(p.leftScene != nullptr && !p.beside());
    fitCamera();
    describe();
    redraw();
}

}  // namespace isopolis
