/**
 * How far every racer is when the clock shows a position. The clock counts steps, or evaluations
 * of the function: then a racer whose step costs five moves a fifth of a step with each of them.
 */

import { at } from "./message.js";

/** @typedef {"steps"|"evaluations"} Axis */

/** How an axis is named: one of its units, many of them, and many where there is little room. */
export const UNITS = {
  steps: { one: "step", many: "steps", short: "steps" },
  evaluations: { one: "evaluation", many: "evaluations", short: "evals" },
};

export class Progress {
  /** @type {Axis} */
  axis;
  /** Where the race ends. */
  limit;
  /** What the clock shows. */
  position = 0;
  /** Row of each racer, which may lie between two rows and past the racer's last one. */
  rows;
  #racers;

  /** @param {import("./message.js").Race} race @param {Axis} axis */
  constructor(race, axis) {
    this.axis = axis;
    this.limit = axis === race.budget ? race.steps : farthest(race.racers, axis);
    this.rows = new Float64Array(race.racers.length);
    this.#racers = race.racers;
  }

  /** Moves every racer to where it is at a position of the clock. */
  move(position) {
    this.position = position;
    for (let i = 0; i < this.rows.length; i += 1) this.rows[i] = rowAt(this.#racers[i], this.axis, position);
  }

  /** The last whole row that racer `i` has reached. */
  reached(i) {
    return Math.min(Math.floor(this.rows[i]), this.#racers[i].rows - 1);
  }
}

/** What the clock shows when a racer reaches a row. */
export function positionOf(racer, axis, row) {
  return axis === "steps" ? row : at(racer.evaluations, row);
}

const farthest = (racers, axis) =>
  Math.max(1, ...racers.map((racer) => positionOf(racer, axis, racer.rows - 1)));

function rowAt(racer, axis, position) {
  if (axis === "steps") return position;
  const { evaluations, rows } = racer;
  const last = rows - 1;
  const end = at(evaluations, last);
  // A racer stops at its last row, but its runs with other seeds may go on at its mean pace.
  if (position >= end) return last + (position - end) * (last / (end - evaluations[0]) || 1);
  const next = firstAbove(evaluations, position);
  if (next === 0) return 0;
  const before = evaluations[next - 1];
  return next - 1 + (position - before) / (evaluations[next] - before);
}

/** Index of the first of the ascending `values` that is greater than `value`. */
export function firstAbove(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
