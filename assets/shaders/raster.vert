// A sheet on the ground; its colours come from a picture.
attribute vec4 osg_Vertex;
uniform mat4 osg_ModelViewProjectionMatrix;
varying vec2 v_position;

void main()
{
    v_position = osg_Vertex.xy;
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
    gl_Position = towardsEye(gl_Position);
}
