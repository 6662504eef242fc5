// Flat-shaded by the derivative of the position: no normals are stored. Sun, sky and ground light, darker near the ground;
// windows fade in where a storey is more than a few pixels tall.
varying vec4 v_colour;
varying vec3 v_position;
varying float v_height;
uniform float u_night;       // 1: dark theme

void main()
{
    vec3 normal = normalize(cross(dFdx(v_position), dFdy(v_position)));
    float sky = 0.5 + 0.5 * normal.z;
    float sun = max(0.0, dot(normal, u_sun));
    float wall = 1.0 - smoothstep(0.2, 0.7, normal.z);
    float light = mix(0.52, 0.70, sky) + 0.43 * sun;
    light *= mix(1.0, mix(0.72, 1.0, smoothstep(0.0, 14.0, v_height)), wall);
    vec3 tint = mix(vec3(0.97, 0.985, 1.03), vec3(1.02, 1.0, 0.97), sun);
    vec3 colour = v_colour.rgb * tint * light;
    vec2 tangent = normalize(vec2(-normal.y, normal.x) + vec2(1e-5, 0.0));
    vec2 facade = vec2(dot(v_position.xy, tangent) / 2.6, v_height / 3.1);
    vec2 size = fwidth(facade);
    float visible = wall * (1.0 - smoothstep(0.12, 0.34, max(size.x, size.y))) * step(0.6, v_height);
    vec2 pane = abs(fract(facade) - vec2(0.5, 0.55));
    vec2 soft = max(size, vec2(1e-4));
    float window = clamp((0.24 - pane.x) / soft.x + 0.5, 0.0, 1.0) * clamp((0.27 - pane.y) / soft.y + 0.5, 0.0, 1.0);
    vec3 glass = mix(colour * vec3(0.72, 0.76, 0.82), vec3(0.80, 0.66, 0.42), u_night * 0.35);
    colour = mix(colour, glass, window * visible);
    fragColor = vec4(hazed(colour, v_position), v_colour.a);
}
