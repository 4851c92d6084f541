/** The range of the loss axis: all that is worth seeing, and no racer that runs away flattens the others. */

const DEEPEST = 1e-16; // of the top
const LOG_HEADROOM = 100; // times the largest start
const LINEAR_HEADROOM = 1.5;
const RARE = 0.005; // share of rows that may dip below a log axis: chance hits of a racer that oscillates

/** @typedef {{low: number, high: number}} Range  exponents of ten on a log axis, else values */

/** @param {import("./message.js").Race} race @param {"log"|"linear"} scale @returns {Range} */
export function lossRange(race, scale) {
  if (scale === "log") return logRange(race.racers);
  return race.surface.floor === null ? freeRange(race) : gapRange(race.racers);
}

function extremes(racers, accept) {
  let [low, high] = [Infinity, -Infinity];
  for (const { gaps } of racers) {
    for (const gap of gaps) {
      if (!accept(gap)) continue;
      if (gap < low) low = gap;
      if (gap > high) high = gap;
    }
  }
  return high >= low ? { low, high } : { low: 0, high: 1 };
}

const largestStart = (racers) => Math.max(0, ...racers.map(({ gaps }) => gaps[0]).filter(Number.isFinite));

function logRange(racers) {
  const losses = new Float32Array(racers.reduce((rows, { gaps }) => rows + gaps.length, 0));
  let count = 0;
  for (const { gaps } of racers) {
    for (const gap of gaps) if (gap > 0 && gap < Infinity) losses[count++] = gap;
  }
  if (!count) return { low: -3, high: 0 };
  const sorted = losses.subarray(0, count).sort();
  const low = sorted[Math.floor(sorted.length * RARE)];
  const high = sorted[sorted.length - 1];
  const start = largestStart(racers);
  const top = start > 0 ? Math.min(high, LOG_HEADROOM * start) : high;
  const bottom = Math.min(Math.max(low, top * DEEPEST), top / 10);
  const room = 0.04 * (Math.log10(top) - Math.log10(bottom));
  return { low: Math.log10(bottom) - room, high: Math.log10(top) + room };
}

function gapRange(racers) {
  const { high } = extremes(racers, Number.isFinite);
  const start = largestStart(racers);
  const top = start > 0 ? Math.min(high, LINEAR_HEADROOM * start) : high;
  return padded(0, top);
}

/** Without a floor losses may fall for ever, so the surface's own heights bound the axis. */
function freeRange({ surface, racers }) {
  let [bottom, top] = [Infinity, -Infinity];
  for (const row of surface.values) {
    for (const value of row) {
      if (value < bottom) bottom = value;
      if (value > top && value < Infinity) top = value;
    }
  }
  const room = 0.1 * (top - bottom);
  const { low, high } = extremes(racers, Number.isFinite);
  return padded(Math.max(low, bottom - room), Math.min(high, top + room));
}

function padded(low, high) {
  const room = 0.04 * (high - low) || Math.abs(high) * 0.1 || 1;
  return { low: low - room, high: high + room };
}
