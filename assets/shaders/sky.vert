// A dome about the eye, as far as can be: colours are found at its corners, which lie close where they change.
attribute vec4 osg_Vertex;   // a direction, unit length
uniform mat4 osg_ModelViewMatrix;
uniform mat4 osg_ProjectionMatrix;
uniform vec3 u_zenith;
uniform vec4 u_glow;         // colour about the sun, and share of it
varying vec4 v_colour;

void main()
{
    float height = max(osg_Vertex.z, 0.0);
    vec3 colour = mix(u_zenith, u_haze.rgb, exp(-9.0 * height));
    // Wide along the horizon, narrow above it; none on the horizon itself, where it would end like a wall.
    float near = max(dot(normalize(osg_Vertex.xyz * vec3(1.0, 1.0, 1.6)), u_sun), 0.0);
    v_colour = vec4(mix(colour, u_glow.rgb, u_glow.a * pow(near, 6.0) * exp(-3.0 * height) * min(1.0, 0.1 + 10.0 * height)), 1.0);
    vec4 clip = osg_ProjectionMatrix * vec4((osg_ModelViewMatrix * vec4(osg_Vertex.xyz, 0.0)).xyz, 1.0);
    gl_Position = vec4(clip.xy, 0.9999 * clip.w, clip.w);
}
