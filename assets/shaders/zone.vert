attribute vec4 osg_Vertex;
attribute vec4 a_data;      // slot
uniform mat4 osg_ModelViewProjectionMatrix;
CONSTANT varying vec4 v_colour;
varying vec2 v_position;

void main()
{
    v_colour = slotColour(a_data.x);
    v_position = osg_Vertex.xy;
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
    gl_Position = towardsEye(gl_Position);
}
