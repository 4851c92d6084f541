/** What the curves can show of a racer, and when they cannot. */

import { isMinimum } from "../message.js";

/**
 * `lines` are the numbers of one racer, row by row, its main line first; a line of one row holds
 * for every row. `runaway`: a racer that diverges leaves the others' range far behind.
 * @typedef {object} Quantity
 * @property {string} title
 * @property {(surface: import("../message.js").Surface) => string} symbol
 * @property {"log"|"linear"} scale  before the reader chooses
 * @property {boolean} runaway
 * @property {(racer: import("../message.js").Racer) => Float32Array[]} lines
 */

/** How the lines of a racer are drawn, main line first. */
export const STYLES = ["main", "thin", "dashed"];

const MEASURED = new Set(["distance", "sharpness"]); // these must be asked for

const NO_FLOOR = "This surface has no lowest value to measure from, so its loss has a linear scale only";
const NO_MINIMUM = "This surface has no minimum";
const NEGATIVE = "The sharpness is not positive everywhere, so it has a linear scale only";

/** @type {Record<string, Quantity>} */
export const QUANTITIES = {
  loss: {
    title: "Loss",
    symbol: ({ floor }) => (floor === null ? "f" : "f − min f"),
    scale: "log",
    runaway: true,
    lines: (racer) => [racer.gaps],
  },
  gradient: {
    title: "Gradient norm",
    symbol: () => "‖∇f‖",
    scale: "log",
    runaway: true,
    lines: (racer) => [racer.gradient_norms],
  },
  rate: {
    title: "Learning rate",
    symbol: () => "η",
    scale: "log",
    runaway: false,
    lines: (racer) => [racer.learning_rates],
  },
  distance: {
    title: "Distance",
    symbol: () => "to the nearest minimum",
    scale: "log",
    runaway: true,
    lines: (racer) => [racer.distances],
  },
  sharpness: {
    title: "Sharpness",
    symbol: () => "λmax",
    scale: "linear",
    runaway: false,
    lines: (racer) => [racer.sharpness, racer.flatness, ...edges(racer)],
  },
};

/** 2/η, where it is the sharpness that plain descent bears. */
function edges({ edged, learning_rates }) {
  return edged ? [learning_rates.map((rate) => 2 / rate)] : [];
}

/** @returns {string} why a race lacks a quantity for good; empty if it does not */
export function absence(name, { surfaces: [surface] }) {
  return name === "distance" && !surface.marks.some(isMinimum) ? NO_MINIMUM : "";
}

/** @returns {boolean} whether a quantity has to be asked for first */
export const isMissing = (name, race) => MEASURED.has(name) && !race.parts.includes("measures");

/** @returns {string} why a quantity has no log scale; empty if it has */
export function logRefusal(name, { surfaces: [surface], racers }) {
  if (name === "loss" && surface.floor === null) return NO_FLOOR;
  const dips = ({ sharpness }) => sharpness?.some((value) => value <= 0);
  return name === "sharpness" && racers.some(dips) ? NEGATIVE : "";
}
