/**
 * The surfaces in three dimensions: one panel for each of them or for each racer, seen by one camera.
 * One WebGL context paints every surface once for each pose; panels show copies of its picture.
 */

import { element } from "../element.js";
import { groupsOf } from "../groups.js";
import { expandButton } from "../surface/expand.js";
import { cellsOf, columnsOf } from "../surface/grid.js";
import { adopt, sheet } from "../sheets.js";
import { tonesOf } from "../takeaway/lettering.js";
import { Titles } from "../surface/titles.js";
import { closer, HOME, isSame, shifted, turned } from "./camera.js";
import { watchHand } from "./hand.js";
import { obstacle } from "./obstacle.js";
import { Painter } from "./painter.js";
import { ReliefPanel } from "./panel.js";
import { sizeOf } from "./pose.js";
import { NAME, printPanel } from "./print.js";
import { runnersOf } from "./runners.js";
import { Scene, worldOf } from "./scene.js";
import { Terrain } from "./terrain.js";

const REST = 140; // ms without a gesture before the surface is painted sharply

const SHEET = "relief/relief.css";
sheet(SHEET);

export class Relief {
  root = element("div", { className: "relief stage3d" });
  /** @type {import("./camera.js").Camera} */
  camera = HOME;
  titles = new Titles();
  /** What the panels show. */
  scene = new Scene();
  #print = { scene: new Scene(), key: "", world: null }; // the same for another size
  #painter = new Painter(() => this.#paintAnew());
  #panels = [];
  #runners = [];
  #world = null; // see scene.js
  #size = { width: 0, height: 0, labelled: false, margin: [0, 0] };
  #ratio = 1;
  #laid = false; // is the scene laid out as things are now?
  #painted = false; // and every surface painted?
  #moving = false; // does the camera or a surface change right now?
  #rest = 0;
  #dressed = false; // null: soon
  #view = "together";
  #solo = null;
  #highlight = null;
  #race;
  #theme;
  #events;

  static obstacle = obstacle;

