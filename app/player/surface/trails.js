/** Draws what moves on a surface: the way that each racer has gone and the head at its end. */

import { hasCrashed } from "../message.js";
import { strokeHaloed, traceArrow, traceCross, traceMark } from "../marks.js";
import { firstAbove } from "../progress.js";
import { headX, headY } from "./view.js";

/**
 * A racer as drawn: `ink` is its colour on this theme, faded while another racer is highlighted,
 * and `pale` that of its runs with other seeds.
 * @typedef {object} Runner
 * @property {number} index  of the racer in the race
 * @property {import("../message.js").Racer} racer
 * @property {import("./view.js").Track} track
 * @property {import("./view.js").Track[]} bundle
 * @property {string} ink
 * @property {string} pale
 * @property {boolean} faded
 */

const OVERLAP = 4; // rows drawn again when a trail is extended, since a new halo covers the old end
const PIECE = 200; // corners stroked at once: one path of thousands takes twice as long
const WIDTH = 0.21; // in units of the letters' size, as all widths here
const HALO = 0.42;

/** Draws the whole way up to `rows`, one for each racer: all halos first, so that no halo cuts another trail. */
export function drawTrails(context, runners, rows, theme) {
  for (const runner of runners) strokeHalo(context, runner, 0, rows[runner.index], theme);
  for (const runner of runners) strokeTrail(context, runner.track, 0, rows[runner.index], runner.ink, theme.size * WIDTH);
}

/** Adds the way between two rows of each racer to what is already drawn. */
export function extendTrails(context, runners, from, to, theme) {
  for (const runner of runners) {
    const [first, last] = [from[runner.index], to[runner.index]];
    strokeHalo(context, runner, first, last, theme);
    strokeTrail(context, runner.track, Math.max(first - OVERLAP, 0), last, runner.ink, theme.size * WIDTH);
  }
}

function strokeHalo(context, { track, faded }, from, to, theme) {
  if (!faded) strokeTrail(context, track, from, to, theme.halo, theme.size * HALO);
}

function strokeTrail(context, track, from, to, colour, width) {
  context.lineJoin = "round";
  context.lineCap = "round";
  context.lineWidth = width;
  context.strokeStyle = colour;
  const last = Math.min(to, track.rows - 1);
  for (let row = from; row < last; ) {
    const end = Math.min(track.corners[firstAbove(track.corners, row) + PIECE] ?? last, last);
    context.beginPath();
    traceWay(context, track, row, end);
    context.stroke();
    row = end;
  }
}

/** Adds the way between two rows to the current path. */
export function traceWay(context, track, from, to) {
  const { xy, corners, rows } = track;
  const last = Math.min(to, rows - 1);
  if (from >= last) return;
  context.moveTo(headX(track, from), headY(track, from));
  for (let i = firstAbove(corners, from); i < corners.length && corners[i] < last; i += 1) {
    context.lineTo(xy[2 * corners[i]], xy[2 * corners[i] + 1]);
  }
  context.lineTo(headX(track, last), headY(track, last));
}

/** Draws every head: its mark, a cross where it crashed, or an arrow at the edge when it is out of sight. */
export function drawHeads(context, runners, rows, { width, height }, theme) {
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const { racer, index, track, ink } of runners) {
    const [x, y] = [headX(track, rows[index]), headY(track, rows[index])];
    context.fillStyle = ink;
    if (x < 0 || y < 0 || x > width || y > height) drawArrow(context, x, y, width, height, theme);
    else if (hasCrashed(racer, rows[index])) drawCross(context, x, y, ink, theme);
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
