/** How the racers of a race share panels: one panel for each surface, or one for each racer. */

/**
 * @typedef {object} Group  what one panel shows
 * @property {number} surface  index of its surface
 * @property {number[]} racers  indices of those on it
 * @property {number|null} racer  whose panel it is, if it is one racer's
 */

/** The panel of one racer. @param {import("./message.js").Race} race @param {number} index @returns {Group} */
export const groupOf = ({ racers }, index) => ({ surface: racers[index].surface, racers: [index], racer: index });

/**
 * @param {import("./message.js").Race} race
 * @param {import("./controls/viewbar.js").View} view
 * @param {number|null} [solo]  the only panel that is shown; null: all are
 * @returns {Group[]}
 */
export function groupsOf(race, view, solo = null) {
  const indices = race.racers.map((_, index) => index);
  const shared = ({ surfaces, racers }) =>
    surfaces.map((_, surface) => ({ surface, racers: indices.filter((index) => racers[index].surface === surface), racer: null }));
  const groups = view === "side" && indices.length ? indices.map((index) => groupOf(race, index)) : shared(race);
  return groups[solo] ? [groups[solo]] : groups;
}

/** Where the racers of a surface start: networks that differ have starts that differ. @returns {[number, number]|null} null: nowhere */
export function startOf({ kind, racers, start }, surface) {
  if (kind !== "network") return start;
  const first = racers.find((racer) => racer.surface === surface);
  return first ? [first.points[0], first.points[1]] : null;
}
