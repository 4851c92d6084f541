/** The title row of the curves: which quantity they show, and on which scale. */

import { element } from "../element.js";
import { absence, isMissing, logRefusal, QUANTITIES } from "./quantities.js";
import { segmented } from "../controls/segmented.js";

const TITLE = "What the curves show";

export class CurveHead {
  #options = {};
  #select;
  #switch;
  #named = ""; // what the options say
  #chosen = "loss"; // by the reader
  #scales = {}; // that the reader chose: of the sharpness, and of all that is positive
  #race;
  #onChange;
  #onMeasure;

  /** @param {{onChange: () => void, onMeasure: () => void}} events */
  constructor({ onChange, onMeasure }) {
    this.#onChange = onChange;
    this.#onMeasure = onMeasure;
    for (const value of Object.keys(QUANTITIES)) this.#options[value] = element("option", { value });
    this.#select = element("select", { className: "quantity", title: TITLE }, ...Object.values(this.#options));
    this.#select.setAttribute("aria-label", TITLE);
    this.#select.addEventListener("change", () => this.#choose(this.#select.value));
    this.#switch = segmented("Scale of the curves", { log: "log", linear: "linear" }, (scale) => this.#rescale(scale));
    this.root = element("header", { className: "curve-head" }, this.#select, this.#switch.root);
  }

  /** @param {import("../message.js").Race} race */
  setRace(race) {
    this.#race = race;
    this.#show();
  }

  /** What is shown: what the reader chose, if this race has it. */
  get name() {
    return absence(this.#chosen, this.#race) ? "loss" : this.#chosen;
  }

  get quantity() {
    return QUANTITIES[this.name];
  }

  /** @returns {"log"|"linear"} */
  get scale() {
    const chosen = this.#scales[this.name === "sharpness"] ?? this.quantity.scale;
    return logRefusal(this.name, this.#race) ? "linear" : chosen;
  }

  /** Is what is shown still on its way? */
  get missing() {
    return isMissing(this.name, this.#race);
  }

  #choose(name) {
    this.#chosen = name;
    if (this.missing) this.#onMeasure();
    this.#show();
    this.#onChange();
  }

  #rescale(scale) {
    this.#scales[this.name === "sharpness"] = scale;
    this.#show();
    this.#onChange();
  }

  #show() {
    this.#switch.choose(this.scale);
    this.#switch.refuse(logRefusal(this.name, this.#race));
    const named = JSON.stringify([this.#race.surfaces[0].floor === null, absence("distance", this.#race)]);
    if (named !== this.#named) this.#nameOptions();
    this.#named = named;
    this.#select.value = this.name;
  }

  #nameOptions() {
    for (const [name, option] of Object.entries(this.#options)) {
      const reason = absence(name, this.#race);
      option.textContent = `${QUANTITIES[name].title} ${QUANTITIES[name].symbol(this.#race.surfaces[0])}`;
      option.disabled = Boolean(reason);
      option.title = reason;
    }
  }
}
