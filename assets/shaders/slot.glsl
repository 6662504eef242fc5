// One texel per item: colours change without touching geometry.
uniform sampler2D u_slots;
uniform vec2 u_slotsSize;

vec4 slotColour(float slot)
{
    vec2 cell = vec2(mod(slot, u_slotsSize.x), floor(slot / u_slotsSize.x));
    return texture2DLod(u_slots, (cell + 0.5) / u_slotsSize, 0.0);
}

// Layers that lie on each other come a little nearer each, by metres that grow with the distance: no flicker.
uniform float u_layer;
uniform float u_depth;      // change of clip z with 1 / w

vec4 towardsEye(vec4 clip)
{
    clip.z -= u_layer * (0.05 + 0.0003 * clip.w) * u_depth / clip.w;
    return clip;
}
