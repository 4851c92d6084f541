/** How the reader looks at the race: what was chosen, which panel fills the screen, and what the address says of it. */

import { describeLooks, next, readLooks } from "./looks.js";

/** @typedef {import("../controls/viewbar.js").Looks} Looks */

export class Viewing {
  /** Where the clock shall stand at first; null: the address says nothing of it. @type {number|null} */
  at;
  /** @type {Partial<Looks>} */
  #chosen;
  /** @type {{dimension: Looks["dimension"], solo: number}|null} the panel that fills the screen */
  #filled = null;

  constructor() {
    // At once: the first race will write the address anew.
    const { looks, at } = readLooks();
    this.at = at;
    this.#chosen = looks;
  }

  /** @param {Partial<Looks>} looks */
  choose(looks) {
    Object.assign(this.#chosen, looks);
  }

  /** The choice that comes after the present one. @param {"view"|"dimension"} name */
  next(name) {
    return { [name]: next(name, this.#chosen[name]) };
  }

  /** What the reader chose, and else what suits the race. @param {import("../message.js").Race} race @returns {Looks} */
  looksAt({ surfaces, budget }) {
    const { dimension } = this.#filled ?? this.#chosen;
    return { heights: surfaces[0].heights, axis: budget, ...this.#chosen, dimension };
  }

  /** The only panel that is shown; null: all are. */
  get solo() {
    return this.#filled?.solo ?? null;
  }

  /** Has one panel fill the screen. @param {Looks["dimension"]} dimension @param {number} solo  which of them */
  fill(dimension, solo) {
    this.#filled = { dimension, solo };
  }

  /** Brings all panels back. */
  empty() {
    this.#filled = null;
  }

  /** All of this as the end of an address. @param {number} [position]  of the clock */
  hash(position) {
    return describeLooks(this.#chosen, position);
  }
}
