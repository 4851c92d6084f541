/** The outcome of a panel's racer, shown once the racer has reached the row where it happened. */

import { element } from "../element.js";
import { isDecided } from "../message.js";

export class Badge {
  root = element("span", { className: "badge" });

  /** @param {import("../message.js").Racer|null} racer @param {number} row */
  draw(racer, row) {
    const text = racer && isDecided(racer, row) ? racer.outcome.text : "";
    if (this.root.textContent === text) return;
    this.root.textContent = text;
    this.root.dataset.kind = racer?.outcome.kind ?? "";
  }
}
