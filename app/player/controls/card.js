/** The racer that is being tuned: its mark, its name and its knobs, which turn the race live. */

import { element } from "../element.js";
import { Knobs } from "./knobs.js";
import { drawMark } from "../marks.js";

/** @typedef {{slot: number, knobs: import("./knobs.js").Knob[]}} Tuned */

export class Card {
  #head = element("div", { className: "card-head" });
  #knobs;
  #looks = "";
  root;

  /** @param {{onTurn: (changes: Record<string, number>) => void, onRest: () => void}} events */
  constructor(events) {
    this.#knobs = new Knobs(events);
    this.root = element("section", { className: "card", hidden: true }, this.#head, this.#knobs.root);
  }

  /** @param {Tuned|null} tuned @param {import("../message.js").Racer[]} racers @param {import("../theme.js").Theme} theme */
  show(tuned, racers, theme) {
    const racer = tuned && racers.find(({ id }) => id === String(tuned.slot));
    this.root.hidden = !racer || !tuned.knobs.length;
    if (!racer) return;
    this.#knobs.show(tuned.knobs);
    const colour = theme.dark ? racer.dark : racer.light;
    const looks = racer.mark + colour + racer.optimizer;
    if (looks === this.#looks) return;
    this.#looks = looks;
    this.root.setAttribute("aria-label", `Settings of ${racer.optimizer}`);
    this.#head.replaceChildren(drawMark(racer.mark, colour), element("strong", { textContent: racer.optimizer }));
  }
}
