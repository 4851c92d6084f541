/** How far the one plane of a race may be trusted, above the pictures all the time. Several planes say so themselves: see plane-lines.js. */

import { element } from "../element.js";
import { Pace } from "../pace.js";
import { describeDistance, leaderOf, planesOf } from "./plane.js";

export class PlaneNote {
  #plane = element("span");
  #racer = element("span", { className: "plane-racer" });
  root = element("p", { className: "plane-note", hidden: true }, this.#plane, this.#racer);
  #race;
  #progress;
  #highlight = null;
  #pace = new Pace();

  /** @param {import("../message.js").Race} race @param {import("../progress.js").Progress} progress */
  setRace(race, progress) {
    this.root.hidden = race.kind !== "network" || race.surfaces.length > 1;
    if (this.root.hidden) return;
    this.#race = race;
    this.#progress = progress;
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
    if (this.#racer.textContent !== said) this.#racer.textContent = said;
    return true;
  }
}
