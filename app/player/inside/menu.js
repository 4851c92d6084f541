/** The menu of what is drawn of the inside of a step: a switch for all of it, and what it shows. */

import { element } from "../element.js";

/** @typedef {import("./inside.js").Part} Part */

/** Name of each part, and what it is. @type {Record<Part, [string, string]>} */
const PARTS = {
  gradient: ["Gradient", "thin arrow downhill, −∇f; dotted: as the rule was told it"],
  followed: ["Momentum", "dashed arrow along what the rule follows instead"],
  step: ["Step", "thick arrow to the next point, at its true length"],
  reach: ["Effective step", "ellipse on which the step ends: where it would, had the rule been pulled elsewhere as hard. Box for signs, circle for radii, triangle for the simplex"],
  trials: ["Trials", "hollow marks where the step looked and did not go"],
  model: ["Quadratic model", "dashed: where the local parabola is as high as here; ring or cross: its bottom or saddle, Newton's aim"],
  numbers: ["Numbers", "all of this in figures"],
};

const FIRST = ["gradient", "followed", "step"];

const RULE =
  "Thin and dashed arrows: each tenth of the gradient at the start is drawn a sixth shorter. " +
  "Shapes and names belong to the racer under the pointer in the table, or to the one whose knobs are shown.";

export class InsideMenu {
  /** What is to be drawn. @type {Set<Part>} */
  shown = new Set();
  #chosen = new Set(FIRST);
  #on = false;
  #button = element("button", { type: "button", textContent: "Internals", title: "What goes on inside every step" });
  #switch = element("input", { type: "checkbox", role: "switch" });
  #boxes;
  #sheet;
  #onChange;

  /** @param {{onChange: (shown: Set<Part>) => void}} events  called whenever something is switched */
  constructor({ onChange }) {
    this.#onChange = onChange;
    this.#boxes = Object.fromEntries(Object.entries(PARTS).map(([part, [name, meaning]]) => [part, box(part, name, meaning)]));
    const rows = Object.entries(PARTS).map(([part, [name, meaning]]) => {
      const text = element("span", {}, element("strong", { textContent: name }), element("small", { textContent: meaning }));
      return element("label", {}, this.#boxes[part], text);
    });
    const main = element("label", { className: "inside-switch" }, this.#switch, element("strong", { textContent: "Show internals" }));
    this.#sheet = element("div", { className: "inside-sheet", role: "group", ariaLabel: "Internals", hidden: true }, main, ...rows, element("p", { textContent: RULE }));
    this.root = element("div", { className: "inside-menu" }, this.#button, this.#sheet);
    this.#button.setAttribute("aria-haspopup", "true");
    this.#button.addEventListener("click", () => this.#open(this.#sheet.hidden));
    this.#sheet.addEventListener("change", ({ target }) => this.#change(target));
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && !this.#sheet.hidden && this.#close(event));
    this.root.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !this.root.contains(relatedTarget) && this.#open(false));
    this.#open(false);
    this.#show();
  }

  /** Says whether what is switched on is still being worked out; of networks nothing can be. @param {import("../message.js").Race} race */
  setRace({ kind, parts }) {
    this.root.hidden = kind === "network";
    this.#button.ariaBusy = String(this.#on && !parts.includes("internals"));
  }

  #open(open) {
    this.#sheet.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) this.#stayInside();
    if (open) addEventListener("pointerdown", this.#outside, true);
    else removeEventListener("pointerdown", this.#outside, true);
  }

  /** On narrow pages the sheet moves to the right until none of it lies left of the player. */
  #stayInside() {
    this.#sheet.style.translate = "";
    const edge = this.root.closest(".descent").getBoundingClientRect().left;
    const over = edge - this.#sheet.getBoundingClientRect().left;
    if (over > 0) this.#sheet.style.translate = `${over}px`;
  }

  #close(event) {
    event.stopPropagation();
    this.#open(false);
    this.#button.focus();
  }

  #outside = (event) => {
    if (!event.composedPath().includes(this.root)) this.#open(false);
  };

  #change(box) {
    if (box === this.#switch) {
      this.#on = box.checked;
      if (this.#on && !this.#chosen.size) this.#chosen = new Set(FIRST);
    } else {
      this.#chosen[box.checked ? "add" : "delete"](box.value);
      this.#on = this.#chosen.size > 0 && (this.#on || box.checked);
    }
    this.#show();
    this.#onChange(this.shown);
  }

  #show() {
    this.shown = this.#on ? new Set(this.#chosen) : new Set();
    this.#switch.checked = this.#on;
    this.#button.setAttribute("aria-pressed", String(this.#on));
    for (const [part, box] of Object.entries(this.#boxes)) box.checked = this.#chosen.has(part);
  }
}

const box = (part, ariaLabel, ariaDescription) => element("input", { type: "checkbox", value: part, ariaLabel, ariaDescription });
