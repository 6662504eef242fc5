#include "ui/scene/slot_texture.h"

#include <algorithm>
#include <cstring>

namespace isopolis {
namespace {

constexpr std::size_t kColumns = 1024;

osg::ref_ptr<osg::Texture2D> makeTexture(osg::Image* image, osg::Texture::FilterMode filter)
{
    osg::ref_ptr<osg::Texture2D> texture = new osg::Texture2D(image);
    texture->setResizeNonPowerOfTwoHint(false);
    texture->setUseHardwareMipMapGeneration(false);
    texture->setFilter(osg::Texture::MIN_FILTER, filter);
    texture->setFilter(osg::Texture::MAG_FILTER, filter);
    texture->setWrap(osg::Texture::WRAP_S, osg::Texture::CLAMP_TO_EDGE);
    texture->setWrap(osg::Texture::WRAP_T, osg::Texture::CLAMP_TO_EDGE);
    texture->setUnRefImageDataAfterApply(false);
    return texture;
}

}  // namespace

SlotTexture::SlotTexture(std::size_t slots) : m_slots(std::max<std::size_t>(1, slots)), m_image(new osg::Image)
{
    const std::size_t rows = (m_slots + kColumns - 1) / kColumns;
    m_image->allocateImage(static_cast<int>(kColumns), static_cast<int>(rows), 1, GL_RGBA, GL_UNSIGNED_BYTE);
    std::memset(m_image->data(), 0, m_image->getTotalSizeInBytes());
    m_image->setDataVariance(osg::Object::DYNAMIC);
    m_texture = makeTexture(m_image, osg::Texture::NEAREST);
}

void SlotTexture::set(std::size_t slot, Colour colour)
{
    if (slot >= m_slots)
        return;
    unsigned char* texel = m_image->data() + 4 * slot;
    const unsigned char wanted[4] = {colour.r, colour.g, colour.b, colour.a};
    if (std::memcmp(texel, wanted, 4) == 0)
        return;
    std::memcpy(texel, wanted, 4);
    m_image->dirty();
}

Colour SlotTexture::at(std::size_t slot) const
{
    if (slot >= m_slots)
        return {0, 0, 0, 0};
    const unsigned char* texel = m_image->data() + 4 * slot;
    return {texel[0], texel[1], texel[2], texel[3]};
}

void SlotTexture::apply(osg::StateSet& state) const
{
    // Without setting the GL_TEXTURE_2D mode, which core profiles do not know.
    state.setTextureAttribute(kSlotUnit, m_texture);
    state.addUniform(new osg::Uniform("u_slots", static_cast<int>(kSlotUnit)));
    state.addUniform(new osg::Uniform("u_slotsSize", osg::Vec2f(static_cast<float>(m_image->s()), static_cast<float>(m_image->t()))));
}

osg::ref_ptr<osg::Texture2D> makeShadeTexture(int columns, int rows, const std::vector<std::uint8_t>& values, ShaderDialect dialect)
{
    osg::ref_ptr<osg::Image> image = new osg::Image;
    // Millions of cells: one byte each, under the name that the context knows for it.
    image->allocateImage(columns, rows, 1, dialect == ShaderDialect::Glsl120 ? GL_LUMINANCE : GL_RED, GL_UNSIGNED_BYTE, 1);
    std::copy(values.begin(), values.end(), image->data());
    return makeTexture(image, osg::Texture::LINEAR);
}

osg::ref_ptr<osg::Texture2D> makePictureTexture(int columns, int rows, const std::vector<Colour>& colours)
{
    osg::ref_ptr<osg::Image> image = new osg::Image;
    image->allocateImage(columns, rows, 1, GL_RGBA, GL_UNSIGNED_BYTE, 1);
    unsigned char* out = image->data();
    for (const Colour& c : colours) {
        const unsigned char texel[4] = {c.r, c.g, c.b, c.a};
        std::memcpy(out, texel, sizeof texel);
        out += sizeof texel;
    }
    return makeTexture(image, osg::Texture::NEAREST);
}

}  // namespace isopolis
