/** One panel: a title, the still surface, and above it canvases for what stands and what moves on it. */

import { drawBundleHeads, drawBundles } from "./bundle.js";
import { element } from "../element.js";
import { Badge } from "./badge.js";
import { Layers } from "./layers.js";
import { Hover } from "./hover.js";
import { drawInside, lookedAt } from "../inside/inside.js";
import { Readout } from "../inside/readout.js";
import { startOf } from "../groups.js";
import { drawCriticalPoints, drawStart, leavesToRight } from "./landmarks.js";
import { GUIDE } from "./surface-keys.js";
import { drawHeads, drawTrails, extendTrails } from "./trails.js";
import { linearTicks } from "../ticks.js";
import { projectX, projectY } from "./view.js";

const LONG_RACE = 1000; // rows; beyond them trails are extended, not drawn anew in each frame
const LETTER = 0.5; // about so wide is a letter of a name, in sizes
const CLEAR = 7; // letters' sizes that stay clear beside the name of an axis
const UNMOVED = { across: 1, down: 1, left: 0, top: 0 };
const [GROUND, BUNDLES, TRAILS, HEADS] = [0, 1, 2, 3]; // layers, lowest first

/** How far a layer is drawn. */
class Drawn {
  #to = Infinity; // the clock's position; Infinity: not at all
  #rows = new Float64Array(0); // of the racers at that position

  forget() {
    this.#to = Infinity;
  }

