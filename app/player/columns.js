/** What the standings say of each racer, by kind of race. */

import { at } from "./message.js";
import { formatNumber, formatShort } from "./numbers.js";

/**
 * @typedef {object} Column
 * @property {string} name  of its cells' class
 * @property {string} heading
 * @property {string} title  explains it
 * @property {(racer: import("./message.js").Racer, row: number) => string} text
 */

/** A column of a number that racers have for every row. */
const number = (name, heading, title, series) => ({ name, heading, title, text: (racer, row) => (series(racer) ? formatNumber(at(series(racer), row)) : "–") });
const percent = (share) => (100 * share).toFixed(1);

const LOSS = "Loss at the point";
const POINT = {
  name: "point",
  heading: "Point (x, y)",
  title: "Where the optimizer stands",
  text: ({ points }, row) => `${formatNumber(points[2 * row])}, ${formatNumber(points[2 * row + 1])}`,
};
const ACCURACY = {
  name: "accuracy",
  heading: "Accuracy, %",
  title: "Share of the training examples told right, then of those kept for validation",
  text: ({ network }, row) => [network.accuracy, network.validation_accuracy].map((shares) => (shares ? percent(at(shares, row)) : "–")).join(" / "),
};
const NORM = number("norm", "Gradient", "Euclidean norm of the gradient at the point", ({ gradient_norms }) => gradient_norms);
const LAST = [
  { name: "rate", heading: "Rate", title: "Learning rate in force, as the schedule sets it", text: ({ learning_rates }, row) => formatShort(at(learning_rates, row)) },
  { name: "count", heading: "Evals", title: "Evaluations of the function used so far", text: ({ evaluations }, row) => String(at(evaluations, row)) },
];

/** @type {Column[]} */
const SURFACE = [
  POINT,
  number("loss", "Loss", LOSS, ({ gaps }) => gaps),
  NORM,
  number("distance", "Distance", "Distance from the point to the nearest minimum", ({ distances }) => distances),
  ...LAST,
];

/** @type {Column[]} */
const NETWORK = [
  number("loss", "Loss", "Loss on all training examples", ({ gaps }) => gaps),
  number("validation", "Validation", "Loss on the examples kept for validation", ({ network }) => network.validation),
  ACCURACY,
  { ...NORM, title: "Euclidean norm of the gradient that the optimizer was told" },
  number("off", "Off the plane", "Distance from the plane that is shown", ({ network }) => network.off_plane),
  ...LAST,
];

/** @param {import("./message.js").Race} race @returns {Column[]} those between the racer and its outcome */
export function columnsOf({ kind, racers }) {
  if (kind !== "network") return SURFACE;
  return racers.every(({ network }) => network.accuracy) ? NETWORK : NETWORK.filter((column) => column !== ACCURACY);
}
