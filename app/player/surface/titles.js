/** The titles of panels: of one that shows all racers on a surface, and of one that shows one. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";
import { PlaneLines } from "../training/plane-lines.js";

/**
 * The surface, and what its colours mean.
 * @param {import("../message.js").Surface} surface @param {import("../theme.js").Theme} theme @returns {Node[]}
 */
function surfaceTitle(surface, theme) {
  const strip = element("span", { className: "strip" });
  strip.style.background = `linear-gradient(to right, ${theme.heights.map(([, colour]) => colour).join(", ")})`;
  const scale = surface.heights === "log" ? "high (log scale)" : "high";
  const key = element("span", { className: "height-key" }, "low", strip, scale);
  const quantity = surface.quantity ? [element("span", { className: "detail", textContent: surface.quantity.title, title: surface.quantity.title })] : [];
  return [element("strong", { className: "surface-name", textContent: surface.title, title: surface.title }), ...quantity, key];
}

/** The racer's mark, name and settings. @param {import("../message.js").Racer} racer @param {string} colour @returns {Node[]} */
function racerTitle(racer, colour) {
  const detail = element("span", { className: "detail", textContent: racer.detail, title: racer.detail });
  return [drawMark(racer.mark, colour), element("strong", { textContent: racer.name, title: racer.name }), detail];
}

/** The titles of one picture's panels. */
export class Titles {
  #lines = new PlaneLines();

  /** Have the titles a second line, which takes room? */
  get tall() {
    return this.#lines.apart;
  }

  /**
   * @param {{setTitle: (title: Node[], label: string) => void}[]} panels
   * @param {import("../groups.js").Group[]} groups  what each of them shows
   * @param {import("../message.js").Race} race
   * @param {import("../theme.js").Theme} theme
   */
  show(panels, groups, race, theme) {
    const lines = this.#lines.show(race, groups, theme);
    groups.forEach(({ surface: index, racer: own }, i) => {
      const [surface, racer] = [race.surfaces[index], race.racers[own]];
      const title = racer ? racerTitle(racer, racer[theme.dark ? "dark" : "light"]) : surfaceTitle(surface, theme);
      const name = element("div", { className: racer ? "plane-name" : "plane-name whole" }, ...title);
      const lined = lines.length ? [element("div", { className: "plane-head" }, name, lines[i])] : title;
      panels[i].setTitle(lined, racer ? `${racer.name}, ${racer.detail}` : surface.title);
    });
  }

  /** Of whom second lines speak, if it is one of theirs. @param {number|null} index */
  highlight(index) {
    this.#lines.highlight(index);
  }

  /** @param {import("../progress.js").Progress} progress @returns {boolean} false when it is too early to write again; then ask once more */
  update(progress, now) {
    return this.#lines.update(progress, now);
  }
}