  /**
   * @param {{onChange: () => void, onExpand?: (index: number) => void}} events
   *   `onChange`: a frame is needed; `onExpand`: this panel shall fill the screen
   */
  constructor(events) {
    this.#events = events;
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this.root);
  }

  /** How often a surface has been painted. */
  get paintings() {
    return this.#painter.paintings;
  }

  /** @param {import("../message.js").Race} race */
  setRace(race) {
    const before = this.#race?.surfaces ?? [];
    this.#race = race;
    if (race.surfaces[0].key !== before[0]?.key) this.camera = { ...this.camera, zoom: HOME.zoom, pan: HOME.pan };
    const same = race.surfaces.map((surface) => before.indexOf(surface));
    this.#lift(same.map((index, i) => (index < 0 ? new Terrain(race.surfaces[i]) : this.#world.terrains[index])));
    if (before.length && String(same) !== String(before.map((_, index) => index))) this.#hurry();
    this.#arrange();
  }

  /** @param {import("../theme.js").Theme} theme */
  setTheme(theme) {
    this.#theme = theme;
    this.#painter.setTheme(theme);
    if (!this.#race) return;
    this.#world = { ...this.#world, theme };
    this.#arrange();
    this.#fit();
    this.#paintAnew();
  }

  /** @param {"together"|"side"} view */
  setView(view) {
    this.#view = view;
    this.#arrange();
  }

  /** Shows one panel of the view only; null: all. @param {number|null} index */
  setSolo(index) {
    this.#solo = index;
    this.#arrange();
  }

  /** Fades all racers but one; null: none. @param {number|null} index */
  highlight(index) {
    this.#highlight = index;
    this.titles.highlight(index);
    this.#ink();
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(progress, playing) {
    if (!this.#world || !this.#theme || !this.#size.width) return;
    if (!this.#laid) this.#lay();
    this.#groups().forEach((group, i) => {
      const panel = this.#panels[i];
      panel.draw(this.#of(group, this.#runners), progress, this.scene, this.#theme, playing);
      panel.badge.draw(this.#racerOf(group), progress.rows[group.racer]);
    });
  }

  /**
   * Draws all panels into a box of any canvas, at its pixel ratio.
   * @param {CanvasRenderingContext2D} context
   * @param {{left: number, top: number, width: number, height: number}} box  CSS px
   * @param {import("../progress.js").Progress} progress
   */
  print(context, box, { rows }) {
    if (!this.#world || !this.#theme) return;
    const groups = this.#groups();
    const cells = cellsOf(groups.length, box, this.#theme.size);
    const { width, height } = cells[0];
    const titled = groups.length > 1; // else the sheet's own title says it
    const named = titled || this.#racerOf(groups[0]) ? NAME * this.#theme.size : 0;
    const scene = this.#sceneFor(sizeOf({ width, height: height - named }, this.#theme), context.getTransform().a);
    const [runners, tones] = [this.#runnersOn(scene), tonesOf(this.root)];
    groups.forEach((group, i) => {
      const racer = this.#racerOf(group);
      const title = titled ? this.#race.surfaces[group.surface].title : "";
      const shown = { runners: this.#of(group, runners), surface: group.surface, racer, title, rows };
      printPanel(context, cells[i], shown, { scene, theme: this.#theme, tones });
    });
  }

  /** Gives the graphics card back what it held. */
  remove() {
    clearTimeout(this.#rest);
    this.observer.disconnect();
    this.#painter.remove();
    this.root.remove();
  }

  /** What each panel shows. */
  #groups() {
    return groupsOf(this.#race, this.#view, this.#solo);
  }

  #of({ racers }, runners) {
    return runners.filter(({ index }) => racers.includes(index));
  }

  /** Whose panel it is; null: that of all racers on a surface. */
  #racerOf({ racer }) {
    return racer === null ? null : this.#race.racers[racer];
  }

  /** Lays the ways of the race in the block. */
  #lift(terrains) {
    this.#painter.setTerrains(terrains);
    this.#world = worldOf(this.#race, terrains, this.#theme);
  }

  /** Makes as many panels as there is to show and titles them. */
  #arrange() {
    if (!this.#race || !this.#theme) return;
    const groups = this.#groups();
    const before = [this.#panels.length, this.titles.tall];
    while (this.#panels.length < groups.length) this.#panels.push(this.#newPanel());
    for (const panel of this.#panels.splice(groups.length)) panel.root.remove();
    this.titles.show(this.#panels, groups, this.#race, this.#theme);
    this.root.dataset.panels = String(groups.length);
    this.#layAnew();
    if (String(before) !== String([groups.length, this.titles.tall])) this.#fit();
  }

  #newPanel() {
    const panel = new ReliefPanel();
    const { onExpand } = this.#events;
    if (onExpand) panel.plot.append(expandButton(() => onExpand(this.#panels.indexOf(panel))));
    this.root.append(panel.root);
    watchHand(panel.plot, {
      turn: (right, up) => this.#look(turned(this.camera, right, up)),
      move: (dx, dy) => this.#look(shifted(this.camera, (2 * dx) / this.#size.width, (-2 * dy) / this.#size.height)),
      zoom: (x, y, factor) => this.#look(closer(this.camera, [(2 * x) / this.#size.width - 1, 1 - (2 * y) / this.#size.height], factor)),
      reset: () => this.#look(HOME),
    });
    return panel;
  }

  /** Chooses the grid for the room there is and measures the panels. */
  #fit() {
    if (!this.#race || !this.#theme || !this.root.clientWidth) return;
    if (!this.#dressed) return this.#dress();
    const { clientWidth: across, clientHeight: down } = this.root;
    this.root.style.setProperty("--columns", String(columnsOf(this.#panels.length, { width: across, height: down })));
    const { clientWidth: width, clientHeight: height } = this.#panels[0].plot;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const size = sizeOf({ width, height }, this.#theme);
    const shown = this.#size.width > 0;
    const same = JSON.stringify([size, ratio]) === JSON.stringify([this.#size, this.#ratio]);
    this.#size = size;
    this.#ratio = ratio;
    for (const panel of this.#panels) panel.resize(size, ratio);
    if (!same && shown) this.#hurry();
    else if (!same) this.#painted = false;
    this.#lay(); // at once: a frame without the surface would flicker
  }

  /** Adopts the style sheet where the root now stands. */
  async #dress() {
    if (this.#dressed === null) return;
    this.#dressed = null;
    await adopt(this.root, [SHEET]);
    this.#dressed = true;
    this.#fit();
  }

  #look(camera) {
    if (isSame(camera, this.camera)) return;
    this.camera = camera;
    this.#hurry();
  }

  /** Paints quickly from now on, and sharply once there is rest. */
  #hurry() {
    this.#moving = true;
    this.#paintAnew();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#moving = false;
      this.#paintAnew();
    }, REST);
  }

  #paintAnew() {
    this.#painted = false;
    this.#layAnew();
  }

  #layAnew() {
    this.#laid = false;
    this.#events.onChange();
  }

  /** Lays everything out for the camera: pixels are computed here and only here. */
  #lay() {
    this.scene.lay(this.#world, this.camera, this.#size, this.#moving);
    if (!this.#painted) this.#painted = this.scene.paint(this.#painter, this.camera, this.#ratio, this.#moving);
    const drawn = []; // the first panel of each surface
    this.#groups().forEach(({ surface }, i) => {
      const panel = this.#panels[i];
      if (drawn[surface]) panel.copyGround(drawn[surface], this.#size);
      else (drawn[surface] = panel).drawGround(this.scene, surface);
    });
    this.#laid = true;
    this.#ink();
  }

  /** Gives every racer its colours. */
  #ink() {
    if (!this.#laid) return;
    this.#runners = this.#runnersOn(this.scene);
    for (const panel of this.#panels) panel.repaint();
    this.#events.onChange();
  }

  #runnersOn(scene) {
    return runnersOf(this.#world, scene, this.#highlight);
  }

  /** The scene for prints of a size, kept from print to print. */
  #sceneFor(size, ratio) {
    const { scene, key, world } = this.#print;
    const wanted = JSON.stringify([this.camera, size, ratio, this.#theme]);
    if (wanted === key && world === this.#world) return scene;
    scene.lay(this.#world, this.camera, size, false);
    scene.paint(this.#painter, this.camera, ratio, false);
    this.#print = { scene, key: wanted, world: this.#world };
    return scene;
  }
}
