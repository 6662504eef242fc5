#pragma once
/// Chooses what of the scene is drawn: all in view, what the graphics memory holds already, or a few that are sent there now.
/// Internal to ui/scene.
///
/// The first drawing of a tile costs more than all later ones: its corners and textures are copied, and drivers make machine code of a
/// shader for each new combination of state, in software up to a tenth of a second. Done a little at a time, none of it is felt.

#include <osg/Geometry>
#include <osgUtil/CullVisitor>

#include <cstdint>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace isopolis {

class GradualCull : public osgUtil::CullVisitor {
public:
    enum class Show : std::uint8_t {
        All,     ///< everything in view
        Ready,   ///< what needs no preparation
        Chosen,  ///< what choose() named, for the sake of being prepared
        Nothing  ///< only finds what waits, and what a picture in pieces is made of
    };

    explicit GradualCull(unsigned contextId) : m_contextId(contextId) {}
    osgUtil::CullVisitor* clone() const override { return new GradualCull(m_contextId); }

    void begin(Show show);  ///< before each frame
    /// In view and not ready, as the last frame with Show::Ready or Show::Nothing found it.
    std::size_t waiting() const { return m_waiting.size(); }
    /// Names those that wait and come first: what lies lowest, then what is nearest; `bytes` at most, and one new combination of state.
    void choose(std::size_t bytes);
    void forget();  ///< the context's objects are gone

    /// Of a picture that is drawn in several goes.
    struct Ready {
        osg::ref_ptr<osg::Drawable> drawable;
        int order = 0;          ///< what is drawn later has the higher one
        std::size_t group = 0;  ///< of those with the same state, which are drawn together
        std::size_t work = 0;   ///< corners to be drawn
    };
    /// All that the last frame with Show::Nothing found ready, in the order in which it is drawn.
    std::vector<Ready> takeReady();
    /// Names what a frame with Show::Chosen draws.
    void choose(std::span<const Ready> some);

    void apply(osg::Drawable& drawable) override;
    using osgUtil::CullVisitor::apply;

private:
    struct Waiting {
        osg::ref_ptr<osg::Drawable> drawable;
        std::uint64_t state = 0;
        std::size_t bytes = 0;
        bool stateReady = false;
        int order = 0;
        float distance_m = 0;
    };
    /// What a group of drawables with one state needs before it can be drawn at no extra cost.
    struct StateNeeds {
        std::uint64_t key = 0;
        std::size_t bytes = 0;  ///< of textures that were not sent yet
        int order = 0;
        bool ready = false;
    };
    const StateNeeds& needs();
    std::size_t missingBytes(const osg::Geometry& geometry) const;

    unsigned m_contextId;
    Show m_show = Show::All;
    std::vector<Waiting> m_waiting;
    std::vector<Ready> m_ready;
    std::unordered_set<std::uint64_t> m_chosen;                          ///< drawables, each at its place in the order
    std::unordered_set<std::uint64_t> m_knownStates;                     ///< combinations that were drawn once
    std::unordered_map<const osgUtil::StateGraph*, StateNeeds> m_needs;  ///< of this frame
    std::unordered_map<const osgUtil::StateGraph*, std::size_t> m_groups;
};

}  // namespace isopolis
