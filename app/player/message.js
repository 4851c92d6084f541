/**
 * Reads the one binary message that Python sends:
 * `[u32 header length][UTF-8 JSON header][zeros up to a multiple of 8][float32 data]`, little endian.
 */

import { readInside } from "./inside/read.js";
import { readTraining } from "./training/read.js";

/**
 * @typedef {"converged"|"saddle"|"maximum"|"plateau"|"cycling"|"resting"|"diverged"|"escaped"|"stopped"|"moving"} Kind
 * @typedef {{kind: Kind, step: number|null, text: string}} Outcome
 *
 * A way over the plane: row 0 is the start, and only so many rows may be drawn.
 * @typedef {{rows: number, points: Float32Array}} Path  points (rows, 2), flat
 *
 * @typedef {object} Racer
 * @property {string} id
 * @property {number} surface  index of the surface that it descends
 * @property {string} optimizer  what its rule is called
 * @property {string} name  what it is called first of all: its rule, or where there are several networks the one that it trains
 * @property {string} detail  what else there is to say of it
 * @property {string} light  colour on a light page
 * @property {string} dark  colour on a dark page
 * @property {string} mark
 * @property {number} rows  rows that may be drawn; row 0 is the start
 * @property {Outcome} outcome
 * @property {Float32Array} points  (rows, 2), flat
 * @property {Float32Array} gaps  (rows,): f - floor, or f when there is no floor; of a network its true training loss
 * @property {Float32Array} gradient_norms  (rows,) or (1,)
 * @property {Float32Array} learning_rates  (rows,) or (1,)
 * @property {Float32Array} evaluations  (rows,) or (1,), used so far
 * @property {boolean} edged  is 2/η an edge of stability?
 * @property {Float32Array|null} distances  (rows,), to the nearest minimum, if it was asked for and there is one
 * @property {Float32Array|null} sharpness  (rows,): largest eigenvalue of the Hessian, if it was asked for
 * @property {Float32Array|null} flatness  (rows,): smallest eigenvalue
 * @property {import("./inside/read.js").Inside|null} inside  of its steps, if it was asked for
 * @property {import("./training/read.js").Training|null} network  what training a network brings, where it is one
 * @property {Path[]} others  its runs with other seeds
 * @property {boolean} [tuned]  does the player show its knobs?
 *
 * @typedef {{at: [number, number], kind: "minimum"|"saddle"|"maximum"|"degenerate"|"kink", lowest: boolean}} Mark
 *
 * @typedef {object} Surface
 * @property {string} key
 * @property {string} title
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {import("./training/plane.js").Plane} [plane]  where it lies among the parameters of a network
 * @property {{slug: "loss"|"validation"|"accuracy"|"gradient", title: string}} [quantity]  what is as high as it, if that is not the function
 * @property {Float32Array[]} values  rows by ascending y, each by ascending x
 * @property {number|null} floor
 * @property {"log"|"linear"} heights
 * @property {Mark[]} marks  a kink is a minimum without a gradient
 *
 * @typedef {object} Race
 * @property {"surface"|"network"} kind  does it run on a function of the plane, or through the parameters of a network?
 * @property {string} link
 * @property {Surface[]} surfaces  at least one; all show the same part of the plane
 * @property {[number, number]} [start]  of a function of the plane; networks start where their ways do
 * @property {"steps"|"evaluations"} budget  what the length of the race counts
 * @property {number} steps  its length, in what `budget` counts
 * @property {string[]} parts  what was asked for beside the rest: "measures" brings distances, sharpness and flatness, "internals" the inside of steps
 * @property {Racer[]} racers
 * @property {boolean} [turned]  does it answer a hand, which may go on?
 */

const SERIES = [
  "points",
  "gaps",
  "gradient_norms",
  "learning_rates",
  "evaluations",
  "distances",
  "sharpness",
  "flatness",
];

/**
 * Takes a message apart.
 * @param {Uint8Array|ArrayBuffer} message
 * @returns {{header: any, array: (reference: number[]) => Float32Array}} `array` finds what the header refers to
 */
export function unpacked(message) {
  const bytes = new Uint8Array(message).slice(); // a copy: what arrives may be unaligned
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const first = Math.ceil((4 + length) / 8) * 8;
  const data = new Float32Array(bytes.buffer, first, (bytes.byteLength - first) >> 2);
  const array = ([from, ...shape]) => data.subarray(from, from + shape.reduce((a, b) => a * b, 1));
  return { header, array };
}

/**
 * @param {Uint8Array|ArrayBuffer} message
 * @param {Surface[]} [known]  surfaces that the sender was told to leave out
 * @returns {Race}
 */
export function readRace(message, known = []) {
  const { header, array } = unpacked(message);
  const optional = (reference) => (reference ? array(reference) : null);

  const surfaces = header.surfaces.map((sent) =>
    sent.values ? readSurface(sent, array) : known.find(({ key }) => key === sent.key),
  );
  const several = header.kind === "network" && surfaces.length > 1;
  const racers = header.racers.map((racer) => ({
    ...racer,
    optimizer: racer.name,
    ...(several ? namedByNetwork(racer, surfaces) : {}),
    ...Object.fromEntries(SERIES.map((name) => [name, optional(racer[name])])),
    inside: racer.inside ? readInside(racer.inside, array) : null,
    network: racer.network ? readTraining(racer.network, array) : null,
    others: racer.others.map(({ rows, points }) => ({ rows, points: array(points) })),
  }));
  return { ...header, surfaces, racers };
}

/** Where there are several networks, racers are told apart by the one that each of them trains. */
function namedByNetwork({ surface, name, detail }, surfaces) {
  return { name: surfaces[surface].title, detail: [name, detail].filter(Boolean).join(" · ") };
}

function readSurface(surface, array) {
  const [from, rows, columns] = surface.values;
  const values = Array.from({ length: rows }, (_, row) => array([from + row * columns, columns]));
  return { ...surface, values };
}

/** What a race is called. @param {Race} race */
export const titleOf = ({ surfaces }) => surfaces.map(({ title }) => title).join(" · ");

/** Is a critical point a minimum, with a gradient or without? */
export const isMinimum = ({ kind }) => kind === "minimum" || kind === "kink";

/** What a series holds at a row; a series of one row holds for every row. */
export function at(series, row) {
  return series[series.length === 1 ? 0 : row];
}

/** Has the racer's outcome happened by `row`? An outcome without a step is known at the end. */
export function isDecided({ rows, outcome }, row) {
  return row >= Math.min(outcome.step ?? Infinity, rows - 1);
}

/** Does the racer stand where its numbers ended, and not merely where it has used up its means? */
export function hasCrashed({ rows, outcome }, row) {
  return outcome.kind === "diverged" && row >= rows - 1;
}
