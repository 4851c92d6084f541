/**
 * Reads the one binary message that Python sends:
 * `[u32 header length][UTF-8 JSON header][zeros up to a multiple of 8][float32 data]`, little endian.
 */

/**
 * @typedef {{kind: "converged"|"saddle"|"maximum"|"plateau"|"diverged"|"escaped"|"moving", step: number|null, text: string}} Outcome
 *
 * @typedef {object} Racer
 * @property {string} id
 * @property {string} name
 * @property {string} detail
 * @property {string} light  colour on a light page
 * @property {string} dark  colour on a dark page
 * @property {string} mark
 * @property {number} rows  rows that may be drawn; row 0 is the start
 * @property {Outcome} outcome
 * @property {Float32Array} points  (rows, 2), flat
 * @property {Float32Array} gaps  (rows,): f - floor, or f when there is no floor
 * @property {Float32Array} gradient_norms  (rows,) or (1,)
 * @property {Float32Array} learning_rates  (rows,) or (1,)
 * @property {Float32Array} evaluations  (rows,) or (1,)
 *
 * @typedef {object} Surface
 * @property {string} key
 * @property {string} title
 * @property {[number, number]} x
 * @property {[number, number]} y
 * @property {Float32Array[]} values  rows by ascending y, each by ascending x
 * @property {number|null} floor
 * @property {"log"|"linear"} heights
 * @property {{at: [number, number], kind: string}[]} marks
 *
 * @typedef {{link: string, surface: Surface, start: [number, number], steps: number, racers: Racer[]}} Race
 */

const SERIES = ["points", "gaps", "gradient_norms", "learning_rates", "evaluations"];

/** @param {Uint8Array|ArrayBuffer} message @returns {Race} */
export function readRace(message) {
  const bytes = new Uint8Array(message).slice(); // a copy: what arrives may be unaligned
  const length = new DataView(bytes.buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const first = Math.ceil((4 + length) / 8) * 8;
  const data = new Float32Array(bytes.buffer, first, (bytes.byteLength - first) >> 2);
  const array = ([from, ...shape]) => data.subarray(from, from + shape.reduce((a, b) => a * b, 1));

  const [from, rows, columns] = header.surface.values;
  const values = Array.from({ length: rows }, (_, row) => array([from + row * columns, columns]));
  const racers = header.racers.map((racer) => ({
    ...racer,
    ...Object.fromEntries(SERIES.map((name) => [name, array(racer[name])])),
  }));
  return { ...header, surface: { ...header.surface, values }, racers };
}

/** What a series holds at a row; a series of one row holds for every row. */
export function at(series, row) {
  return series[series.length === 1 ? 0 : row];
}

/** Has the racer's outcome happened by `step`? An outcome without a step is known at the end. */
export function isDecided(racer, step, steps) {
  const end = racer.outcome.kind === "diverged" ? racer.rows - 1 : steps;
  return step >= (racer.outcome.step ?? end);
}

/** Does the racer stand where its numbers ended, short of the race's last step? */
export function hasCrashed(racer, position) {
  return racer.outcome.kind === "diverged" && position >= racer.rows - 1;
}
