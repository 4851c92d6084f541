/**
 * The one clock of the player. It counts steps or evaluations and may stand between two of them.
 * It asks for frames only while playing or after `invalidate`: at rest nothing runs.
 */

const LONGEST_FRAME = 100; // ms; after a hidden tab or a stall the race goes on where it stood

export class Clock {
  position = 0;
  limit = 0;
  /** Steps or evaluations per second. */
  speed = 60;
  playing = false;
  #stood = null; // where it stood before a reader began to peek; null: nobody does
  #paint;
  #request = 0;
  #last = 0;

  /** @param {(now: number) => void} paint draws everything at `position` */
  constructor(paint) {
    this.#paint = paint;
  }

  play() {
    this.#stood = null;
    if (this.position >= this.limit) this.position = 0;
    this.playing = true;
    this.#last = 0;
    this.invalidate();
  }

  pause() {
    this.playing = false;
    this.invalidate();
  }

  /** @param {number} position kept inside the race */
  seek(position) {
    this.#stood = null;
    this.#show(position);
  }

  /** Shows a position until `null` brings back where the clock stood; not while it plays. @param {number|null} position */
  peek(position) {
    if (this.playing || (position === null && this.#stood === null)) return;
    this.#stood ??= this.position;
    this.#show(position ?? this.#stood);
    if (position === null) this.#stood = null;
  }

  #show(position) {
    this.position = Math.min(Math.max(position, 0), this.limit);
    this.invalidate();
  }

  invalidate() {
    this.#request ||= requestAnimationFrame(this.#tick);
  }

  stop() {
    this.playing = false;
    cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  #tick = (now) => {
    this.#request = 0;
    if (this.playing) {
      const elapsed = this.#last ? Math.min(now - this.#last, LONGEST_FRAME) : 0;
      this.#last = now;
      this.position = Math.min(this.position + (elapsed / 1000) * this.speed, this.limit);
      if (this.position >= this.limit) this.playing = false;
    }
    this.#paint(now);
    if (this.playing) this.invalidate();
  };
}
