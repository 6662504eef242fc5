attribute vec4 osg_Vertex;
attribute vec4 a_data;      // slot, slope of the ground east and north
uniform mat4 osg_ModelViewProjectionMatrix;
uniform float u_relief;     // how much slopes show
uniform vec3 u_ground;      // light on the base map; 1 on what has a legend
varying vec4 v_colour;
varying vec2 v_shade;

void main()
{
    // Light of the slope at each corner: the ground's corners are as dense as its slopes are known.
    vec3 normal = normalize(vec3(-a_data.yz, 1.0));
    v_colour = slotColour(a_data.x);
    v_colour.rgb *= u_ground * (1.0 + u_relief * (dot(normal, u_sun) - u_sun.z));
    v_shade = (osg_Vertex.xy - u_shadeBox.xy) * u_shadeBox.zw;
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
    gl_Position = towardsEye(gl_Position);
}
