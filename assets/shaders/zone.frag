// Neighbourhoods in the exact colours of the legend; a pattern says the sign without colour. No light, no shadow, no haze.
CONSTANT varying vec4 v_colour;  // alpha says which pattern: see zoneCode(); less than half: nothing there
varying vec2 v_position;

void main()
{
#ifdef HOLES
    if (v_colour.a < 0.5)
        discard;
#endif
#ifdef PATTERN
    fragColor = vec4(patterned(v_colour, v_position), 1.0);
#else
    fragColor = vec4(v_colour.rgb, 1.0);
#endif
}
