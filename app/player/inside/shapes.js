/** Shapes around a racer's point: how far a step may reach, the simplex, and what was tried in vain. */

import { strokeHaloed } from "../marks.js";
import { pair, triple } from "./read.js";

const SIDES = 96; // of the polygon that stands for an ellipse
const TURN = 2 * Math.PI;
const WASH = 0.13; // opacity of what a shape encloses

/** @param {import("./arrows.js").Scene} scene */
export function drawReach(scene) {
  const { context, inside, row, point, sight, ink, theme } = scene;
  const { reach } = inside;
  if (!reach) return;
  const [xx, xy, yy] = triple(reach.shapes, row);
  if (!Number.isFinite(xx + xy + yy)) return;
  const [aside, above] = reach.drifts ? pair(reach.drifts, row) : [0, 0];
  const [x, y] = sight.place([point[0] + aside, point[1] + above]);
  const corners = reach.shape === "box" ? box(xx, yy) : ellipse(xx, xy, yy);
  context.beginPath();
  for (const corner of corners) {
    const [dx, dy] = sight.way(corner);
    context.lineTo(x + dx, y + dy);
  }
  context.closePath();
  fillFaintly(context, ink);
  context.lineJoin = "round";
  strokeHaloed(context, theme, ink, 0.11, 0.26);
}

const box = (a, b) => [[a, b], [-a, b], [-a, -b], [a, -b]];

const ellipse = (xx, xy, yy) =>
  Array.from({ length: SIDES }, (_, i) => {
    const [u, v] = [Math.cos((TURN * i) / SIDES), Math.sin((TURN * i) / SIDES)];
    return [xx * u + xy * v, xy * u + yy * v];
  });

/** The triangle of a simplex. @param {import("./arrows.js").Scene} scene */
export function drawCorners({ context, inside, row, sight, ink, theme }) {
  const { corners } = inside;
  if (!corners || !Number.isFinite(corners[6 * row])) return;
  context.beginPath();
  for (let i = 0; i < 3; i += 1) context.lineTo(...sight.place(pair(corners, 3 * row + i)));
  context.closePath();
  fillFaintly(context, ink);
  context.lineJoin = "round";
  strokeHaloed(context, theme, ink, 0.13, 0.3);
}

/** Hollow marks where the step looked and did not go. @param {import("./arrows.js").Scene} scene */
export function drawTrials({ context, inside, row, point, sight, ink, theme }) {
  const { trials } = inside;
  if (!trials) return;
  const places = [];
  for (let i = row ? trials.ends[row - 1] : 0; i < trials.ends[row]; i += 1) places.push(sight.place(pair(trials.points, i)));
  if (trials.lined) drawLines(context, sight.place(point), places, ink, theme);
  for (const [x, y] of places) {
    context.beginPath();
    context.arc(x, y, 0.27 * theme.size, 0, TURN);
    context.fillStyle = theme.halo;
    context.fill();
    strokeHaloed(context, theme, ink, 0.11, 0.24);
  }
}

function drawLines(context, from, places, ink, theme) {
  context.lineCap = "butt";
  context.setLineDash([2, 3]);
  for (const to of places) {
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    strokeHaloed(context, theme, ink, 0.08, 0.2);
  }
  context.setLineDash([]);
}

function fillFaintly(context, ink) {
  context.globalAlpha = WASH;
  context.fillStyle = ink;
  context.fill();
  context.globalAlpha = 1;
}
