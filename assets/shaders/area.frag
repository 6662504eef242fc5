varying vec4 v_colour;
varying vec3 v_position;
varying vec2 v_slope;
uniform sampler2D u_shade;   // soft shadow on the ground: 1 = full light
uniform vec4 u_shadeBox;     // lower left corner, 1 / size
uniform float u_relief;      // how much slopes show

void main()
{
    vec3 normal = normalize(vec3(-v_slope, 1.0));
    float light = 1.0 + u_relief * (dot(normal, u_sun) - u_sun.z);
#ifndef FLAT
    light *= texture2D(u_shade, (v_position.xy - u_shadeBox.xy) * u_shadeBox.zw).r;
#endif
    fragColor = vec4(hazed(v_colour.rgb * light, v_position), v_colour.a);
}
