/** Draws what moves on a surface: the way that each racer has gone and the head at its end. */

import { hasCrashed } from "./message.js";
import { strokeHaloed, traceArrow, traceCross, traceMark } from "./marks.js";
import { headAt } from "./view.js";

/**
 * A racer as drawn: `ink` is its colour on this theme, faded while another racer is highlighted.
 * @typedef {{racer: import("./message.js").Racer, track: import("./view.js").Track, ink: string, faded: boolean}} Runner
 */

const OVERLAP = 4; // rows drawn again when a trail is extended, since a new halo covers the old end

/** Draws the whole way up to `position`: all halos first, so that no halo cuts another trail. */
export function drawTrails(context, runners, position, theme) {
  for (const runner of runners) strokeHalo(context, runner, 0, position, theme);
  for (const runner of runners) strokeTrail(context, runner, 0, position, runner.ink, theme.size * 0.21);
}

/** Adds the way from one position to a later one to what is already drawn. */
export function extendTrails(context, runners, from, to, theme) {
  for (const runner of runners) {
    strokeHalo(context, runner, from, to, theme);
    strokeTrail(context, runner, Math.max(from - OVERLAP, 0), to, runner.ink, theme.size * 0.21);
  }
}

function strokeHalo(context, runner, from, to, theme) {
  if (!runner.faded) strokeTrail(context, runner, from, to, theme.halo, theme.size * 0.42);
}

function strokeTrail(context, { track }, from, to, colour, width) {
  const { xy, corners, rows } = track;
  const last = Math.min(to, rows - 1);
  if (from >= last) return;
  context.beginPath();
  context.moveTo(...headAt(track, from));
  for (let i = firstAfter(corners, from); i < corners.length && corners[i] < last; i += 1) {
    context.lineTo(xy[2 * corners[i]], xy[2 * corners[i] + 1]);
  }
  context.lineTo(...headAt(track, last));
  context.lineJoin = "round";
  context.lineCap = "round";
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

/** Index of the first of the ascending `rows` that is greater than `row`. */
function firstAfter(rows, row) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] <= row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Draws every head: its mark, a cross where it crashed, or an arrow at the edge when it is out of sight. */
export function drawHeads(context, runners, position, { width, height }, theme) {
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const { racer, track, ink } of runners) {
    const [x, y] = headAt(track, position);
    context.fillStyle = ink;
    if (x < 0 || y < 0 || x > width || y > height) drawArrow(context, x, y, width, height, theme);
    else if (hasCrashed(racer, position)) drawCross(context, x, y, ink, theme);
    else {
      traceMark(context, racer.mark, x, y, theme.size * 0.46);
      outlineAndFill(context, theme);
    }
  }
}

function drawArrow(context, x, y, width, height, theme) {
  const margin = theme.size * 0.35;
  const nearX = Math.min(Math.max(x, margin), width - margin);
  const nearY = Math.min(Math.max(y, margin), height - margin);
  traceArrow(context, nearX, nearY, Math.atan2(y - nearY, x - nearX), theme.size * 0.62);
  outlineAndFill(context, theme);
}

function outlineAndFill(context, theme) {
  context.strokeStyle = theme.halo;
  context.lineWidth = theme.size * 0.28;
  context.stroke();
  context.fill();
}

function drawCross(context, x, y, ink, theme) {
  traceCross(context, x, y, theme.size * 0.42);
  strokeHaloed(context, theme, ink, 0.23, 0.5);
}
