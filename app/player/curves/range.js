/** The range of an axis: all that is worth seeing, and no racer that runs away flattens the others. */

const DEEPEST = 1e-16; // of the top
const LOG_HEADROOM = 100; // times the largest start
const LINEAR_HEADROOM = 1.5;
const RARE = 0.005; // share of rows that may lie beyond the axis: chance hits of a racer that oscillates
const NEAR = 2; // times the largest sharpness: up to there edges of stability belong in the picture

/** @typedef {{low: number, high: number}} Range  exponents of ten on a log axis, else values */

/** @typedef {import("./offer.js").Line[][]} Lines  of each racer */

/**
 * @param {import("./offer.js").Quantity} quantity
 * @param {Lines} lines  that are drawn
 * @param {import("../message.js").Race} race @param {"log"|"linear"} scale @returns {Range}
 */
export function axisRange(quantity, lines, race, scale) {
  const special = quantity.range?.(lines, race, scale);
  if (special) return special;
  const all = valuesOf(lines);
  if (scale === "log") return logRange(all, quantity.runaway);
  return gapRange(all, quantity.runaway ? LINEAR_HEADROOM : Infinity);
}

/** The numbers of all lines, or of those in some styles. @param {Lines} lines @returns {Float32Array[]} */
function valuesOf(lines, styles = ["main", "thin", "dashed"]) {
  return lines.flat().filter(({ style = "main" }) => styles.includes(style)).map(({ values }) => values);
}

function extremes(arrays) {
  let [low, high] = [Infinity, -Infinity];
  for (const array of arrays) {
    for (const value of array) {
      if (value < low && value > -Infinity) low = value;
      if (value > high && value < Infinity) high = value;
    }
  }
  return high >= low ? { low, high } : { low: 0, high: 1 };
}

const largestStart = (arrays) => Math.max(0, ...arrays.map(([start]) => start).filter(Number.isFinite));

/** The highest value, or `headroom` times the largest start where a racer runs away. */
function topOf(arrays, high, headroom) {
  const start = largestStart(arrays);
  return start > 0 ? Math.min(high, headroom * start) : high;
}

/** The values that `accept` lets through, ascending. */
function sorted(arrays, accept) {
  const values = new Float32Array(arrays.reduce((rows, array) => rows + array.length, 0));
  let count = 0;
  for (const array of arrays) {
    for (const value of array) if (accept(value)) values[count++] = value;
  }
  return values.subarray(0, count).sort();
}

function logRange(arrays, runaway) {
  const positive = (value) => value > 0 && value < Infinity;
  const all = sorted(arrays, positive);
  if (!all.length) return { low: -3, high: 0 };
  // Where nothing runs away every racer is worth seeing, also one of few rows.
  const each = runaway ? [all] : arrays.map((array) => sorted([array], positive)).filter(({ length }) => length);
  const low = Math.min(...each.map((values) => values[Math.floor(values.length * RARE)]));
  const top = topOf(arrays, all[all.length - 1], runaway ? LOG_HEADROOM : Infinity);
  return decades(Math.min(Math.max(low, top * DEEPEST), top), top);
}

/** At least a decade, with what there is in its middle. */
function decades(bottom, top) {
  const [low, high] = [Math.log10(bottom), Math.log10(top)];
  const room = Math.max(0.04 * (high - low), (1 - (high - low)) / 2);
  return { low: low - room, high: high + room };
}

const gapRange = (arrays, headroom) => padded(0, topOf(arrays, extremes(arrays).high, headroom));

/** Without a floor losses may fall for ever, so the surface's own heights bound the axis. */
export function freeRange(lines, surface) {
  const arrays = valuesOf(lines);
  const { low: bottom, high: top } = extremes(surface.values);
  const room = 0.1 * (top - bottom);
  const { low, high } = extremes(arrays);
  return padded(Math.max(low, bottom - room), Math.min(high, top + room));
}

/** Of shares in percent, from none to all. @returns {Range} */
export const wholeRange = (_lines, _race, scale) => (scale === "log" ? null : { low: 0, high: 104 });

/** Of eigenvalues of both signs, with zero, and of the edges of stability, dashed, that they may come near. @param {Lines} lines */
export function curvatureRange(lines, scale) {
  const log = scale === "log";
  const values = sorted(valuesOf(lines, log ? ["main"] : ["main", "thin"]), Number.isFinite);
  if (!values.length) return { low: -1, high: 1 };
  const rare = Math.floor(values.length * RARE);
  const [least, most] = [values[rare], values[values.length - 1 - rare]];
  const near = sorted(valuesOf(lines, ["dashed"]), (value) => value > 0 && value <= NEAR * most);
  const top = Math.max(most, near.length ? near[near.length - 1] : 0);
  return log ? decades(Math.min(least, near[0] ?? least), top) : padded(Math.min(least, 0), Math.max(top, 0));
}

function padded(low, high) {
  const room = 0.04 * (high - low) || Math.abs(high) * 0.1 || 1;
  return { low: low - room, high: high + room };
}
