/** One panel of the block: a title, and canvases for what stands still and what moves. */

import { element } from "../element.js";
import { Badge } from "../surface/badge.js";
import { Layers } from "../surface/layers.js";
import { drawHeads } from "./heads.js";
import { drawBundleHeads, drawBundles, drawTrails } from "./trails.js";

const LONG_RACE = 1000; // rows; beyond them trails are extended, not drawn anew in each frame
const GUIDE = "Drag, or press W, A, S or D, to turn it; wheel or + and − zoom, shift-drag moves, 0 or a double-click resets.";
const [GROUND, BUNDLES, TRAILS, HEADS] = [0, 1, 2, 3]; // layers, lowest first

export class ReliefPanel {
  #title = element("header", { className: "panel-title" });
  badge = new Badge();
  #layers = new Layers(["ground", "bundles", "trails", "heads"]);
  #position = Infinity; // of the clock up to which trails are drawn; Infinity: not at all
  #rows = new Float64Array(0); // of the racers at that position
  plot = element("div", { className: "plot", tabIndex: 0 }, ...this.#layers.nodes, this.badge.root);
  root = element("section", { className: "panel" }, this.#title, this.plot);

  /** @param {Node[]} title @param {string} label for those who cannot see the picture */
  setTitle(title, label) {
    this.#title.replaceChildren(...title);
    this.root.setAttribute("aria-label", `${label}, in three dimensions`);
    this.plot.setAttribute("role", "application");
    this.plot.setAttribute("aria-label", `${label}, in three dimensions. ${GUIDE}`);
  }

  /** Gives the canvases their size; `ratio` device pixels for each CSS pixel. */
  resize({ width, height }, ratio) {
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#layers.nodes[GROUND].width === across && this.#layers.nodes[GROUND].height === down) return;
    this.#layers.resize({ width, height }, ratio);
  }

  /** Draws what stands still. @param {import("./scene.js").Scene} scene @param {number} surface  index */
  drawGround(scene, surface) {
    scene.drawGround(this.#layers.cleared(GROUND, scene.pose.size), surface);
    this.repaint();
  }

  /** Copies what stands still from another panel, which is quicker. @param {ReliefPanel} other */
  copyGround(other, size) {
    this.#layers.cleared(GROUND, size).drawImage(other.#layers.nodes[GROUND], 0, 0, size.width, size.height);
    this.repaint();
  }

  /** Has the trails drawn anew in the next frame. */
  repaint() {
    this.#position = Infinity;
  }

  /**
   * @param {import("./runners.js").Runner[]} runners
   * @param {import("../progress.js").Progress} progress
   * @param {import("./scene.js").Scene} scene
   */
  draw(runners, { position, rows }, scene, theme, playing) {
    const { size } = scene.pose;
    const bundled = runners.some(({ bundle }) => bundle.length > 0);
    const long = bundled || runners.some(({ racer }) => racer.rows > LONG_RACE);
    const from = long && playing && this.#position <= position ? this.#rows : null;
    this.#layers.nodes[BUNDLES].hidden = !bundled; // an empty layer would cost as much as a full one
    this.#layers.nodes[HEADS].hidden = !long;
    const layer = (index) => (from ? this.#layers.context(index) : this.#layers.cleared(index, size));
    if (bundled) drawBundles(layer(BUNDLES), runners, from, rows);
    drawTrails(layer(TRAILS), runners, from, rows, theme);
    const heads = long ? this.#layers.cleared(HEADS, size) : this.#layers.context(TRAILS);
    drawBundleHeads(heads, runners, rows, theme);
    drawHeads(heads, runners, rows, scene, theme);
    this.#position = position;
    this.#rows = rows.slice();
  }
}
