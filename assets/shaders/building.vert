attribute vec4 osg_Vertex;
attribute vec4 a_data;       // slot, height above the ground m
uniform mat4 osg_ModelViewProjectionMatrix;
uniform float u_selected;    // slot, or -1
CONSTANT varying vec3 v_colour;
varying vec3 v_position;
varying float v_height;

void main()
{
    v_colour = slotColour(a_data.x).rgb;
    if (abs(a_data.x - u_selected) < 0.5)
        v_colour = vec3(1.0, 0.72, 0.12);
    v_position = osg_Vertex.xyz;
    v_height = a_data.y;
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
}
