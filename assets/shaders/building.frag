// Faces lit by sun, sky and ground, darker near the ground; windows fade in where a storey is more than a few pixels tall.
CONSTANT varying vec3 v_colour;
varying float v_height;
#ifdef FACETED
CONSTANT varying vec3 v_facet;
#endif
#if defined(WINDOWS) || !defined(FACETED)
varying vec3 v_position;
#endif
uniform float u_night;       // 1: dark theme

void main()
{
#ifdef FACETED
    vec3 colour = v_colour;
    vec3 facet = v_facet;
#else
    // Where no value can be kept for a whole face its normal is found from how the position changes.
    vec3 across = cross(dFdx(v_position), dFdy(v_position));
    vec3 normal = across * inversesqrt(max(dot(across, across), 1e-20));
    vec3 colour = lit(v_colour, normal);
    vec3 facet = vec3(-normal.y, normal.x, wallShare(normal));
#endif
    float low = max(0.0, 1.0 - v_height / 14.0);
    colour *= 1.0 - 0.28 * facet.z * low * low;
#ifdef WINDOWS
    vec2 facade = vec2(dot(v_position.xy, facet.xy) / 2.6, v_height / 3.1);
    vec2 pixel = fwidth(facade);
    float size = max(max(pixel.x, pixel.y), 1e-4);  // of a pixel, in windows
    float visible = facet.z * clamp((0.34 - size) / 0.22, 0.0, 1.0) * step(0.6, v_height);
    vec2 edge = clamp((vec2(0.24, 0.27) - abs(fract(facade) - vec2(0.5, 0.55))) * (1.0 / size) + 0.5, 0.0, 1.0);
    vec3 glass = mix(colour * vec3(0.72, 0.76, 0.82), vec3(0.80, 0.66, 0.42), u_night * 0.35);
    colour = mix(colour, glass, edge.x * edge.y * visible);
#endif
    fragColor = vec4(hazed(colour), 1.0);
}
