// Neighbourhoods in the exact colours of the legend; a pattern says the sign without colour. No light, no shadow.
varying vec4 v_colour;       // alpha says which pattern: see zoneCode()
varying vec3 v_position;
uniform float u_fade;        // 1: haze may change the colours

void main()
{
    if (v_colour.a < 0.5)
        discard;
    vec3 colour = patterned(v_colour, v_position.xy);
    fragColor = vec4(mix(colour, hazed(colour, v_position), u_fade), 1.0);
}
