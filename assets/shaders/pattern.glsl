#ifdef PATTERN
// A pattern that says the sign of a change without colour; the code is told by alpha: see zoneCode().
uniform float u_period;      // m, of the pattern

float covered(float value, float limit) { return clamp((limit - value) / max(fwidth(value), 1e-6) + 0.5, 0.0, 1.0); }

vec3 patterned(vec4 coded, vec2 position)
{
    float code = floor((1.0 - coded.a) * 255.0 + 0.5);
    vec2 p = position / u_period;
    float ink = 0.0;
    if (code > 0.5 && code < 1.5) {         // better: dots, every other row shifted
        p.x += 0.5 * mod(floor(p.y), 2.0);
        ink = covered(length(fract(p) - 0.5), 0.17);
    } else if (code > 1.5 && code < 2.5) {  // worse: hatching
        float along = (p.x + p.y) * 0.7071;
        float width = 0.13;
        float off = abs(fract(along) - 0.5);
        ink = clamp((width * 0.5 - off) / max(fwidth(along), 1e-6) + 0.5, 0.0, 1.0);
    } else if (code > 3.5) {                // not shown: wide hatching the other way
        float across = (p.x - p.y) * 0.5;
        ink = clamp((0.045 - abs(fract(across) - 0.5)) / max(fwidth(across), 1e-6) + 0.5, 0.0, 1.0);
    } else if (code > 2.5) {                // too close to call: small crosses
        vec2 q = abs(fract(p) - 0.5);
        ink = covered(min(q.x, q.y), 0.08) * covered(max(q.x, q.y), 0.34);
    }
    ink *= 1.0 - smoothstep(0.3, 0.6, length(fwidth(position)) / u_period);
    float bright = dot(coded.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec3 mark = bright > 0.4 ? coded.rgb * 0.62 : mix(coded.rgb, vec3(1.0), 0.5);
    return mix(coded.rgb, mark, ink);
}
#endif
