#pragma once
/// One texel per item: the colour table that the shaders look items up in.
///
///   SlotTexture slots(buildings.size());  slots.set(17, colour);  slots.apply(*layer->getOrCreateStateSet());

#include "ui/scene/overlay.h"
#include "ui/scene/shaders.h"

#include <osg/StateSet>
#include <osg/Texture2D>

#include <cstring>

namespace isopolis {

class SlotTexture {
public:
    explicit SlotTexture(std::size_t slots);
    void set(std::size_t slot, Colour colour);
    /// Sets all slots to what `colourOf(slot)` says; sent again only if one differs.
    template <class ColourOf>
    void edit(const ColourOf& colourOf)
    {
        bool changed = false;
        unsigned char* texel = m_image->data();
        for (std::size_t slot = 0; slot < m_slots; ++slot, texel += 4) {
            const Colour c = colourOf(slot);
            const unsigned char wanted[4] = {c.r, c.g, c.b, c.a};
            if (std::memcmp(texel, wanted, 4) == 0)
                continue;
            std::memcpy(texel, wanted, 4);
            changed = true;
        }
        if (changed)
            m_image->dirty();
    }
    Colour at(std::size_t slot) const;
    std::size_t size() const { return m_slots; }
    void apply(osg::StateSet& state) const;

private:
    std::size_t m_slots;
    osg::ref_ptr<osg::Image> m_image;
    osg::ref_ptr<osg::Texture2D> m_texture;
};

/// Colours row by row from below, each texel as it is.
osg::ref_ptr<osg::Texture2D> makePictureTexture(int columns, int rows, const std::vector<Colour>& colours);

/// A texture of one channel, smoothly filtered: soft shadow on the ground.
osg::ref_ptr<osg::Texture2D> makeShadeTexture(int columns, int rows, const std::vector<std::uint8_t>& values, ShaderDialect dialect);

}  // namespace isopolis
