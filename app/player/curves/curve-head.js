/** The title row of the curves: which quantity they show, and on which scale. */

import { element } from "../element.js";
import { absence, isMissing, logRefusal, nameOf, quantitiesOf } from "./offer.js";
import { segmented } from "../controls/segmented.js";

const TITLE = "What the curves show";

export class CurveHead {
  /** @type {Record<string, import("./offer.js").Quantity>} */
  #quantities = {};
  #options = {};
  #select = element("select", { className: "quantity", title: TITLE, ariaLabel: TITLE });
  #switch;
  #named = ""; // what the options say
  #chosen = "loss"; // by the reader
  #scales = {}; // that the reader chose: of what is linear at first, and of what is not
  #race;
  #onChange;
  #onMeasure;

  /** @param {{onChange: () => void, onMeasure: () => void}} events */
  constructor({ onChange, onMeasure }) {
    this.#onChange = onChange;
    this.#onMeasure = onMeasure;
    this.#select.addEventListener("change", () => this.#choose(this.#select.value));
    this.#switch = segmented("Scale of the curves", { log: "log", linear: "linear" }, (scale) => this.#rescale(scale));
    this.root = element("header", { className: "curve-head" }, this.#select, this.#switch.root);
  }

  /** @param {import("../message.js").Race} race */
  setRace(race) {
    this.#race = race;
    if (quantitiesOf(race) !== this.#quantities) this.#offer(quantitiesOf(race));
    this.#show();
  }

  /** What is shown: what the reader chose, if this race has it. */
  get name() {
    const chosen = this.#quantities[this.#chosen];
    return !chosen || absence(chosen, this.#race) ? "loss" : this.#chosen;
  }

  get quantity() {
    return this.#quantities[this.name];
  }

  /** @returns {"log"|"linear"} */
  get scale() {
    const chosen = this.#scales[this.quantity.scale] ?? this.quantity.scale;
    return logRefusal(this.quantity, this.#race) ? "linear" : chosen;
  }

  /** Is what is shown still on its way? */
  get missing() {
    return isMissing(this.quantity, this.#race);
  }

  #choose(name) {
    this.#chosen = name;
    if (this.missing) this.#onMeasure();
    this.#show();
    this.#onChange();
  }

  #rescale(scale) {
    this.#scales[this.quantity.scale] = scale;
    this.#show();
    this.#onChange();
  }

  /** Offers other quantities than before. */
  #offer(quantities) {
    this.#quantities = quantities;
    this.#options = Object.fromEntries(Object.keys(quantities).map((value) => [value, element("option", { value })]));
    this.#select.replaceChildren(...Object.values(this.#options));
    this.#named = "";
  }

  #show() {
    this.#switch.choose(this.scale);
    this.#switch.refuse(logRefusal(this.quantity, this.#race));
    const named = JSON.stringify(Object.values(this.#quantities).map((quantity) => [quantity.symbol(this.#race), absence(quantity, this.#race)]));
    if (named !== this.#named) this.#nameOptions();
    this.#named = named;
    this.#select.value = this.name;
  }

  #nameOptions() {
    for (const [name, option] of Object.entries(this.#options)) {
      const quantity = this.#quantities[name];
      const reason = absence(quantity, this.#race);
      option.textContent = nameOf(quantity, this.#race);
      option.disabled = Boolean(reason);
      option.title = reason;
    }
  }
}
