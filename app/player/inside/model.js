/**
 * The parabola that gradient and Hessian make of the surface at a racer's point: the curve on which
 * it is as high as there, dashed, and its bottom, saddle or top, to which Newton's step would go.
 */

import { strokeHaloed, traceCross } from "../marks.js";
import { pair, triple } from "./read.js";

const PIECES = 72; // of the curve on either side of the point
const FARTHEST = 6; // of a hyperbola, in units of its parameter
const FLAT = 1e-9; // of two curvatures, the share of the larger below which the smaller is raised to it
const OUTSIDE = 1e5; // px; what lies farther is not drawn

/** @returns {{values: [number, number], axes: [number, number][]}} eigenvalues, the smaller first, and unit eigenvectors */
export function spectrum([xx, xy, yy]) {
  const [mean, half] = [(xx + yy) / 2, (xx - yy) / 2];
  const [spread, angle] = [Math.hypot(half, xy), Math.atan2(xy, half) / 2];
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  return { values: [mean - spread, mean + spread], axes: [[-y, x], [x, y]] };
}

/** @param {import("./arrows.js").Scene} scene */
export function drawModel({ context, inside, row, point, sight, ink, theme }) {
  const [xx, xy, yy] = triple(inside.hessians, row);
  const [gx, gy] = pair(inside.gradients, row);
  const [sx, sy] = sight.scale;
  // Laid out in pixels, in which the eye measures.
  const { values, axes } = spectrum([xx / sx ** 2, xy / (sx * sy), yy / sy ** 2]);
  const slopes = axes.map(([u, v]) => (gx / sx) * u + (gy / sy) * v);
  const largest = Math.max(...values.map(Math.abs));
  if (!(largest > 0) || !Number.isFinite(largest + slopes[0] + slopes[1])) return;
  const curvatures = values.map((value) => (Math.abs(value) < FLAT * largest ? FLAT * largest : value));
  const from = sight.place(point);
  const centre = curvatures.map((curvature, i) => -slopes[i] / curvature);
  const across = (a, b) => [from[0] + a * axes[0][0] + b * axes[1][0], from[1] + a * axes[0][1] + b * axes[1][1]];
  context.lineJoin = "round";
  context.lineCap = "butt";
  context.setLineDash([5, 4]);
  for (const branch of levelCurve(curvatures, centre)) {
    strokePath(context, branch.map(([a, b]) => across(centre[0] + a, centre[1] + b)), theme, ink);
  }
  context.setLineDash([1.5, 3]);
  strokePath(context, [from, across(...centre)], theme, ink);
  context.setLineDash([]);
  drawCentre(context, across(...centre), values, ink, theme);
}

/**
 * The curve λ₁a² + λ₂b² = const through -`centre`, from there outwards, so that it is finest at the
 * point: an ellipse, or the two branches of a hyperbola.
 * @returns {[number, number][][]}
 */
export function levelCurve([first, second], [a, b]) {
  const height = first * a * a + second * b * b;
  if (first * second > 0) {
    const [long, short] = [Math.sqrt(height / first), Math.sqrt(height / second)];
    const begin = Math.atan2(-b / short, -a / long);
    return [steps((s) => [long * Math.cos(begin + Math.PI * s), short * Math.sin(begin + Math.PI * s)])];
  }
  const sides = [Math.sqrt(Math.abs(height / first)), Math.sqrt(Math.abs(height / second))];
  // On a hyperbola the coordinate whose curvature has the sign of the height never changes its own.
  const main = first * height > 0 ? 0 : 1;
  const begin = Math.asinh((main ? -a : -b) / sides[1 - main]);
  const side = Math.sign(main ? -b : -a);
  const branch = (sign) =>
    steps((s) => {
      const [along, over] = [sign * sides[main] * Math.cosh(begin + FARTHEST * s), sides[1 - main] * Math.sinh(begin + FARTHEST * s)];
      return main ? [over, along] : [along, over];
    });
  return [branch(side), branch(-side)];
}

/** Points of a curve whose parameter goes from -1 to 1, closest together around 0. */
const steps = (curve) => Array.from({ length: 2 * PIECES + 1 }, (_, i) => curve((i / PIECES - 1) ** 3));

function strokePath(context, places, theme, ink) {
  context.beginPath();
  let drawing = false;
  for (const [x, y] of places) {
    const near = Math.abs(x) < OUTSIDE && Math.abs(y) < OUTSIDE;
    if (near && drawing) context.lineTo(x, y);
    else if (near) context.moveTo(x, y);
    drawing = near;
  }
  strokeHaloed(context, theme, ink, 0.1, 0.24);
}

/** A ring at a bottom, a ring with a cross on a top, a cross at a saddle. */
function drawCentre(context, [x, y], [least, most], ink, theme) {
  const radius = 0.34 * theme.size;
  if (least < 0) {
    traceCross(context, x, y, radius);
    strokeHaloed(context, theme, ink, 0.14, 0.36);
  }
  if (least * most <= 0) return;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  strokeHaloed(context, theme, ink, 0.14, 0.36);
}
