/** The surface panels: one for all racers or one for each, with one linked window, still and projection. */

import { element } from "../element.js";
import { expandButton } from "./expand.js";
import { watchHand } from "./gestures.js";
import { columnsOf } from "./grid.js";
import { roundToWindow } from "../numbers.js";
import { Panel } from "./panel.js";
import { Still } from "./still.js";
import { mix } from "../theme.js";
import { surfaceTitle } from "./titles.js";
import { panned, projectTrack, projectX, projectY, shiftBetween, unproject, zoomed } from "./view.js";

const REST = 140; // ms without a gesture before the surface is drawn anew
const LABELLED = 300; // px; narrower panels have no tick labels
const CLOSEST = 1e-6;
const WIDEST = 200; // windows, as shares of the surface
const FADED = 0.8; // share of the surface's colour in a racer that is not highlighted
const PALE = 0.5; // and in runs with other seeds
const REACH = 1.1; // letters' sizes from the start within which a hand takes hold of it

export class Stage {
  root = element("div", { className: "stage" });
  /** @type {import("./view.js").Window} */
  window;
  #panels = [];
  #still;
  #runners = [];
  #tracks = []; // of each racer, under the window
  #bundles = []; // tracks of each racer's runs with other seeds, under #settled
  #settled; // the window when the hand rested last
  #size = { width: 0, height: 0, labelled: false };
  #ratio = 1;
  #highlight = null;
  #rest = 0;
  #due = 0; // the picture of the surface, once it is asked for
  #view = "together";
  #race;
  #theme;
  #inside = new Set(); // what is shown of the inside of steps
  #solo = null; // the one racer whose panel is shown; null: all
  #events;

  /**
   * @param {HTMLElement} host
   * @param {{onStart: (point: [number, number]) => void, onDrop: () => void, onExpand: (index: number) => void, onChange: () => void}} events
   *   `onStart`: the start is here now; `onDrop`: and there it stays; `onExpand`: the panel of this racer shall fill the screen
   */
  constructor(host, events) {
    this.#events = events;
    this.#still = new Still(host);
    this.ready = this.#still.ready;
    this.ready.then(() => this.#drawStill(), () => {});
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this.root);
  }

