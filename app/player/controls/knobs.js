/** A row of knobs: each a slider over round values, with a field beside it that takes any number. */

import { element } from "../element.js";

const OWN = 1000; // ms after a turn during which what the page says of a knob is older than the hand

/**
 * @typedef {object} Knob
 * @property {string} path  what it changes
 * @property {string} symbol
 * @property {string} title
 * @property {string} help
 * @property {number[]} values  round ones, ascending
 * @property {number} low  the least that may be typed
 * @property {number} high
 * @property {boolean} whole  are only whole numbers possible?
 * @property {number} value
 */

export class Knobs {
  root = element("div", { className: "knobs" });
  #rows = [];
  #paths = "";
  #events;

  /** @param {{onTurn: (changes: Record<string, number>, held: boolean) => void, onRest: () => void}} events  see Live.turn */
  constructor(events) {
    this.#events = events;
  }

  /** @param {Knob[]} knobs */
  show(knobs) {
    const paths = knobs.map(({ path }) => path).join();
    if (paths !== this.#paths) {
      this.#paths = paths;
      this.#rows = knobs.map((knob) => new Row(knob, this.#events));
      this.root.replaceChildren(...this.#rows.map(({ root }) => root));
    }
    knobs.forEach((knob, i) => this.#rows[i].show(knob));
  }
}

/** One knob. */
class Row {
  #knob;
  #values = [];
  #turned = -Infinity; // when the hand was on it last
  #held = false; // by a pointer
  #events;
  #slider = element("input", { type: "range", min: "0", step: "1" });
  #field = element("input", { type: "text", inputMode: "decimal", autocomplete: "off", spellcheck: false });
  #refusal = element("p", { className: "knob-refusal", role: "alert" });

  constructor(knob, events) {
    this.#events = events;
    const name = `${knob.symbol} ${knob.title}`.trim();
    const label = element("span", { className: "knob-name" }, element("i", { textContent: knob.symbol }), ` ${knob.title}`);
    this.#slider.setAttribute("aria-label", name);
    this.#field.setAttribute("aria-label", `${name}, any value`);
    this.root = element("div", { className: "knob", title: knob.help }, label, this.#field, this.#slider, this.#refusal);
    this.root.dataset.path = knob.path;
    this.#slider.addEventListener("input", () => this.#turn(this.#values[Number(this.#slider.value)]));
    this.#slider.addEventListener("pointerdown", () => (this.#held = true));
    for (const end of ["pointerup", "pointercancel"]) this.#slider.addEventListener(end, () => this.#release());
    this.#field.addEventListener("change", () => this.#type(this.#field.value));
    // Letters and arrows belong to the knob, not to the player's clock.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** @param {Knob} knob */
  show(knob) {
    this.#knob = knob;
    if (performance.now() - this.#turned > OWN) this.#set(knob.value);
  }

  #set(value) {
    const { values } = this.#knob;
    this.#values = values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
    const place = this.#values.indexOf(value);
    this.#slider.max = String(this.#values.length - 1);
    this.#slider.value = String(place);
    this.#slider.style.setProperty("--share", String(place / Math.max(this.#values.length - 1, 1)));
    this.#slider.setAttribute("aria-valuetext", format(value));
    if (this.#field !== this.root.getRootNode().activeElement || !this.#refusal.textContent) this.#field.value = format(value);
    this.#refusal.textContent = "";
  }

  #turn(value) {
    this.#turned = performance.now();
    this.#set(value);
    this.#events.onTurn({ [this.#knob.path]: value }, this.#held);
  }

  #release() {
    this.#held = false;
    this.#events.onRest();
  }

  #type(text) {
    const { title, low, high, whole } = this.#knob;
    const value = text.trim() ? Number(text.replace("−", "-").replace(",", ".")) : NaN;
    const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
    if (fits) {
      this.#turn(value);
      this.#events.onRest();
    } else {
      const numbers = whole ? "a whole number" : "a number";
      this.#refusal.textContent = `${title} is “${text}”, but it must be ${numbers} from ${format(low)} to ${format(high)}.`;
    }
  }
}

const format = (value) => String(Number(value.toPrecision(6)));
