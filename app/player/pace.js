/** When numbers that follow the clock are written: more often than a few times a second nobody can read them. */

const PAUSE = 66; // ms

export class Pace {
  #tick = -1; // that is written
  #time = 0;

  /** Has the next numbers written at once. */
  hurry() {
    this.#tick = -1;
  }

  /** @param {number} tick  what the clock shows @returns {"written"|"early"|"due"} */
  next(tick, now) {
    if (tick === this.#tick) return "written";
    if (this.#tick >= 0 && now - this.#time < PAUSE) return "early";
    this.#tick = tick;
    this.#time = now;
    return "due";
  }
}
