// Values street by street in the exact colours of the legend, like zone.frag; nothing where there is no value.
varying vec3 v_position;
uniform sampler2D u_raster;
uniform vec4 u_rasterBox;    // lower left corner, 1 / size
uniform float u_fade;

void main()
{
    vec2 at = (v_position.xy - u_rasterBox.xy) * u_rasterBox.zw;
    vec4 coded = texture2D(u_raster, at);
    if (coded.a < 0.5 || at.x < 0.0 || at.y < 0.0 || at.x > 1.0 || at.y > 1.0)
        discard;
    vec3 colour = patterned(coded, v_position.xy);
    fragColor = vec4(mix(colour, hazed(colour, v_position), u_fade), 1.0);
}
