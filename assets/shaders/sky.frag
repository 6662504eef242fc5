varying vec4 v_colour;

void main()
{
    fragColor = v_colour;
}
