/** The lines of a race's racers, with their colours. */

import { at } from "../message.js";
import { mix } from "../theme.js";

/**
 * @typedef {import("./offer.js").Line & {ink: string}} Inked
 * @typedef {{racer: import("../message.js").Racer, index: number, lines: Inked[], shown: boolean}} Bunch  `shown`: not faded
 */

/** The racer that is looked at: the one that is highlighted, else the one that is tuned, else the first. @returns {number} index */
export function lookedAt({ racers }, highlight = null) {
  return highlight ?? Math.max(racers.findIndex(({ tuned }) => tuned), 0);
}

/**
 * @param {import("../message.js").Race} race
 * @param {import("./offer.js").Quantity} quantity
 * @param {import("../theme.js").Theme} theme
 * @param {number|null} [highlight]  the racer that stands out; null: none does
 * @returns {Bunch[]}
 */
export function bunchesOf(race, quantity, theme, highlight = null) {
  const only = lookedAt(race, highlight);
  const bunches = race.racers.map((racer, index) => {
    const colour = racer[theme.dark ? "dark" : "light"];
    const inked = (line) => ({ ...line, ink: line.shade ? mix(colour, theme.ground, line.shade) : colour });
    const shown = highlight === null || highlight === index;
    return quantity.single && index !== only ? null : { racer, index, lines: quantity.lines(racer).map(inked), shown };
  });
  return bunches.filter(Boolean);
}

/** What the lines mean, with the colour of each that has one of its own. */
export function keyOf(race, quantity, theme, highlight = null) {
  const racer = race.racers[lookedAt(race, highlight)];
  if (!racer || !quantity.key) return [];
  const colour = racer[theme.dark ? "dark" : "light"];
  return quantity.key(race, racer).map((entry) => ({ ...entry, ink: entry.shade === undefined ? "" : mix(colour, theme.ground, entry.shade) }));
}

/** What a line holds at a row; between two rows that have a number, what lies between them. @param {import("./offer.js").Line} line */
export function valueAt({ values, joined }, row) {
  const value = at(values, row);
  if (!joined || !Number.isNaN(value)) return value;
  let [before, after] = [row, row];
  while (before >= 0 && Number.isNaN(values[before])) before -= 1;
  while (after < values.length && Number.isNaN(values[after])) after += 1;
  if (before < 0 || after === values.length) return NaN;
  return values[before] + ((row - before) / (after - before)) * (values[after] - values[before]);
}
