/** The pictures of the race: its surfaces from above, in space, or both, side by side. */

import { element } from "./element.js";
import { Relief } from "./relief/relief.js";
import { Stage } from "./surface/stage.js";

export class Pictures {
  /** Why there is no picture in space here; empty where there is. */
  static obstacle = () => Relief.obstacle();

  root;
  stage;
  /** @type {Relief|null} made when it is wanted first */
  relief = null;
  #shown = [];
  #theme;
  #events;

  /**
   * @param {HTMLElement} host
   * @param {{onStart: (point: [number, number]) => void, onDrop: () => void, onFill: (dimension: "2d"|"3d", solo: number) => void, onChange: () => void}} events
   *   `onFill`: the panel `solo` shall fill the screen
   */
  constructor(host, events) {
    this.#events = events;
    this.stage = new Stage(host, { ...events, onExpand: (solo) => events.onFill("2d", solo) });
    this.root = element("div", { className: "pictures" }, this.stage.root);
  }

  /** @param {import("./theme.js").Theme} theme */
  setTheme(theme) {
    this.#theme = theme;
    this.stage.setTheme(theme);
    this.relief?.setTheme(theme);
  }

  /** @param {import("./message.js").Race} race @param {import("./controls/viewbar.js").Looks} looks @param {number|null} solo */
  show(race, { view, dimension }, solo) {
    this.#shown = dimension === "2d" || Relief.obstacle() ? [this.stage] : this.#withRelief(dimension);
    for (const picture of this.#shown) {
      picture.setView(view);
      picture.setSolo(solo);
      picture.setRace(race);
    }
  }

  /** Fades all racers but one; null: none. */
  highlight(index) {
    for (const picture of this.#shown) picture.highlight(index);
  }

  /** @param {import("./progress.js").Progress} progress */
  draw(progress, playing) {
    for (const picture of this.#shown) picture.draw(progress, playing);
  }

  /** Writes what follows the clock in words. @returns {boolean} false when it is too early to write again; then ask once more */
  write(progress, now) {
    return this.#shown.map(({ titles }) => titles.update(progress, now)).every(Boolean);
  }

  remove() {
    this.stage.observer.disconnect();
    this.relief?.remove();
  }

  #withRelief(dimension) {
    this.relief ??= this.#newRelief();
    return dimension === "3d" ? [this.relief] : [this.stage, this.relief];
  }

  #newRelief() {
    const { onChange, onFill } = this.#events;
    const relief = new Relief({ onChange, onExpand: (solo) => onFill("3d", solo) });
    this.root.append(relief.root);
    relief.setTheme(this.#theme);
    return relief;
  }
}