  /** @param {import("../progress.js").Progress} progress */
  remember({ position, rows }) {
    if (this.#rows.length !== rows.length) this.#rows = new Float64Array(rows.length);
    this.#rows.set(rows);
    this.#to = position;
  }

  shows({ position }) {
    return this.#to === position;
  }

  /** @returns {Float64Array|null} rows from which the layer can be extended; null: it must be drawn anew */
  before({ position }) {
    return this.#to <= position ? this.#rows : null;
  }
}

export class Panel {
  #title = element("header", { className: "panel-title" });
  badge = new Badge();
  #paper = element("div", { className: "still" });
  /** @type {import("./still.js").Still|null} that is copied on the paper */
  #still = null;
  #layers = new Layers(["ground", "bundles", "trails", "heads"]);
  #ticks = element("div", { className: "ticks", ariaHidden: "true" });
  #names = ["x", "y"].map((side) => element("span", { className: `axis-name ${side}`, hidden: true })); // of a plane's directions
  #ground = ""; // that is drawn
  #long = false; // was the race long that is drawn?
  #trails = new Drawn();
  #bundles = new Drawn();
  #shift = UNMOVED; // of the bundles' layer
  #surface; // whose ground is drawn
  #window; // under which it is
  #readout = new Readout();
  hover = new Hover();
  plot = element("div", { className: "plot", tabIndex: 0 }, this.#paper, ...this.#layers.nodes, ...this.#names, this.badge.root, this.#readout.root, this.hover.ring);
  root = element("section", { className: "panel" }, this.#title, this.#ticks, this.plot, this.hover.tip);

  /** @param {Node[]} title @param {string} label for those who cannot see the picture */
  setTitle(title, label) {
    this.#title.replaceChildren(...title);
    this.root.setAttribute("aria-label", label);
    this.plot.setAttribute("role", "application");
    this.plot.setAttribute("aria-label", `${label}, from above. ${GUIDE}`);
  }

  /** Shows the picture of a surface. @param {import("./still.js").Still} still @param {boolean} [fresh]  has it been drawn anew? */
  setStill(still, fresh = false) {
    if (still === this.#still && !fresh) return;
    this.#still = still;
    const picture = still.copy();
    this.#paper.replaceChildren(...(picture ? [picture] : []));
  }

  /** Lays the picture under a window. */
  moveStill(window, size) {
    this.#paper.style.transform = this.#still.transform(window, size);
  }

  /** Gives the canvases their size; `ratio` device pixels for each CSS pixel. */
  resize({ width, height }, ratio) {
    this.#ground = "";
    this.#layers.resize({ width, height }, ratio);
  }

  /** Draws what stands still with the window: ticks, critical points and the start. */
  drawGround(race, index, window, size, theme) {
    this.#trails.forget();
    const surface = (this.#surface = race.surfaces[index]);
    const start = startOf(race, index);
    this.#window = window;
    const onLeft = start !== null && leavesToRight(race.racers.filter((racer) => racer.surface === index), start);
    const ground = JSON.stringify([surface.key, start, window, size, theme, onLeft]);
    if (ground === this.#ground) return;
    this.#ground = ground;
    const context = this.#layers.cleared(GROUND, size);
    const place = ([x, y]) => [projectX(window, size.width, x), projectY(window, size.height, y)];
    drawCriticalPoints(context, surface.marks, place, theme);
    if (start) drawStart(context, ...place(start), size, theme, onLeft);
    this.#drawTicks(window, size, theme);
    this.#names.forEach((node, i) => {
      const name = (node.textContent = surface.plane?.axes[i] ?? "");
      const room = (i ? size.height : size.width) / theme.size;
      node.hidden = !name || !size.labelled || room < name.length * LETTER + CLEAR;
    });
  }

  /** @param {import("./view.js").Shift|null} shift lays the bundles as they are drawn under another window */
  shiftBundles(shift) {
    this.#shift = shift ?? UNMOVED;
    const { across, down, left, top } = this.#shift;
    this.#layers.nodes[BUNDLES].style.transform = shift ? `matrix(${across}, 0, 0, ${down}, ${left}, ${top})` : "";
    if (!shift) this.repaintBundles();
  }

  /** Has the bundles drawn anew in the next frame. */
  repaintBundles() {
    this.#bundles.forget();
  }

  /**
   * Trails and heads share a layer; only in long races and above bundles, where trails grow at
   * their ends while they play, do the heads have one of their own.
   * @param {import("./trails.js").Runner[]} runners
   * @param {import("../progress.js").Progress} progress
   * @param {Set<import("../inside/inside.js").Part>} shown  of the inside of steps
   */
  draw(runners, progress, size, theme, playing, shown) {
    const { rows } = progress;
    const bundled = this.#drawBundles(runners, progress, size, playing);
    const long = bundled || runners.some(({ racer }) => racer.rows > LONG_RACE);
    const from = long && playing ? this.#trails.before(progress) : null;
    if (from) extendTrails(this.#layers.context(TRAILS), runners, from, rows, theme);
    else drawTrails(this.#layers.cleared(TRAILS, size), runners, rows, theme);
    this.#trails.remember(progress);
    if (long || this.#long) this.#layers.cleared(HEADS, size);
    this.#long = long;
    const heads = this.#layers.context(long ? HEADS : TRAILS);
    if (bundled) drawBundleHeads(heads, runners, rows, this.#shift, theme);
    this.#drawHeads(heads, runners, rows, size, theme, shown);
    this.#readout.update(runners, rows, shown, size);
    this.hover.update(runners, rows, this.#surface, theme);
  }

  /** The head of the racer whose inside is looked at lies above its arrows, the others' below them. */
  #drawHeads(context, runners, rows, size, theme, shown) {
    const above = shown.size ? lookedAt(runners) : undefined;
    drawHeads(context, runners.filter((runner) => runner !== above), rows, size, theme);
    if (!above) return;
    drawInside(context, runners, rows, shown, { window: this.#window, size, theme });
    drawHeads(context, [above], rows, size, theme);
  }

  /** @returns {boolean} whether there are any */
  #drawBundles(runners, progress, size, playing) {
    const layer = this.#layers.nodes[BUNDLES];
    const bundled = runners.some(({ bundle }) => bundle.length > 0);
    if (layer.hidden === bundled) layer.hidden = !bundled; // an empty layer would cost as much as a full one
    if (!bundled || this.#bundles.shows(progress)) return bundled;
    const from = playing ? this.#bundles.before(progress) : null;
    drawBundles(from ? this.#layers.context(BUNDLES) : this.#layers.cleared(BUNDLES, size), runners, from, progress.rows);
    this.#bundles.remember(progress);
    return bundled;
  }

  #drawTicks(window, { width, height, labelled }, theme) {
    const label = (side, share, text) => {
      const tick = element("span", { className: `tick ${side}`, textContent: text });
      tick.style.setProperty("--at", `${100 * share}%`);
      return tick;
    };
    const share = (range, at) => (at - range[0]) / (range[1] - range[0]);
    const clear = (range) => ({ at }) => Math.abs(share(range, at) - 0.5) < 0.48; // of the corners
    const ticks = (range, count) => (labelled ? linearTicks(...range, Math.max(count, 4)).filter(clear(range)) : []);
    this.#ticks.replaceChildren(
      ...ticks(window.x, width / (theme.size * 7)).map(({ at, text }) => label("x", share(window.x, at), text)),
      ...ticks(window.y, height / (theme.size * 5)).map(({ at, text }) => label("y", 1 - share(window.y, at), text)),
    );
  }
}