  setRace(race) {
    const sameSurface = race.surfaces[0] === this.#race?.surfaces[0];
    const sameWindow = String([race.surfaces[0].x, race.surfaces[0].y]) === String([this.#race?.surfaces[0].x, this.#race?.surfaces[0].y]);
    if (!sameWindow) this.window = { x: race.surfaces[0].x, y: race.surfaces[0].y };
    this.#race = race;
    this.#arrange();
    if (!sameSurface) this.#drawStill();
  }

  setTheme(theme) {
    this.#theme = theme;
    if (!this.#race) return;
    this.#arrange();
    this.#drawStill();
  }

  /** For the next race that is set. @param {import("../controls/viewbar.js").View} view */
  setView(view) {
    this.#view = view;
  }

  /** The panel of one racer only, for the next race that is set; null: all panels. */
  setSolo(index) {
    this.#solo = index;
  }

  /** Shows parts of the inside of steps. @param {Set<import("../inside/inside.js").Part>} parts */
  setInside(parts) {
    this.#inside = parts;
    this.#events.onChange();
  }

  /** Fades all racers but one; null: none. */
  highlight(index) {
    this.#highlight = index;
    if (!this.#race) return;
    this.#ink();
    for (const panel of this.#panels) panel.repaintBundles();
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(progress, playing) {
    const shown = this.#shown();
    this.#panels.forEach((panel, i) => {
      const racer = shown && this.#race.racers[shown[i]];
      const runners = racer ? this.#runners.filter((runner) => runner.racer === racer) : this.#runners;
      panel.draw(runners, progress, this.#size, this.#theme, playing, this.#inside);
      panel.badge.draw(racer, racer && progress.rows[shown[i]]);
    });
  }

  /** @returns {number[]|null} racers that have a panel each; null where one panel shows them all */
  #shown() {
    const all = this.#race.racers.map((_, index) => index);
    if (this.#view === "together" || !all.length) return null;
    return all.includes(this.#solo) ? [this.#solo] : all;
  }

  /** Makes as many panels as the view needs and titles them. */
  #arrange() {
    const shown = this.#shown();
    const count = shown ? shown.length : 1;
    const before = this.#panels.length;
    while (this.#panels.length < count) this.#panels.push(this.#newPanel());
    for (const panel of this.#panels.splice(count)) panel.root.remove();
    const colour = this.#theme.dark ? "dark" : "light";
    this.#panels.forEach((panel, i) => {
      const racer = shown && this.#race.racers[shown[i]];
      if (racer) panel.setRacer(racer, racer[colour]);
      else panel.setTitle(surfaceTitle(this.#race.surfaces[0], this.#theme), this.#race.surfaces[0].title);
    });
    this.root.dataset.panels = String(count);
    if (count !== before) this.#fit();
    else this.#project();
  }

  #newPanel() {
    const panel = new Panel();
    const expand = () => this.#events.onExpand(this.#shown()?.[this.#panels.indexOf(panel)] ?? null);
    panel.plot.append(expandButton(expand));
    this.root.append(panel.root);
    panel.setStill(this.#still.copy());
    watchHand(panel.plot, {
      pan: (dx, dy) => this.#look(panned(this.window, this.#size, dx, dy)),
      zoom: (x, y, factor) => this.#look(zoomed(this.window, this.#size, x, y, factor)),
      reset: () => this.#look({ x: this.#race.surfaces[0].x, y: this.#race.surfaces[0].y }),
      canReset: () => String([this.window.x, this.window.y]) !== String([this.#race.surfaces[0].x, this.#race.surfaces[0].y]),
      choose: (x, y) => {
        this.#events.onStart(this.#pointAt(x, y));
        this.#events.onDrop();
      },
      holds: (x, y) => this.#isStart(x, y),
      carry: (x, y) => this.#events.onStart(this.#pointAt(x, y)),
      drop: () => this.#events.onDrop(),
      hover: (x, y) => this.#point(panel, x, y),
      leave: () => this.#point(panel, null),
    });
    return panel;
  }

  #point(panel, x, y) {
    if (x === null) panel.hover.leave();
    else panel.hover.point(x, y);
    this.#events.onChange();
  }

  /** The point of the surface under a pixel, or the nearest one, with as many digits as can be aimed at. */
  #pointAt(px, py) {
    const point = unproject(this.window, this.#size, px, py);
    return ["x", "y"].map((side, i) => {
      const [low, high] = this.#race.surfaces[0][side];
      const [from, to] = this.window[side];
      return Math.min(Math.max(roundToWindow(point[i], to - from), low), high);
    });
  }

  #isStart(px, py) {
    const { width, height } = this.#size;
    const [x, y] = this.#race.start;
    return Math.hypot(projectX(this.window, width, x) - px, projectY(this.window, height, y) - py) < REACH * this.#theme.size;
  }

  /** Chooses the grid for the room there is and measures the panels. */
  #fit() {
    if (!this.#race || !this.root.clientWidth) return;
    const columns = columnsOf(this.#panels.length, { width: this.root.clientWidth, height: this.root.clientHeight });
    const labelled = this.root.clientWidth / columns >= LABELLED;
    this.root.style.setProperty("--columns", String(columns));
    this.root.classList.toggle("labelled", labelled);
    const { clientWidth: width, clientHeight: height } = this.#panels[0].plot;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const same = width === this.#size.width && height === this.#size.height && ratio === this.#ratio;
    this.#size = { width, height, labelled };
    this.#ratio = ratio;
    for (const panel of this.#panels) panel.resize(this.#size, ratio);
    this.#project();
    if (!same) this.#drawStill();
  }

  #look(next) {
    const share = (next.x[1] - next.x[0]) / (this.#race.surfaces[0].x[1] - this.#race.surfaces[0].x[0]);
    if (share < CLOSEST || share > WIDEST) return;
    this.window = next;
    this.#project(true);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#settle(), REST);
  }

  /**
   * Lays everything under the window: pixels are computed here and only here. While the hand moves
   * the window, surface and bundles are moved as the pictures that they are.
   */
  #project(moving = false) {
    const project = (path) => projectTrack(path, this.window, this.#size);
    this.#tracks = this.#race.racers.map(project);
    if (!moving) {
      this.#settled = this.window;
      this.#bundles = this.#race.racers.map(({ others }) => others.map(project));
    }
    const transform = this.#still.transform(this.window, this.#size);
    const shift = moving ? shiftBetween(this.#settled, this.window, this.#size) : null;
    for (const panel of this.#panels) {
      panel.moveStill(transform);
      panel.shiftBundles(shift);
    }
    this.#ink();
  }

  /** Gives every racer its colours on this theme. */
  #ink() {
    const colour = this.#theme.dark ? "dark" : "light";
    const paper = this.#theme.heights[1][1];
    this.#runners = this.#race.racers.map((racer, index) => {
      const faded = this.#highlight !== null && this.#highlight !== index;
      const ink = faded ? mix(racer[colour], paper, FADED) : racer[colour];
      return { index, racer, track: this.#tracks[index], bundle: this.#bundles[index], ink, pale: racer.others.length ? mix(ink, paper, PALE) : ink, faded };
    });
    if (!this.#shown()) this.#runners.sort((a, b) => Number(b.faded) - Number(a.faded));
    for (const panel of this.#panels) panel.drawGround(this.#race, this.window, this.#size, this.#theme);
    this.#events.onChange();
  }

  #settle() {
    if (this.window !== this.#settled) this.#project();
    this.#drawStill();
  }

  /** Has the picture of the surface drawn after the next frame: it takes far longer than the race, which need not wait. */
  #drawStill() {
    this.#due ||= requestAnimationFrame(() => {
      setTimeout(() => {
        this.#due = 0;
        this.#printStill();
      });
    });
  }

  async #printStill() {
    if (!this.#race || !this.#size.width) return;
    const fresh = await this.#still.draw(this.#race.surfaces[0], this.window, this.#size, this.#theme);
    if (!fresh) return;
    const transform = this.#still.transform(this.window, this.#size);
    for (const panel of this.#panels) {
      panel.setStill(this.#still.copy());
      panel.moveStill(transform);
    }
  }
}
