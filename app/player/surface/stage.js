/** The panels from above: one for each surface or one for each racer, with one linked window and projection. */

import { element } from "../element.js";
import { expandButton } from "./expand.js";
import { watchHand } from "./gestures.js";
import { columnsOf } from "./grid.js";
import { groupsOf, startOf } from "../groups.js";
import { roundToWindow } from "../numbers.js";
import { Panel } from "./panel.js";
import { Stills } from "./stills.js";
import { mix } from "../theme.js";
import { Titles } from "./titles.js";
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
  titles = new Titles();
  #panels = [];
  /** @type {import("../groups.js").Group[]} what each panel shows */
  #groups = [];
  #stills;
  #runners = []; // of each panel
  #tracks = []; // of each racer, under the window
  #bundles = []; // tracks of each racer's runs with other seeds, under #settled
  #settled; // the window when the hand rested last
  #size = { width: 0, height: 0, labelled: false };
  #ratio = 1;
  #highlight = null;
  #rest = 0;
  #view = "together";
  #race;
  #theme;
  #inside = new Set(); // what is shown of the inside of steps
  #solo = null; // the one panel that is shown; null: all
  #events;

  /**
   * @param {HTMLElement} host
   * @param {{onStart: (point: [number, number]) => void, onDrop: () => void, onExpand: (index: number) => void, onChange: () => void}} events
   *   `onStart`: the start is here now; `onDrop`: and there it stays; `onExpand`: this panel shall fill the screen
   */
  constructor(host, events) {
    this.#events = events;
    const scene = () => (this.#race && this.#size.width ? { surfaces: this.#race.surfaces, window: this.window, size: this.#size, theme: this.#theme } : null);
    this.#stills = new Stills(host, scene, (surface) => this.#showStill(surface));
    this.ready = this.#stills.ready;
    this.ready.then(() => this.#drawStills(), () => {});
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this.root);
  }

  setRace(race) {
    const before = this.#race?.surfaces ?? [];
    const [surface] = race.surfaces; // all show the same part of the plane
    const sameWindow = String([surface.x, surface.y]) === String([before[0]?.x, before[0]?.y]);
    if (!sameWindow) this.window = { x: surface.x, y: surface.y };
    this.#race = race;
    this.#arrange();
    this.#stills.draw(this.#surfaces.filter((index) => race.surfaces[index] !== before[index]));
  }

  setTheme(theme) {
    this.#theme = theme;
    if (!this.#race) return;
    this.#arrange();
    this.#drawStills();
  }

  /** For the next race that is set. @param {import("../controls/viewbar.js").View} view */
  setView(view) {
    this.#view = view;
  }

  /** One panel only, for the next race that is set; null: all panels. @param {number|null} index */
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
    this.titles.highlight(index);
    if (!this.#race) return;
    this.#ink();
    for (const panel of this.#panels) panel.repaintBundles();
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(progress, playing) {
    this.#groups.forEach(({ racer: index }, i) => {
      this.#panels[i].draw(this.#runners[i], progress, this.#size, this.#theme, playing, this.#inside);
      if (index === null) this.#panels[i].badge.draw(null, 0);
      else this.#panels[i].badge.draw(this.#race.racers[index], progress.rows[index]);
    });
  }

  /** Indices of all surfaces. */
  get #surfaces() {
    return this.#race.surfaces.map((_, index) => index);
  }

  /** Makes as many panels as the view needs and titles them. */
  #arrange() {
    this.#groups = groupsOf(this.#race, this.#view, this.#solo);
    const count = this.#groups.length;
    const before = [this.#panels.length, this.titles.tall];
    while (this.#panels.length < count) this.#panels.push(this.#newPanel());
    for (const panel of this.#panels.splice(count)) panel.root.remove();
    this.titles.show(this.#panels, this.#groups, this.#race, this.#theme);
    this.#groups.forEach(({ surface }, i) => this.#panels[i].setStill(this.#stills.of(surface)));
    this.root.dataset.panels = String(count);
    if (String(before) !== String([count, this.titles.tall])) this.#fit();
    else this.#project();
  }

  #newPanel() {
    const panel = new Panel();
    panel.plot.append(expandButton(() => this.#events.onExpand(this.#panels.indexOf(panel))));
    this.root.append(panel.root);
    watchHand(panel.plot, {
      pan: (dx, dy) => this.#look(panned(this.window, this.#size, dx, dy)),
      zoom: (x, y, factor) => this.#look(zoomed(this.window, this.#size, x, y, factor)),
      reset: () => this.#look(this.#whole),
      canReset: () => JSON.stringify(this.window) !== JSON.stringify(this.#whole),
      choose: (x, y) => {
        if (!this.#movable) return;
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

  /** The window that shows the whole of the surfaces. @returns {import("./view.js").Window} */
  get #whole() {
    const { x, y } = this.#race.surfaces[0];
    return { x, y };
  }

  get #movable() {
    return this.#race.kind !== "network";
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
      const [low, high] = this.#whole[side];
      const [from, to] = this.window[side];
      return Math.min(Math.max(roundToWindow(point[i], to - from), low), high);
    });
  }

  /** Is the start here, and can it be carried? That of networks is a draw and no place. */
  #isStart(px, py) {
    if (!this.#movable) return false;
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
    if (!same) this.#drawStills();
  }

  #look(next) {
    const { x } = this.#whole;
    const share = (next.x[1] - next.x[0]) / (x[1] - x[0]);
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
    const shift = moving ? shiftBetween(this.#settled, this.window, this.#size) : null;
    for (const panel of this.#panels) {
      panel.moveStill(this.window, this.#size);
      panel.shiftBundles(shift);
    }
    this.#ink();
  }

  /** Gives every racer its colours on this theme. */
  #ink() {
    const colour = this.#theme.dark ? "dark" : "light";
    const paper = this.#theme.heights[1][1];
    const runners = this.#race.racers.map((racer, index) => {
      const faded = this.#highlight !== null && this.#highlight !== index;
      const ink = faded ? mix(racer[colour], paper, FADED) : racer[colour];
      return { index, racer, track: this.#tracks[index], bundle: this.#bundles[index], ink, pale: racer.others.length ? mix(ink, paper, PALE) : ink, faded };
    });
    runners.sort((a, b) => Number(b.faded) - Number(a.faded));
    this.#runners = this.#groups.map(({ racers }) => runners.filter(({ index }) => racers.includes(index)));
    this.#groups.forEach(({ surface }, i) => this.#panels[i].drawGround(this.#race, surface, this.window, this.#size, this.#theme));
    this.#events.onChange();
  }

  #settle() {
    if (this.window !== this.#settled) this.#project();
    this.#drawStills();
  }

  #drawStills() {
    if (this.#race) this.#stills.draw(this.#surfaces);
  }

  /** Shows the new picture of a surface wherever the surface is shown. */
  #showStill(surface) {
    this.#groups.forEach((group, i) => {
      if (group.surface !== surface) return;
      this.#panels[i].setStill(this.#stills.of(surface), true);
      this.#panels[i].moveStill(this.window, this.#size);
    });
  }
}
