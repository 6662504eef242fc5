attribute vec4 osg_Vertex;   // on the centre line
attribute vec4 a_side;       // outwards per metre of half width; side -1…1
attribute vec4 a_style;      // half width m, least half width px, slot + cap / 4, metres along
uniform mat4 osg_ModelViewProjectionMatrix;
uniform float u_casing;      // px added to each side
uniform float u_slotShift;
uniform vec3 u_ground;       // light on the base map; 1 on what has a legend
uniform float u_widen;      // factor on widths in metres, for maps of large areas
varying vec4 v_colour;
#ifdef SHADED_LINES
varying vec2 v_shade;
#endif
varying vec4 v_across;       // m: side, cap, half width, along

void main()
{
    float slot = floor(a_style.z + 0.01);
    float cap = floor((a_style.z - slot) * 4.0 + 0.5);
    v_colour = slotColour(slot + u_slotShift);
    v_colour.rgb *= u_ground;
    vec4 centre = osg_ModelViewProjectionMatrix * osg_Vertex;
    float pixel = u_pixel * centre.w;
    float halfWidth = max(a_style.x * u_widen, a_style.y * pixel) + u_casing * pixel;
    // What is thinner than a pixel is drawn a pixel wide and fainter.
    float drawn = max(halfWidth, 0.5 * pixel);
    v_colour.a *= halfWidth / drawn;
    float reach = drawn + pixel;
    v_across = vec4(a_side.w * reach, cap * reach, drawn, a_style.w);
    vec3 position = osg_Vertex.xyz + a_side.xyz * reach;
#ifdef SHADED_LINES
    v_shade = (position.xy - u_shadeBox.xy) * u_shadeBox.zw;
#endif
    gl_Position = osg_ModelViewProjectionMatrix * vec4(position, 1.0);
    gl_Position = towardsEye(gl_Position);
}
