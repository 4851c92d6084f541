/** Reading numbers off the picture: the drawn row nearest to the pointer, ringed, with all that is known of it. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";
import { at } from "../message.js";
import { formatFully } from "../numbers.js";

const NEAR = 1.2; // letters' sizes from a trail within which it is meant
const AWAY = 16; // px between pointer and tip

/**
 * @typedef {{runner: import("./trails.js").Runner, row: number}} Found
 *
 * The drawn row that a pixel means: of the trail that passes nearest, the nearer end of the step there.
 * @param {import("./trails.js").Runner[]} runners
 * @param {Float64Array} rows  how far each racer is drawn
 * @param {number} radius  px beyond which nothing is meant
 * @returns {Found|null}
 */
export function nearestRow(runners, rows, x, y, radius) {
  let nearest = radius * radius;
  let found = null;
  const lit = runners.some(({ faded }) => faded) ? runners.filter(({ faded }) => !faded) : runners;
  for (const runner of lit) {
    const { xy, rows: count } = runner.track;
    const last = Math.min(Math.floor(rows[runner.index]), count - 1);
    for (let row = 0; row <= last; row += 1) {
      const [fromX, fromY] = [xy[2 * row] - x, xy[2 * row + 1] - y];
      // Behind the last row there is no step yet.
      const next = Math.min(row + 1, last);
      const [wayX, wayY] = [xy[2 * next] - x - fromX, xy[2 * next + 1] - y - fromY];
      const squares = wayX * wayX + wayY * wayY;
      const share = squares ? Math.min(Math.max(-(fromX * wayX + fromY * wayY) / squares, 0), 1) : 0;
      const distance = (fromX + share * wayX) ** 2 + (fromY + share * wayY) ** 2;
      if (distance > nearest || (distance === nearest && found?.runner !== runner && found)) continue;
      nearest = distance;
      found = { runner, row: share > 0.5 ? next : row };
    }
  }
  return found;
}

/** What is known of a racer at a row: label and number of each line. @returns {[string, string][]} */
export function describeRow(racer, row, surface) {
  const [x, y] = surface.plane?.axes ?? ["x", "y"];
  const lines = [
    ["step", String(row)],
    ...(racer.network ? describeLosses(racer, row) : []),
    [x, formatFully(racer.points[2 * row])],
    [y, formatFully(racer.points[2 * row + 1])],
    ...(racer.network ? [] : [[surface.floor ? "f − min f" : "f", formatFully(at(racer.gaps, row))]]),
    ["‖∇f‖", formatFully(at(racer.gradient_norms, row))],
    ["η", formatFully(at(racer.learning_rates, row))],
  ];
  const used = at(racer.evaluations, row);
  return used === row + 1 ? lines : [...lines, ["evaluations", String(used)]];
}

/** @returns {[string, string][]} */
function describeLosses({ gaps, network }, row) {
  return [
    ["true loss", formatFully(at(gaps, row))],
    ["loss on the plane", formatFully(at(network.plane_losses, row))],
    ["off the plane by", formatFully(at(network.off_plane, row))],
  ];
}

export class Hover {
  ring = element("span", { className: "hover-ring", hidden: true });
  tip = element("div", { className: "tip", role: "tooltip", hidden: true });
  #pointer = null; // [x, y] in the plot, while it is over it
  #shown = ""; // what the tip says

  /** @param {number} x px in the plot */
  point(x, y) {
    this.#pointer = [x, y];
  }

  leave() {
    this.#pointer = null;
  }

  /** Follows what is drawn now under a pointer that rests. */
  update(runners, rows, surface, theme) {
    const found = this.#pointer && nearestRow(runners, rows, ...this.#pointer, NEAR * theme.size);
    this.ring.hidden = this.tip.hidden = !found;
    if (!found) return;
    const { runner, row } = found;
    this.ring.style.translate = `${runner.track.xy[2 * row]}px ${runner.track.xy[2 * row + 1]}px`;
    this.ring.style.borderColor = runner.ink;
    this.#write(runner, row, surface);
    this.#place();
  }

  #write({ racer, ink }, row, surface) {
    const lines = describeRow(racer, row, surface);
    const key = [racer.id, racer.name, racer.detail, ink, ...lines].join();
    if (key === this.#shown) return;
    this.#shown = key;
    const numbers = lines.flatMap(([label, number]) => [element("dt", { textContent: label }), element("dd", { textContent: number })]);
    const detail = element("span", { className: "detail", textContent: racer.detail });
    const name = element("strong", { textContent: racer.name });
    this.tip.replaceChildren(element("header", {}, drawMark(racer.mark, ink), name, detail), element("dl", {}, ...numbers));
  }

  /** Beside the pointer, on the side with more room, inside the stage. */
  #place() {
    const plot = this.ring.parentElement.getBoundingClientRect();
    const stage = this.tip.parentElement.parentElement.getBoundingClientRect();
    const [x, y] = [plot.left + this.#pointer[0], plot.top + this.#pointer[1]];
    const { offsetWidth: width, offsetHeight: height } = this.tip;
    const left = x + AWAY + width <= stage.right ? x + AWAY : Math.max(x - AWAY - width, stage.left);
    const top = Math.min(Math.max(y - height / 2, stage.top), Math.max(stage.bottom - height, stage.top));
    const panel = this.tip.parentElement.getBoundingClientRect();
    this.tip.style.translate = `${left - panel.left}px ${top - panel.top}px`;
  }
}
