attribute vec4 osg_Vertex;
attribute vec4 a_data;       // slot, height above the ground m, normal of the faces that this corner ends: see MeshTiles
uniform mat4 osg_ModelViewProjectionMatrix;
uniform float u_selected;    // slot, or -1
CONSTANT varying vec3 v_colour;
varying float v_height;
#ifdef FACETED
CONSTANT varying vec3 v_facet;  // along the wall, and how much of a wall it is
#endif
#if defined(WINDOWS) || !defined(FACETED)
varying vec3 v_position;
#endif

void main()
{
    v_colour = slotColour(a_data.x).rgb;
    if (abs(a_data.x - u_selected) < 0.5)
        v_colour = vec3(1.0, 0.72, 0.12);
    v_height = a_data.y;
#ifdef FACETED
    // A face is lit once, at its last corner: there are far more pixels than corners.
    float down = step(2.0, a_data.z);
    vec3 normal = vec3(a_data.z - 4.0 * down, a_data.w, 0.0);
    normal.z = sqrt(max(0.0, 1.0 - dot(normal.xy, normal.xy))) * (1.0 - 2.0 * down);
    v_colour = lit(v_colour, normal);
    v_facet = vec3(-normal.y, normal.x, wallShare(normal));
#endif
#if defined(WINDOWS) || !defined(FACETED)
    v_position = osg_Vertex.xyz;
#endif
    gl_Position = osg_ModelViewProjectionMatrix * osg_Vertex;
}
