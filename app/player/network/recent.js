/** Keeps what was used last, so many things of it. */

/** @template Thing */
export class Recent {
  /** @type {Map<string, Thing>} least recently used first */
  #things = new Map();
  #most;

  /** @param {number} most */
  constructor(most) {
    this.#most = most;
  }

  /** @param {string} key @returns {Thing|undefined} */
  get(key) {
    const thing = this.#things.get(key);
    if (thing !== undefined) this.set(key, thing);
    return thing;
  }

  /** @param {string} key @param {Thing} thing */
  set(key, thing) {
    this.#things.delete(key);
    this.#things.set(key, thing);
    if (this.#things.size > this.#most) this.#things.delete(this.#things.keys().next().value);
  }
}
