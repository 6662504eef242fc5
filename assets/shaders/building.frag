// Flat-shaded by the derivative of the position: no normals are stored. Sun, sky and ground light, darker near the ground;
// windows fade in where a storey is more than a few pixels tall.
CONSTANT varying vec3 v_colour;
varying vec3 v_position;
varying float v_height;
uniform float u_night;       // 1: dark theme
uniform vec4 u_evening;      // a low sun: what it adds to its own colour, and to the light from all sides

void main()
{
    vec3 right = dFdx(v_position), up = dFdy(v_position);
    vec3 across = cross(right, up);
    vec3 normal = across * inversesqrt(max(dot(across, across), 1e-20));
    float sun = max(0.0, dot(normal, u_sun));
    float wall = clamp(1.4 - 2.0 * normal.z, 0.0, 1.0);
    float low = max(0.0, 1.0 - v_height / 14.0);
    float light = (0.61 + u_evening.a + 0.09 * normal.z + 0.43 * sun) * (1.0 - 0.28 * wall * low * low);
    // The sun is a little warmer than the sky.
    vec3 colour = v_colour * (light * (vec3(0.97, 0.985, 1.03) + 0.4 * u_evening.rgb + sun * (vec3(0.05, 0.015, -0.06) + u_evening.rgb)));
#ifdef WINDOWS
    vec2 along = vec2(-normal.y, normal.x);
    vec2 facade = vec2(dot(v_position.xy, along) / 2.6, v_height / 3.1);
    vec2 pixel = vec2(abs(dot(right.xy, along)) + abs(dot(up.xy, along)), abs(right.z) + abs(up.z)) / vec2(2.6, 3.1);
    float size = max(max(pixel.x, pixel.y), 1e-4);  // of a pixel, in windows
    float visible = wall * clamp((0.34 - size) / 0.22, 0.0, 1.0) * step(0.6, v_height);
    vec2 edge = clamp((vec2(0.24, 0.27) - abs(fract(facade) - vec2(0.5, 0.55))) * (1.0 / size) + 0.5, 0.0, 1.0);
    vec3 glass = mix(colour * vec3(0.72, 0.76, 0.82), vec3(0.80, 0.66, 0.42), u_night * 0.35);
    colour = mix(colour, glass, edge.x * edge.y * visible);
#endif
    fragColor = vec4(hazed(colour), 1.0);
}
