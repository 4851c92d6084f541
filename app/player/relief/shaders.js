/** What the graphics card does with every corner and every pixel of the surface. */

export const CORNER = `#version 300 es
layout(location = 0) in vec3 place;   // across, along, height
layout(location = 1) in vec3 normal;  // not yet stretched; level on the walls of the block
layout(location = 2) in float open;   // 1: no higher ground around; less: in a valley
uniform mat4 matrix;
uniform vec3 extent;
out float height;
out vec3 upright;
out float lit;

void main() {
  gl_Position = matrix * vec4(place, 1.0);
  height = place.z;
  upright = normal / extent;
  lit = open;
}`;

export const PIXEL = `#version 300 es
precision highp float;
in float height;
in vec3 upright;
in float lit;
uniform sampler2D colours;  // above: heights from low to high; below: the contours' colour
uniform vec3 sun;           // direction to it
uniform vec2 brightness;    // in full shade, and added in full sun
uniform float levels;
uniform float line;         // half width of a contour in pixels
out vec4 colour;

void main() {
  vec3 paint = texture(colours, vec2(clamp(height, 0.002, 0.998), 0.25)).rgb;
  vec3 ink = texture(colours, vec2(0.5, 0.75)).rgb;
  vec3 facing = normalize(upright);
  float level = height * levels;
  float across = max(fwidth(level), 1e-6);
  float away = abs(fract(level + 0.5) - 0.5) / across;
  float contour = 1.0 - smoothstep(line - 0.5, line + 0.5, away);
  contour *= 1.0 - smoothstep(0.14, 0.4, across);              // too dense to be told apart
  contour *= step(0.5, level) * step(level, levels - 0.5);    // lines stand between lowest and highest only
  float wall = 1.0 - step(1e-4, abs(facing.z));
  float sunny = max(dot(facing, sun), 0.0);
  float light = mix((brightness.x + brightness.y * sunny) * lit, 0.9 + 0.16 * sunny, wall);
  vec3 lined = mix(paint, ink, 0.7 * contour * (1.0 - wall));
  colour = vec4(lined * light, 1.0);
}`;
