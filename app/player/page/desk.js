/** Where knobs elsewhere on the page meet the player: both import this module, and share it. */

/** @type {import("./live.js").Live|undefined} */
let live;

/** The player's experiment is the one that knobs turn from now on. @param {import("./live.js").Live|undefined} experiment */
export function lead(experiment) {
  live = experiment;
}

/** @param {Record<string, unknown>} changes  by path, see `app/edit.py` @param {boolean} held  see Live.turn */
export function turn(changes, held) {
  live?.turn(changes, held);
}

/** The hand has let go of the knob. */
export function rest() {
  live?.rest();
}
