// Joined to the front of every shader after the dialect's preamble.
// FLAT: the map from above, which has neither haze nor shadow; set for the whole scene.
#pragma import_defines(FLAT)
uniform vec3 u_eye;         // m, scene coordinates
uniform vec4 u_haze;        // colour, and share of it at infinity
uniform vec2 u_hazeRange;   // m: where it begins, and over what length it grows
uniform float u_pixel;      // metres per pixel and unit of clip w
uniform vec3 u_sun;         // towards the sun

vec3 hazed(vec3 colour, vec3 position)
{
#ifdef FLAT
    return colour;
#else
    float beyond = max(0.0, distance(position, u_eye) - u_hazeRange.x);
    return mix(colour, u_haze.rgb, u_haze.a * (1.0 - exp(-beyond / u_hazeRange.y)));
#endif
}
