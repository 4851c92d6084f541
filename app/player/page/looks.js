/**
 * How a reader looks at a race, in the part of the address that no server sees:
 * `#view=side&dimension=both&at=120`. What stands there and cannot be is left out.
 */

const CHOICES = {
  view: ["together", "side"],
  dimension: ["2d", "3d", "both"],
  heights: ["log", "linear"],
  axis: ["steps", "evaluations"],
  resolution: ["25", "51", "101", "201"],
};

/** Before the reader chooses; heights and axis are those of the race. */
const FIRST = { view: "together", dimension: "2d", resolution: "51" };

/** @typedef {import("../controls/viewbar.js").Looks} Looks */

/** @param {keyof typeof CHOICES} name @returns {any} the choice that comes after `value` */
export function next(name, value) {
  const choices = CHOICES[name];
  return choices[(choices.indexOf(value) + 1) % choices.length];
}

/** @returns {{looks: Partial<Looks>, at: number|null}} what the address asks for, and where the clock shall stand */
export function readLooks() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const fit = Object.entries(CHOICES).filter(([name, choices]) => choices.includes(asked.get(name)));
  const at = Number(asked.get("at") ?? NaN);
  return { looks: { ...FIRST, ...Object.fromEntries(fit.map(([name]) => [name, asked.get(name)])) }, at: at >= 0 ? at : null };
}

/** @param {Partial<Looks>} looks @param {number} [at] @returns {string} for an address; empty where all is as at first */
export function describeLooks(looks, at) {
  const told = Object.entries(looks).filter(([name, value]) => value !== FIRST[name]);
  if (at !== undefined) told.push(["at", String(Math.floor(at))]);
  return told.length ? `#${new URLSearchParams(Object.fromEntries(told))}` : "";
}
