#include "ui/scene/gradual_cull.h"

#include <osg/Program>
#include <osg/Texture2D>

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace isopolis {
namespace {

std::uint64_t mixed(std::uint64_t seed, std::uint64_t with) { return (seed ^ with) * 0x9E3779B97F4A7C15ULL + (seed >> 29); }

std::uint64_t numberOf(const void* pointer) { return static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(pointer)); }

/// One of the places of a drawable in the picture: a street is drawn as its casing and, later, above it.
std::uint64_t occurrence(const osg::Drawable* drawable, int order)
{
    return mixed(numberOf(drawable), static_cast<std::uint64_t>(order + 100));
}

std::size_t missing(const osg::BufferData* data, unsigned contextId)
{
    if (!data || !data->getBufferObject())
        return 0;
    const osg::GLBufferObject* sent = data->getBufferObject()->getGLBufferObject(contextId);
    return sent && !sent->isDirty() ? 0 : data->getTotalDataSize();
}

std::size_t cornersOf(const osg::Geometry& geometry)
{
    std::size_t corners = 0;
    for (const auto& primitives : geometry.getPrimitiveSetList())
        corners +=
            static_cast<std::size_t>(primitives->getNumIndices()) * static_cast<std::size_t>(std::max(1, primitives->getNumInstances()));
    return corners;
}

}  // namespace

void GradualCull::begin(Show show)
{
    m_show = show;
    m_needs.clear();
    m_groups.clear();
    m_ready.clear();
    if (show == Show::Ready || show == Show::Nothing)
        m_waiting.clear();
}

void GradualCull::forget()
{
    m_waiting.clear();
    m_ready.clear();
    m_chosen.clear();
    m_knownStates.clear();
}

void GradualCull::choose(std::size_t bytes)
{
    m_chosen.clear();
    std::sort(m_waiting.begin(), m_waiting.end(),
              [](const Waiting& a, const Waiting& b) { return std::tie(a.order, a.distance_m) < std::tie(b.order, b.distance_m); });
    std::size_t sum = 0, taken = 0;
    for (const Waiting& each : m_waiting) {
        if (taken > 0 && sum + each.bytes > bytes)
            break;
        sum += each.bytes;
        ++taken;
        m_chosen.insert(occurrence(each.drawable.get(), each.order));
        if (!each.stateReady) {
            m_knownStates.insert(each.state);
            break;
        }
    }
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(taken));
}

std::vector<GradualCull::Ready> GradualCull::takeReady()
{
    std::stable_sort(m_ready.begin(), m_ready.end(),
                     [](const Ready& a, const Ready& b) { return std::tie(a.order, a.group) < std::tie(b.order, b.group); });
    return std::exchange(m_ready, {});
}

void GradualCull::choose(std::span<const Ready> some)
{
    m_chosen.clear();
    for (const Ready& each : some)
        m_chosen.insert(occurrence(each.drawable.get(), each.order));
}

/// The state that the visitor stands in: program and definitions decide the shader, the order what else of the pipeline is set.
const GradualCull::StateNeeds& GradualCull::needs()
{
    const osgUtil::StateGraph* at = getCurrentStateGraph();
    const auto [place, isNew] = m_needs.try_emplace(at);
    StateNeeds& needs = place->second;
    if (!isNew)
        return needs;
    const osg::StateAttribute* program = nullptr;
    const osg::StateSet* ordered = nullptr;
    std::map<std::string, osg::StateSet::DefinePair> defines;
    for (; at; at = at->_parent) {
        const osg::StateSet* set = at->getStateSet();
        if (!set)
            continue;
        if (!program)
            program = set->getAttribute(osg::StateAttribute::PROGRAM);
        if (!ordered && set->useRenderBinDetails())
            ordered = set;
        defines.insert(set->getDefineList().begin(), set->getDefineList().end());
        for (unsigned unit = 0; unit < set->getTextureAttributeList().size(); ++unit) {
            const auto* texture = dynamic_cast<const osg::Texture2D*>(set->getTextureAttribute(unit, osg::StateAttribute::TEXTURE));
            if (texture && texture->getImage() && !texture->getTextureObject(m_contextId))
                needs.bytes += texture->getImage()->getTotalSizeInBytes();
        }
    }
    needs.order = ordered ? ordered->getBinNumber() : 0;
    needs.key = mixed(numberOf(program), static_cast<std::uint64_t>(needs.order + 100));
    for (const auto& [name, value] : defines)
        if (value.second & osg::StateAttribute::ON)
            needs.key = mixed(needs.key, std::hash<std::string>{}(name + '=' + value.first));
    needs.ready = m_knownStates.contains(needs.key);
    return needs;
}

std::size_t GradualCull::missingBytes(const osg::Geometry& geometry) const
{
    std::size_t bytes = missing(geometry.getVertexArray(), m_contextId);
    for (const auto& array : geometry.getVertexAttribArrayList())
        bytes += missing(array.get(), m_contextId);
    for (const auto& primitives : geometry.getPrimitiveSetList())
        bytes += missing(primitives->getDrawElements(), m_contextId);
    return bytes;
}

void GradualCull::apply(osg::Drawable& drawable)
{
    if (m_show == Show::Chosen && !m_chosen.contains(occurrence(&drawable, getCurrentRenderBin()->getBinNum())))
        return;
    if (m_show == Show::All || m_show == Show::Chosen) {
        m_knownStates.insert(needs().key);
        osgUtil::CullVisitor::apply(drawable);
        return;
    }
    const osg::Geometry* geometry = drawable.asGeometry();
    if (geometry) {
        const StateNeeds& state = needs();
        const std::size_t bytes = missingBytes(*geometry) + state.bytes;
        if (bytes > 0 || !state.ready) {
            const osg::BoundingBox& box = drawable.getBoundingBox();
            if (!isCulled(box))
                m_waiting.push_back({.drawable = &drawable,
                                     .state = state.key,
                                     .bytes = bytes,
                                     .stateReady = state.ready,
                                     .order = getCurrentRenderBin()->getBinNum(),
                                     .distance_m = (box.center() - getViewPointLocal()).length()});
            return;
        }
    }
    if (m_show == Show::Ready)
        osgUtil::CullVisitor::apply(drawable);
    else if (!drawable.isCullingActive() || !isCulled(drawable.getBoundingBox()))
        m_ready.push_back({.drawable = &drawable,
                           .order = getCurrentRenderBin()->getBinNum(),
                           .group = m_groups.try_emplace(getCurrentStateGraph(), m_groups.size()).first->second,
                           .work = geometry ? cornersOf(*geometry) : 0});
}

}  // namespace isopolis
