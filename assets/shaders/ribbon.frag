varying vec4 v_colour;
varying vec4 v_across;
#ifdef DASHED
uniform vec2 u_dash;         // period m, share that is drawn
uniform vec4 u_gap;          // colour of the gaps; alpha 0: nothing there
#endif
#ifdef SHADED_LINES
varying vec2 v_shade;
uniform sampler2D u_shade;
#endif

void main()
{
    float fromAxis = length(v_across.xy);
    float alpha = clamp((v_across.z - fromAxis) / max(fwidth(fromAxis), 1e-6) + 0.5, 0.0, 1.0);
    vec4 colour = v_colour;
#ifdef DASHED
    float step = fwidth(v_across.w);
    float period = max(u_dash.x, 1e-3);
    float at = fract(v_across.w / period) * period;
    float on = clamp((u_dash.y * period - at) / max(step, 1e-6) + 0.5, 0.0, 1.0) * clamp(at / max(step, 1e-6) + 0.5, 0.0, 1.0);
    on = mix(on, u_dash.y, smoothstep(0.3, 0.8, step / period));
    colour = vec4(mix(u_gap.rgb, colour.rgb, u_gap.a > 0.0 ? on : 1.0), colour.a * mix(u_gap.a, 1.0, on));
#endif
#if defined(SHADED_LINES) && !defined(FLAT)
    colour.rgb *= texture2D(u_shade, v_shade).r;
#endif
    fragColor = vec4(hazed(colour.rgb), colour.a * alpha);
}
