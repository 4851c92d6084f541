/**
 * What a camera sees in a panel. The surface stands in a block: across and along from -1 to 1,
 * heights from 0, its lowest, to 1, its highest. One matrix takes the block to the panel, for the
 * graphics card and for the canvases above it alike.
 */

/**
 * @typedef {object} Size  of a panel
 * @property {number} width  px
 * @property {number} height  px
 * @property {[number, number]} margin  px kept free at the sides, and above and below
 * @property {boolean} labelled  is there room for scales?
 *
 * @typedef {object} Pose
 * @property {Float64Array} matrix  from the block to clip space, column by column
 * @property {[number, number, number]} eye  in the block's coordinates
 * @property {[number, number, number]} extent  of the block in the world: half width, half depth, height
 * @property {number} elevation  of the eye, in radians
 * @property {Size} size
 */

/** Where the block's ground lies, a little below the lowest of the surface. */
export const GROUND = -0.07;

const LABELLED = [300, 240]; // px; smaller panels have no scales
const OPENING = 0.27; // tangent of half the vertical angle of view
const HEIGHT = 0.66; // of the block, whose half depth is 1
const WIDEST = 1.9; // half width of the block in a wide panel
const HALVINGS = 24; // until the block is in the middle

/** @param {import("../theme.js").Theme} theme @returns {Size} with room for scales, if there is any */
export function sizeOf({ width, height }, theme) {
  const labelled = width >= LABELLED[0] && height >= LABELLED[1];
  return { width, height, labelled, margin: labelled ? [3.6 * theme.size, 2.4 * theme.size] : [6, 6] };
}

/** @param {import("./camera.js").Camera} camera @param {Size} size @returns {Pose} */
export function poseOf({ azimuth, elevation, zoom, pan }, size) {
  const aspect = size.width / size.height;
  const extent = [Math.min(Math.max(0.72 * aspect, 1), WIDEST), 1, HEIGHT];
  const axes = axesOf(azimuth, elevation);
  const opening = [OPENING * aspect, OPENING];
  const { centre, distance } = fitted(axes, extent, opening, size);
  const radius = Math.hypot(...extent);
  const [near, far] = [Math.max(distance - radius, 0.1), distance + radius];
  const [right, up, back] = axes.map((axis) => row(axis, extent));
  const depth = back.map((value) => -value);
  depth[3] += distance;
  right[3] -= centre[0];
  up[3] -= centre[1];
  const rows = [
    right.map((value, i) => (zoom * value) / opening[0] + pan[0] * depth[i]),
    up.map((value, i) => (zoom * value) / opening[1] + pan[1] * depth[i]),
    depth.map((value, i) => ((far + near) * value - (i === 3 ? 2 * far * near : 0)) / (far - near)),
    depth,
  ];
  const matrix = Float64Array.from({ length: 16 }, (_, i) => rows[i % 4][i >> 2]);
  const [x, y, z] = [0, 1, 2].map((i) => centre[0] * axes[0][i] + centre[1] * axes[1][i] + distance * axes[2][i]);
  return { matrix, eye: [x / extent[0], y / extent[1], z / extent[2] + 0.5], extent, elevation, size };
}

/** Unit vectors of the picture in the world: to the right, up, and back to the eye. */
function axesOf(azimuth, elevation) {
  const [sin, cos] = [Math.sin(azimuth), Math.cos(azimuth)];
  const [high, flat] = [Math.sin(elevation), Math.cos(elevation)];
  return [[cos, sin, 0], [-sin * high, cos * high, flat], [sin * flat, -cos * flat, high]];
}

/** A world direction as a row that takes the block's coordinates. */
const row = ([x, y, z], [wide, deep, high]) => [x * wide, y * deep, z * high, -0.5 * z * high];

/** How far the eye must stand, and over which centre, that the block just fits between the margins. */
function fitted(axes, extent, opening, { width, height, margin }) {
  const room = [opening[0] * Math.max(1 - (2 * margin[0]) / width, 0.2), opening[1] * Math.max(1 - (2 * margin[1]) / height, 0.2)];
  const rows = axes.map((axis) => row(axis, extent));
  const corners = [-1, 1].flatMap((u) => [-1, 1].flatMap((v) => [GROUND, 1].map((h) => rows.map((r) => dot(r, u, v, h)))));
  const reach = (side, sign) => Math.max(...corners.map((corner) => (sign * corner[side]) / room[side] + corner[2]));
  const distance = Math.max(...[0, 1].map((side) => (reach(side, 1) + reach(side, -1)) / 2));
  const centre = [0, 1].map((side) => {
    let [low, high] = [-2, 2].map((times) => times * Math.hypot(...extent));
    for (let halving = 0; halving < HALVINGS; halving += 1) {
      const middle = (low + high) / 2;
      const seen = corners.map((corner) => (corner[side] - middle) / (distance - corner[2]));
      if (Math.max(...seen) + Math.min(...seen) > 0) low = middle;
      else high = middle;
    }
    return low;
  });
  return { centre, distance };
}

const dot = (r, u, v, h) => r[0] * u + r[1] * v + r[2] * h + r[3];

/** @param {Pose} pose @returns {[number, number]} pixel of the panel at which a place of the block is seen */
export function project({ matrix: m, size }, u, v, h) {
  const depth = m[3] * u + m[7] * v + m[11] * h + m[15];
  const x = (m[0] * u + m[4] * v + m[8] * h + m[12]) / depth;
  const y = (m[1] * u + m[5] * v + m[9] * h + m[13]) / depth;
  return [((1 + x) / 2) * size.width, ((1 - y) / 2) * size.height];
}
