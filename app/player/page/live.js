/**
 * The experiment between page and hand. The page says which link to show; while a knob is turned or
 * the start is dragged, changes go straight to the source, one question at a time and always the
 * newest; when the hand rests, the page is told the link of what came of it.
 */

import { readRace } from "../message.js";

const REST = 250; // ms without a change after which the hand rests, also on a keyboard

export class Live {
  /** @type {import("../message.js").Race|undefined} the race shown last */
  race;
  #source;
  #link = ""; // that changes are counted from
  #changes = {};
  #parts = new Set();
  #asking = false;
  #again = false; // has something changed since it was asked last?
  #opened = 0; // links so far: an answer to an older one is dropped
  #told = []; // links that the page has been told and has not come back with
  #page = ""; // the link that page and player agree on
  #timer = 0;
  #held = false;
  #onRace;
  #onRefusal;
  #onRest;

  /**
   * @param {import("./source.js").Source} source
   * @param {{onRace: (race: import("../message.js").Race) => void, onRefusal: (sentence: string) => void, onRest: (link: string) => void}} events
   */
  constructor(source, { onRace, onRefusal, onRest }) {
    this.#source = source;
    this.#onRace = onRace;
    this.#onRefusal = onRefusal;
    this.#onRest = onRest;
  }

  /** Can a reader change the experiment? */
  get changeable() {
    return this.#source.live;
  }

  /** The page shows `link`: something new, or what it was told. */
  open(link) {
    if (link === this.#page) return;
    const echo = this.#told.indexOf(link);
    // Meanwhile the hand may have gone on, so an echo brings nothing new.
    if (echo >= 0) return void this.#told.splice(0, echo + 1);
    this.#told = [];
    this.#page = this.#link = link;
    this.#changes = {};
    this.#opened += 1;
    this.#ask();
  }

  /**
   * Changes the experiment while the hand moves.
   * @param {Record<string, unknown>} changes  by path
   * @param {boolean} held  will the hand say when it lets go? A key does not.
   */
  turn(changes, held) {
    Object.assign(this.#changes, changes);
    this.#held = held;
    clearTimeout(this.#timer);
    this.#timer = held ? 0 : setTimeout(() => this.rest(), REST);
    this.#ask();
  }

  /** The hand has let go: once the last answer is here, the page hears of it. */
  rest() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#held = false;
    if (!this.#asking) this.#settle();
  }

  /** Asks for a part of the message from now on. @param {string} part */
  want(part) {
    if (this.#parts.has(part)) return;
    this.#parts.add(part);
    this.#ask();
  }

  async #ask() {
    this.#again = true;
    if (this.#asking || !this.#link) return;
    this.#asking = true;
    while (this.#again) {
      this.#again = false;
      await this.#answer(this.#opened, { ...this.#changes });
    }
    this.#asking = false;
    if (!this.#timer && !this.#held) this.#settle();
  }

  async #answer(opened, changes) {
    const known = this.race?.surfaces ?? [];
    const asked = { link: this.#link, changes, parts: [...this.#parts], known: known.map(({ key }) => key) };
    try {
      const message = await this.#source.race(asked);
      if (opened !== this.#opened) return;
      this.race = { ...readRace(message, known), turned: Object.keys(changes).length > 0 };
      this.#onRace(this.race);
    } catch (error) {
      if (opened !== this.#opened) return;
      // What was refused is taken back; what was changed meanwhile stands.
      for (const [path, value] of Object.entries(changes)) {
        if (this.#changes[path] === value) delete this.#changes[path];
      }
      this.#onRefusal(error.message);
    }
  }

  #settle() {
    const link = this.race?.link;
    if (!link || !Object.keys(this.#changes).length || link === this.#page) return;
    this.#page = this.#link = link;
    this.#changes = {};
    this.#told.push(link);
    this.#onRest(link);
  }
}
