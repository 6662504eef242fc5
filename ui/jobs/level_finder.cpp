#include "ui/jobs/level_finder.h"

#include "ui/jobs/level_sides.h"
#include "ui/text/translate.h"

#include <algorithm>
#include <deque>
#include <mutex>

namespace isopolis {

namespace {
constexpr std::size_t kKept = 8;
}

/// Sides of maps by run and field; shared with the worker, which fills it.
struct LevelFinder::Memory {
    struct Item {
        Hash run;
        bool air;
        AirHours hours;
        std::shared_ptr<const LevelPair> sides;
    };
    std::mutex mutex;
    std::deque<Item> items;  ///< newest first

    using Pairs = std::vector<std::shared_ptr<const LevelPair>>;
    std::shared_ptr<const LevelPair> find(const Hash& run, bool air, const AirHours& hours) const;
    /// One per run, in order; what is not known is calculated together.
    Expected<Pairs> obtain(const std::vector<RunPtr>& runs, LevelField field, const AirHours& hours, RunControl& control);
};

std::shared_ptr<const LevelPair> LevelFinder::Memory::find(const Hash& run, bool air, const AirHours& hours) const
{
    for (const Item& item : items)
        if (item.run == run && item.air == air && (!air || item.hours == hours))
            return item.sides;
    return nullptr;
}

Expected<LevelFinder::Memory::Pairs> LevelFinder::Memory::obtain(const std::vector<RunPtr>& runs, LevelField field, const AirHours& hours,
                                                                 RunControl& control)
{
    const std::lock_guard lock(mutex);
    const bool air = isAir(field);
    std::vector<const Run*> unknown;
    for (const RunPtr& run : runs)
        if (!find(run->key.hash(), air, hours) && std::find(unknown.begin(), unknown.end(), run.get()) == unknown.end())
            unknown.push_back(run.get());
    auto sides = levelSides(unknown, field, control, hours);
    if (!sides)
        return unexpected(sides.error());
    for (std::size_t i = 0; i < unknown.size(); ++i)
        items.push_front({unknown[i]->key.hash(), air, hours, std::make_shared<const LevelPair>(std::move((*sides)[i]))});
    Pairs out;
    for (const RunPtr& run : runs)
        out.push_back(find(run->key.hash(), air, hours));
    items.resize(std::min(items.size(), kKept));
    return out;
}

LevelFinder::LevelFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_memory(std::make_shared<Memory>()), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &LevelFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &LevelFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &LevelFinder::stateChanged);
    connect(&m_runner, &JobRunner::progressed, this, [this](Stage, double fraction) { Q_EMIT progressed(fraction); });
}

LevelFinder::~LevelFinder() = default;

void LevelFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened) {
        m_runner.cancel();
        m_memory = std::make_shared<Memory>();
    }
    if (event.what != What::Opened && event.what != What::Overlay && event.what != What::Results)
        return;
    const Results& results = m_document.results();
    const LevelField field = m_document.overlay().field;
    AirHours hours;
    if (isAir(field))
        hours = m_document.overlay().hours;
    if (m_document.overlay().kind != OverlayKind::Levels || results.empty()) {
        m_runner.cancel();
        if (results.empty())
            m_document.setLevels(nullptr);
        return;
    }
    const LevelAnswerPtr& known = m_document.levels();
    const Hash before = results.before->key.hash(), after = results.after->key.hash();
    if (known && known->field == field && known->hours == hours && known->before == before && known->after == after)
        return;
    m_document.setLevels(nullptr);
    m_runner.start<LevelAnswer>(
        [memory = m_memory, field, hours, old = results.before, now = results.after,
         threshold = results.report->of(levelFieldInfo(field).indicator).threshold](JobControl& control) {
            LevelAnswer answer{.field = field, .before = old->key.hash(), .after = now->key.hash(), .hours = hours};
            const auto sides = memory->obtain({old, now}, field, hours, control);
            if (!sides) {
                answer.failure = utf8(errorText(sides.error()));
                return answer;
            }
            const LevelMap map{.field = field,
                               .before = sides->front()->of(field),
                               .after = sides->back()->of(field),
                               .threshold = threshold,
                               .hours = hours};
            for (const Moment moment : {Moment::Before, Moment::After, Moment::Change})
                answer.pictures[static_cast<std::size_t>(moment)] = makeLevelOverlay(map, moment);
            return answer;
        },
        this, [this](LevelAnswer answer) { m_document.setLevels(std::make_shared<const LevelAnswer>(std::move(answer))); });
}

}  // namespace isopolis
