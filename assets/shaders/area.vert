attribute vec4 osg_Vertex;
attribute vec4 a_data;      // slot, slope of the ground east and north
uniform mat4 osg_ModelViewProjectionMatrix;
varying vec4 v_colour;
varying vec3 v_position;
varying vec2 v_slope;

void main()
{
    v_colour = slotColour(a_data.x);
    v_position = osg_Vertex.xyz;
    v_slope = a_data.yz;
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
    gl_Position = towardsEye(gl_Position);
}
