/** How often each class of the validation set is taken for which: a table of numbers, shaded by their share of the row. */

import { element } from "../element.js";

const LEAST = 2.2; // width of a column, in letters' sizes
const LETTER = 0.66; // of a letter of its class

export class ConfusionTable {
  root = element("div", { className: "confusion", tabIndex: 0, role: "region", ariaLabel: "Confusion matrix" });
  #classes = ""; // whose table it is
  #cells = [];

  /** @param {import("./look.js").Samples|import("./look.js").Confusion} answer */
  show({ classes, confusion: { data } }) {
    if (classes.join("\n") !== this.#classes) this.#build(classes);
    this.#cells.forEach((row, i) => {
      const total = row.reduce((sum, _, j) => sum + data[i * row.length + j], 0);
      row.forEach((cell, j) => {
        const count = data[i * row.length + j];
        cell.textContent = count ? String(count) : "";
        cell.style.setProperty("--share", String(total ? count / total : 0));
      });
    });
  }

  #build(classes) {
    this.#classes = classes.join("\n");
    const longest = Math.max(...classes.map((name) => name.length));
    this.root.style.setProperty("--rows", String(classes.length + 1));
    this.root.style.setProperty("--wide", String(Math.max(LEAST, LETTER * longest)));
    this.#cells = classes.map((_, i) => classes.map((_, j) => element("td", { className: i === j ? "right" : "wrong" })));
    const head = (scope) => (name) => element("th", { scope, textContent: name, title: name });
    const corner = element("td", { className: "corner", textContent: "true ↓ said →" });
    const rows = classes.map((name, i) => element("tr", {}, head("row")(name), ...this.#cells[i]));
    const heads = element("thead", {}, element("tr", {}, corner, ...classes.map(head("col"))));
    const caption = element("caption", { textContent: "Validation set: true class by row, what it is taken for by column" });
    this.root.replaceChildren(element("table", {}, caption, heads, element("tbody", {}, ...rows)));
  }
}
