/** What the curves can show of a race, and when they cannot. */

import { TRAINING } from "../training/quantities.js";
import { QUANTITIES } from "./quantities.js";

/**
 * `runaway`: a racer that diverges leaves the others' range far behind. `symbol` stands behind the
 * title. `range` and `key` are left out where there is nothing special about them.
 * @typedef {object} Quantity
 * @property {string} title
 * @property {(race: import("../message.js").Race) => string} symbol
 * @property {"log"|"linear"} scale  before the reader chooses
 * @property {boolean} runaway
 * @property {(racer: import("../message.js").Racer) => Line[]} lines  main line first
 * @property {boolean} [measured]  must it be asked for?
 * @property {string} [awaited]  what is being done until it comes
 * @property {boolean} [single]  is there room for one racer only?
 * @property {(race: import("../message.js").Race) => string} [absence]  why a race lacks it for good; empty if it does not
 * @property {(race: import("../message.js").Race) => string} [logRefusal]  why it has no log scale; empty if it has
 * @property {(lines: Line[][], race: import("../message.js").Race, scale: "log"|"linear") => import("./range.js").Range|null} [range]  null: as all others
 * @property {(race: import("../message.js").Race, racer: import("../message.js").Racer) => Key[]} [key]  what its lines mean
 *
 * A line of one row holds for every row. `joined`: rows without a number are left out, others are gaps.
 * @typedef {{values: Float32Array, style?: Style, shade?: number, joined?: boolean}} Line  `shade`: share of the page's colour in it
 * @typedef {"main"|"thin"|"dashed"} Style
 * @typedef {{text: string, style?: Style, shade?: number}} Key  without a style: words only
 */

/** @param {import("../message.js").Race} race @returns {Record<string, Quantity>} */
export const quantitiesOf = ({ kind }) => (kind === "network" ? TRAINING : QUANTITIES);

/** @param {Quantity} quantity @returns {string} why a race lacks it for good; empty if it does not */
export const absence = (quantity, race) => quantity.absence?.(race) ?? "";

/** @param {Quantity} quantity @returns {boolean} whether it has to be asked for first */
export const isMissing = (quantity, race) => Boolean(quantity.measured) && !race.parts.includes("measures");

/** What is said until it is here. @param {Quantity} quantity @returns {string} */
export const waitingFor = ({ awaited }) => awaited ?? "computing…";

/** @param {Quantity} quantity @returns {string} why it has no log scale; empty if it has */
export const logRefusal = (quantity, race) => quantity.logRefusal?.(race) ?? "";

/** What a quantity is called. @param {Quantity} quantity */
export const nameOf = ({ title, symbol }, race) => `${title} ${symbol(race)}`.trimEnd();
