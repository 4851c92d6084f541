/** What the curves can show of a race over a function of the plane. */

import { isMinimum } from "../message.js";
import { curvatureRange, freeRange } from "./range.js";

const NO_FLOOR = "This surface has no lowest value to measure from, so its loss has a linear scale only";
const NO_MINIMUM = "This surface has no minimum";
const NEGATIVE = "The sharpness is not positive everywhere, so it has a linear scale only";

const floorless = ({ surfaces: [{ floor }] }) => floor === null;

/** 2/η, where it is the sharpness that plain descent bears. @returns {import("./offer.js").Line[]} */
export function edges({ edged, learning_rates }) {
  return edged ? [{ values: learning_rates.map((rate) => 2 / rate), style: "dashed" }] : [];
}

/** Why the sharpness has no log scale. */
function sharpnessRefusal({ racers }) {
  return racers.some(({ sharpness }) => sharpness?.some((value) => value <= 0)) ? NEGATIVE : "";
}

/** @type {Record<string, import("./offer.js").Quantity>} */
export const QUANTITIES = {
  loss: {
    title: "Loss",
    symbol: (race) => (floorless(race) ? "f" : "f − min f"),
    scale: "log",
    runaway: true,
    lines: ({ gaps }) => [{ values: gaps }],
    logRefusal: (race) => (floorless(race) ? NO_FLOOR : ""),
    range: (lines, race) => (floorless(race) ? freeRange(lines, race.surfaces[0]) : null),
  },
  gradient: {
    title: "Gradient norm",
    symbol: () => "‖∇f‖",
    scale: "log",
    runaway: true,
    lines: ({ gradient_norms }) => [{ values: gradient_norms }],
  },
  rate: {
    title: "Learning rate",
    symbol: () => "η",
    scale: "log",
    runaway: false,
    lines: ({ learning_rates }) => [{ values: learning_rates }],
  },
  distance: {
    title: "Distance",
    symbol: () => "to the nearest minimum",
    scale: "log",
    runaway: true,
    measured: true,
    lines: ({ distances }) => [{ values: distances }],
    absence: ({ surfaces: [{ marks }] }) => (marks.some(isMinimum) ? "" : NO_MINIMUM),
  },
  sharpness: {
    title: "Sharpness",
    symbol: () => "λmax",
    scale: "linear",
    runaway: false,
    measured: true,
    lines: (racer) => [{ values: racer.sharpness }, { values: racer.flatness, style: "thin" }, ...edges(racer)],
    logRefusal: sharpnessRefusal,
    range: (lines, _, scale) => curvatureRange(lines, scale),
    key: () => [
      { text: "λmax", style: "main" },
      { text: "λmin", style: "thin" },
      { text: "2/η", style: "dashed" },
    ],
  },
};
