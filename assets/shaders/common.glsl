// Joined to the front of every shader after the dialect's preamble. What a layer does not need is left out when its program is made,
// since on a machine without a graphics card every operation counts, pixel by pixel:
// FLAT: the map from above, which has neither haze nor shadow; set for the whole scene.
// SHADED, SHADED_LINES: there is soft shadow on the ground, and lines show it too.
// PATTERN: some areas carry a pattern. HOLES: some are not drawn. DASHED: lines with gaps. WINDOWS: buildings near enough to show them.
#pragma import_defines(FLAT, SHADED, SHADED_LINES, PATTERN, HOLES, DASHED, WINDOWS)
uniform vec4 u_haze;        // colour, and share of it at infinity
uniform float u_hazeFrom;   // m along the view: where it begins
uniform float u_pixel;      // metres per pixel and unit of clip w
uniform vec3 u_sun;         // towards the sun
uniform vec4 u_shadeBox;    // of the picture of shadows: lower left corner, 1 / size
uniform vec4 u_allSides;    // colour of the light from all sides, and its strength
uniform vec3 u_direct;      // what the sun adds to that colour

// A solid face in the light of sun, sky and ground.
vec3 lit(vec3 colour, vec3 normal)
{
    float sun = max(0.0, dot(normal, u_sun));
    return colour * ((u_allSides.a + 0.09 * normal.z + 0.43 * sun) * (u_allSides.rgb + sun * u_direct));
}

// 1 on a wall, 0 on a roof.
float wallShare(vec3 normal) { return clamp(1.4 - 2.0 * normal.z, 0.0, 1.0); }
