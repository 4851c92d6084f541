/** How far the one plane of a race may be trusted, above the pictures all the time. Several planes say so themselves: see plane-lines.js. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";
import { Pace } from "../pace.js";
import { describeDistance, leaderOf, planesOf } from "./plane.js";

export class PlaneNote {
  #plane = element("span");
  #said = element("span");
  #racer = element("span", { className: "plane-racer" }, this.#said);
  root = element("p", { className: "plane-note", hidden: true }, this.#plane, this.#racer);
  #race;
  #progress;
  #ink; // which colour of a racer's
  #marked = "";
  #highlight = null;
  #pace = new Pace();

  /** @param {import("../message.js").Race} race @param {import("../progress.js").Progress} progress @param {import("../theme.js").Theme} theme */
  setRace(race, progress, theme) {
    this.root.hidden = race.kind !== "network" || race.surfaces.length > 1;
    if (this.root.hidden) return;
    this.#race = race;
    this.#progress = progress;
    this.#ink = theme.dark ? "dark" : "light";
    this.#pace.hurry();
    const [said] = planesOf(race);
    if (this.#plane.textContent !== said) this.#plane.textContent = said;
    this.#plane.title = race.surfaces[0].plane.note;
  }

  /** The racer that is spoken of; null: the one that leads. @param {number|null} index */
  highlight(index) {
    this.#highlight = index;
    this.#pace.hurry();
  }

  /** @returns {boolean} false when it is too early to write again; then ask once more */
  update(now) {
    if (this.root.hidden) return true;
    const due = this.#pace.next(Math.floor(this.#progress.position), now);
    if (due !== "due") return due === "written";
    const index = leaderOf(this.#race, 0, this.#highlight, this.#progress);
    const racer = this.#race.racers[index];
    const said = racer ? `${racer.name}: ${describeDistance(racer, this.#progress.reached(index))}` : "";
    if (this.#said.textContent !== said) this.#said.textContent = said;
    this.#draw(racer);
    return true;
  }

  /** Puts the racer's mark before what is said of it: others may be called the same. */
  #draw(racer) {
    const marked = racer ? racer.mark + racer[this.#ink] : "";
    if (marked === this.#marked) return;
    this.#marked = marked;
    this.#racer.replaceChildren(...(racer ? [drawMark(racer.mark, racer[this.#ink])] : []), this.#said);
  }
}
