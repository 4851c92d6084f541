/** From the values of a surface to the heights that become colour. */

import { refined } from "./refine.js";

const LEVELS = 20;
const CLEARANCE = 4; // times the unresolved depth: then what remains of it spans less than one level
const BUSY = 0.98; // the share of valley points whose depth must be resolved

/**
 * @typedef {object} Heights
 * @property {Float32Array[]} z
 * @property {number} low
 * @property {number} high
 * @property {number} step  from contour to contour
 * @property {(value: number) => number} heightOf  a value of the function
 *
 * @param {import("../message.js").Surface} surface
 * @returns {Heights}
 */
export function readHeights(surface) {
  const values = refined(surface.values);
  const heightOf = surface.heights === "log" ? logScale(values, surface.floor) : (value) => value;
  const z = values.map((row) => row.map(heightOf));
  let { low, high } = extremes(z);
  if (!(high > low)) [low, high] = [low - 1, low + 1];
  return { z, low, high, step: (high - low) / LEVELS, heightOf };
}

function extremes(rows) {
  let [low, high] = [Infinity, -Infinity];
  for (const row of rows) {
    for (const value of row) {
      if (value < low && value > -Infinity) low = value;
      if (value > high && value < Infinity) high = value;
    }
  }
  return { low, high };
}

function logScale(values, floor) {
  const { low, high } = extremes(values);
  const bottom = floor ?? low;
  const pad = CLEARANCE * unresolvedDepth(values) || Math.max((high - bottom) * 1e-6, 1e-12);
  return (value) => Math.log10(Math.max(value - bottom, 0) + pad);
}

/**
 * How deep a valley may go unseen between two grid lines. Under a parabola that is at most an
 * eighth of the second difference where the grid is lowest, so such differences are gathered at
 * the lowest points of rows and columns. Without this pad a valley would look like a string of beads.
 */
function unresolvedDepth(values) {
  const depths = [];
  const gather = (before, here, after) => {
    const depth = (before - 2 * here + after) / 8;
    if (here <= before && here <= after && depth > 0) depths.push(depth);
  };
  for (let i = 1; i < values.length - 1; i += 1) {
    for (let j = 1; j < values[i].length - 1; j += 1) {
      gather(values[i][j - 1], values[i][j], values[i][j + 1]);
      gather(values[i - 1][j], values[i][j], values[i + 1][j]);
    }
  }
  const sorted = Float64Array.from(depths).sort();
  return sorted.length ? sorted[Math.floor(sorted.length * BUSY)] : 0;
}
