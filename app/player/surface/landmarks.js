/** Draws what stands on a surface: its critical points and the start. */

import { strokeHaloed, traceCross } from "../marks.js";
import { isMinimum } from "../message.js";

const CROWD = 30; // critical points; where there are more, only the minima are drawn, and quietly

/**
 * @param {import("../message.js").Mark[]} marks
 * @param {(at: [number, number]) => [number, number]} place  pixel of a point
 * @param {(mark: import("../message.js").Mark) => boolean} [isDrawn]  all that can be, if it is left out
 */
export function drawCriticalPoints(context, marks, place, theme, isDrawn = () => true) {
  const crowded = marks.length > CROWD;
  const shown = marks.filter((mark) => (!crowded || isMinimum(mark)) && isDrawn(mark));
  for (const mark of shown.filter(({ lowest }) => !lowest)) {
    if (crowded) drawDot(context, ...place(mark.at), theme);
    else drawCriticalPoint(context, mark, ...place(mark.at), theme);
  }
  for (const mark of shown.filter(({ lowest }) => lowest)) drawCriticalPoint(context, mark, ...place(mark.at), theme);
}

/** Minimum: a ring with hairs, dark if none is lower; maximum: a ring; saddle: a cross; degenerate: a diamond. */
function drawCriticalPoint(context, mark, x, y, theme) {
  const radius = theme.size * 0.36;
  if (mark.kind === "saddle") traceCross(context, x, y, radius * 0.8);
  else if (mark.kind === "degenerate") traceDiamond(context, x, y, radius * 1.15);
  else traceRing(context, x, y, radius, isMinimum(mark));
  if (mark.lowest) strokeHaloed(context, theme, theme.text, 0.13, 0.32);
  else strokeHaloed(context, theme, theme.quiet, 0.1, 0.24);
}

function traceRing(context, x, y, radius, haired) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (!haired) return;
  for (const [u, v] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    context.moveTo(x + u * radius * 0.55, y + v * radius * 0.55);
    context.lineTo(x + u * radius * 1.6, y + v * radius * 1.6);
  }
}

function traceDiamond(context, x, y, radius) {
  context.beginPath();
  for (const [u, v] of [[1, 0], [0, 1], [-1, 0], [0, -1]]) context.lineTo(x + u * radius, y + v * radius);
  context.closePath();
}

function drawDot(context, x, y, theme) {
  context.beginPath();
  context.arc(x, y, theme.size * 0.11, 0, 2 * Math.PI);
  context.fillStyle = theme.quiet;
  context.fill();
}

/** Do most racers leave the start to the right? Then its label stands on the left of it. */
export function leavesToRight(racers, start) {
  const turn = (total, { points, rows }) => total + Math.sign(points[2 * Math.min(20, rows - 1)] - start[0]);
  return racers.reduce(turn, 0) > 0;
}

export function drawStart(context, x, y, { width }, theme, onLeft) {
  context.beginPath();
  context.arc(x, y, theme.size * 0.58, 0, 2 * Math.PI);
  strokeHaloed(context, theme, theme.text, 0.12, 0.3);
  if (width < 160) return;
  context.font = `600 ${theme.size}px ${theme.font}`;
  const room = context.measureText("start").width + theme.size;
  const left = (onLeft && x > room) || x > width - room;
  const above = onLeft && !left; // no room on the free side
  context.textAlign = left ? "right" : "left";
  context.textBaseline = "middle";
  context.lineWidth = theme.size * 0.3;
  context.lineJoin = "round";
  context.strokeStyle = theme.halo;
  const textX = above ? Math.max(x - room / 2, 2) : x + (left ? -1 : 1) * theme.size * 0.95;
  const textY = Math.max(y - theme.size * (above ? 1.25 : 0.1), theme.size * 0.7);
  context.strokeText("start", textX, textY);
  context.fillStyle = theme.text;
  context.fillText("start", textX, textY);
}
