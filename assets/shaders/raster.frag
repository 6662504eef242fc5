// Values street by street in the exact colours of the legend, like zone.frag; nothing where there is no value.
varying vec2 v_position;
uniform sampler2D u_raster;
uniform vec4 u_rasterBox;    // lower left corner, 1 / size

void main()
{
    vec2 at = (v_position - u_rasterBox.xy) * u_rasterBox.zw;
    vec4 coded = texture2D(u_raster, at);
    vec2 inside = step(abs(at - 0.5), vec2(0.5));
    float shown = step(0.5, coded.a) * inside.x * inside.y;
#ifdef PATTERN
    fragColor = vec4(patterned(coded, v_position), shown);
#else
    fragColor = vec4(coded.rgb, shown);
#endif
}
