/** The inside of one racer's step in figures, in a corner of its panel. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";
import { at } from "../message.js";
import { formatNumber } from "../numbers.js";
import { lookedAt, standingRow } from "./inside.js";
import { spectrum } from "./model.js";
import { pair, triple } from "./read.js";

const SMALLEST = 420; // px; narrower panels have no room for it

/** Label and number of each line. @returns {[string, string][]} */
export function describeStep(racer, row) {
  const { inside } = racer;
  const [least, most] = spectrum(triple(inside.hessians, row)).values;
  const lines = [
    ["step", String(row)],
    ["(x, y)", vector(pair(racer.points, row))],
    ["loss", formatNumber(at(racer.gaps, row))],
    ["‖∇f‖", formatNumber(at(racer.gradient_norms, row))],
    ["∇f", vector(pair(inside.gradients, row))],
    // A row holds the rate of the step that led to it.
    ["η", formatNumber(at(racer.learning_rates, Math.min(row + 1, racer.rows - 1)))],
  ];
  if (inside.told) lines.push(["as told", vector(pair(inside.told, row))]);
  if (inside.followed) lines.push([inside.followed.symbol, vector(pair(inside.followed.vectors, row)), inside.followed.title]);
  if (inside.reach) lines.push([inside.reach.symbol, extent(inside.reach, row), inside.reach.title]);
  if (row + 1 < racer.rows) {
    const [next, here] = [pair(racer.points, row + 1), pair(racer.points, row)];
    lines.push(["step Δ", vector([next[0] - here[0], next[1] - here[1]])]);
  }
  if (inside.trials) lines.push(["vain trials", String(inside.trials.ends[row] - (row ? inside.trials.ends[row - 1] : 0))]);
  return [...lines, ["λ(H)", vector([most, least]), "largest and smallest curvature of the surface"]];
}

const number = (value) => (Number.isFinite(value) ? formatNumber(value) : "–");
const vector = (numbers) => numbers.map(number).join(", ");

/** Rates or lengths along the axes, or of a turned shape its two halves. */
function extent({ shape, shapes, rates }, row) {
  const [xx, xy, yy] = triple(shape === "rates" ? rates : shapes, row);
  if (xy === 0) return xx === yy ? number(xx) : vector([xx, yy]);
  return vector(spectrum([xx, xy, yy]).values.reverse());
}

export class Readout {
  root = element("div", { className: "inside-readout", hidden: true });
  #shown = "";

  /**
   * @param {import("../surface/trails.js").Runner[]} runners @param {Float64Array} rows
   * @param {Set<import("./inside.js").Part>} shown @param {{width: number}} size
   */
  update(runners, rows, shown, { width }) {
    const focus = shown.has("numbers") && width >= SMALLEST ? lookedAt(runners) : undefined;
    this.root.hidden = !focus?.racer.inside;
    if (this.root.hidden) return;
    const { racer, index, ink } = focus;
    const lines = describeStep(racer, standingRow(racer, rows, index));
    const key = [racer.name, ink, ...lines].join();
    if (key === this.#shown) return;
    this.#shown = key;
    const cells = lines.flatMap(([label, text, title = ""]) => [element("dt", { textContent: label, title }), element("dd", { textContent: text })]);
    const name = element("header", {}, drawMark(racer.mark, ink), element("strong", { textContent: racer.name }));
    this.root.replaceChildren(name, element("dl", {}, ...cells));
  }
}
