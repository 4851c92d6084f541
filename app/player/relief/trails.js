/** Draws the ways that racers have gone over the block: full where they are seen, thin and pale behind hills. */

import { AWAY, cornerBefore, HIDDEN, pixelAt, SEEN } from "./way.js";

/** @typedef {import("./runners.js").Runner} Runner */

const OVERLAP = 4; // rows drawn again when a trail is extended, since a new halo covers the old end
const PIECE = 200; // corners stroked at once: one path of thousands takes twice as long
const WIDTH = 0.21; // in units of the letters' size, as all widths here
const HIDDEN_WIDTH = 0.1;
const HALO = 0.42;

/**
 * Draws every trail between two rows of its racer: all halos first, so that no halo cuts another trail.
 * @param {Runner[]} runners
 * @param {Float64Array|null} from  rows up to which the trails are drawn already; null: not at all
 * @param {Float64Array} to
 */
export function drawTrails(context, runners, from, to, theme) {
  context.lineJoin = "round";
  context.lineCap = "round";
  const first = ({ index }, overlap) => (from ? Math.max(from[index] - overlap, 0) : 0);
  for (const runner of runners) stroke(context, runner, HIDDEN, first(runner, 0), to, runner.pale, theme.size * HIDDEN_WIDTH);
  for (const runner of runners) {
    if (!runner.faded) stroke(context, runner, SEEN, first(runner, 0), to, theme.halo, theme.size * HALO);
  }
  for (const runner of runners) stroke(context, runner, SEEN, first(runner, OVERLAP), to, runner.ink, theme.size * WIDTH);
}

function stroke(context, { way, index }, state, from, to, colour, width) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  const last = Math.min(to[index], way.at[way.at.length - 1]);
  for (let row = from; row < last; ) {
    const end = Math.min(way.at[cornerBefore(way, row) + PIECE] ?? last, last);
    context.beginPath();
    tracePieces(context, way, state, row, end);
    context.stroke();
    row = end;
  }
}

/** Adds to the current path what has a state between two rows. */
function tracePieces(context, way, state, from, to) {
  let drawing = false;
  for (let i = cornerBefore(way, from); i < way.at.length - 1 && way.at[i] < to; i += 1) {
    if (way.state[i] !== state) {
      drawing = false;
      continue;
    }
    if (!drawing) context.moveTo(...pixelAt(way, i, Math.max(from, way.at[i])));
    drawing = true;
    context.lineTo(...pixelAt(way, i, Math.min(to, way.at[i + 1])));
  }
}

/**
 * Draws every run with another seed up to the row of its racer; one stroke for a whole bundle.
 * @param {Runner[]} runners @param {Float64Array|null} from @param {Float64Array} to
 */
export function drawBundles(context, runners, from, to) {
  context.lineWidth = 1; // without a graphics card a line any wider takes ten times as long
  context.lineJoin = "bevel";
  for (const { bundle, index, pale } of runners) {
    if (!bundle.length) continue;
    context.beginPath();
    for (const way of bundle) tracePieces(context, way, SEEN, from ? from[index] : 0, Math.min(to[index], way.at.at(-1)));
    context.strokeStyle = pale;
    context.stroke();
  }
}

/** Draws the heads that belong to `drawBundles`, in one path for each bundle. */
export function drawBundleHeads(context, runners, rows, theme) {
  const radius = theme.size * 0.17;
  for (const { bundle, index, ink } of runners) {
    if (!bundle.length) continue;
    context.beginPath();
    for (const way of bundle) {
      const row = Math.min(rows[index], way.at.at(-1));
      const corner = cornerBefore(way, row);
      if (way.state[corner] === AWAY) continue;
      const [x, y] = pixelAt(way, corner, row);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.strokeStyle = theme.halo;
    context.lineWidth = theme.size * 0.14;
    context.stroke();
    context.fillStyle = ink;
    context.fill();
  }
}
