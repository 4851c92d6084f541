/** Draws a racer's runs with other seeds: thin trails below its own, each with a small head. */

import { traceWay } from "./trails.js";
import { headX, headY } from "./view.js";

const WIDTH = 1; // px: without a graphics card a line any wider takes ten times as long
const HEAD = 0.17; // in units of the letters' size
const TURN = 2 * Math.PI;

/**
 * Draws the way of every other run between two rows of its racer; one stroke for a whole bundle.
 * @param {import("./trails.js").Runner[]} runners
 * @param {Float64Array|null} from  rows up to which the bundles are drawn already; null: not at all
 * @param {Float64Array} to
 */
export function drawBundles(context, runners, from, to) {
  context.lineWidth = WIDTH;
  context.lineCap = "round";
  context.lineJoin = "bevel";
  for (const { bundle, index, pale } of runners) {
    context.beginPath();
    for (const track of bundle) traceWay(context, track, from ? from[index] : 0, to[index]);
    context.strokeStyle = pale;
    context.stroke();
  }
}

/**
 * Draws the heads that belong to `drawBundles`, in one path for each bundle.
 * @param {import("./view.js").Shift} shift  of the bundles' layer
 */
export function drawBundleHeads(context, runners, rows, { across, down, left, top }, theme) {
  const radius = theme.size * HEAD;
  for (const { bundle, index, ink } of runners) {
    if (!bundle.length) continue;
    context.beginPath();
    for (const track of bundle) {
      const x = left + across * headX(track, rows[index]);
      const y = top + down * headY(track, rows[index]);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, TURN);
    }
    context.strokeStyle = theme.halo;
    context.lineWidth = theme.size * 0.14;
    context.stroke();
    context.fillStyle = ink;
    context.fill();
  }
}
