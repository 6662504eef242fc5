varying vec4 v_colour;
varying vec2 v_shade;
uniform sampler2D u_shade;   // soft shadow on the ground: 1 = full light

void main()
{
#if defined(SHADED) && !defined(FLAT)
    fragColor = vec4(hazed(v_colour.rgb * texture2D(u_shade, v_shade).r), v_colour.a);
#else
    fragColor = vec4(hazed(v_colour.rgb), v_colour.a);
#endif
}
