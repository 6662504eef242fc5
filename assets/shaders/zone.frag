// Neighbourhoods in the exact colours of the legend; a pattern says the sign without colour. No light, no shadow.
varying vec4 v_colour;       // alpha says which pattern: see ZoneCode
varying vec3 v_position;
uniform float u_period;      // m, of the pattern
uniform float u_fade;        // 1: haze may change the colours

float covered(float value, float limit) { return clamp((limit - value) / max(fwidth(value), 1e-6) + 0.5, 0.0, 1.0); }

void main()
{
    if (v_colour.a < 0.5)
        discard;
    float code = floor((1.0 - v_colour.a) * 255.0 + 0.5);
    vec2 p = v_position.xy / u_period;
    float ink = 0.0;
    if (code > 0.5 && code < 1.5) {         // better: dots, every other row shifted
        p.x += 0.5 * mod(floor(p.y), 2.0);
        ink = covered(length(fract(p) - 0.5), 0.17);
    } else if (code > 1.5 && code < 2.5) {  // worse: hatching
        float along = (p.x + p.y) * 0.7071;
        float width = 0.13;
        float off = abs(fract(along) - 0.5);
        ink = clamp((width * 0.5 - off) / max(fwidth(along), 1e-6) + 0.5, 0.0, 1.0);
    } else if (code > 2.5) {                // too close to call: small crosses
        vec2 q = abs(fract(p) - 0.5);
        ink = covered(min(q.x, q.y), 0.04) * covered(max(q.x, q.y), 0.2);
    }
    ink *= 1.0 - smoothstep(0.3, 0.6, length(fwidth(v_position.xy)) / u_period);
    float bright = dot(v_colour.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec3 mark = bright > 0.4 ? v_colour.rgb * 0.62 : mix(v_colour.rgb, vec3(1.0), 0.5);
    vec3 colour = mix(v_colour.rgb, mark, ink);
    fragColor = vec4(mix(colour, hazed(colour, v_position), u_fade), 1.0);
}
