// Joined to the front of every fragment shader. gl_FragCoord.w is the inverse of the distance along the view: haze costs a product.
vec3 hazed(vec3 colour)
{
#ifdef FLAT
    return colour;
#else
    return mix(colour, u_haze.rgb, u_haze.a * clamp(1.06 - 1.06 * u_hazeFrom * gl_FragCoord.w, 0.0, 1.0));
#endif
}
