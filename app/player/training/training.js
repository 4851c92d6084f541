/** What the page shows of a race of networks beside the race itself; of other races nothing. */

import { element } from "../element.js";
import { Insight } from "../network/insight.js";
import { Refine } from "../network/refine.js";
import { PlaneNote } from "./plane-note.js";

export class TrainingView {
  #note = new PlaneNote();
  /** @type {Insight|null} made when it is wanted first, as is the next */
  #insight = null;
  /** @type {Refine|null} */
  #refine = null;
  #means;
  /** Above the pictures: how far the plane may be trusted. */
  above = this.#note.root;
  /** Beside them: what a network does. */
  beside = element("div", { className: "beside", hidden: true });
  /** Among the controls: how finely the plane is worked out. */
  control = element("span", { className: "grid-control", hidden: true });

  /** @param {ConstructorParameters<typeof Refine>[0]} means */
  constructor(means) {
    this.#means = means;
  }

  /**
   * @param {import("../message.js").Race} race
   * @param {import("../progress.js").Progress} progress
   * @param {import("../theme.js").Theme} theme
   */
  setRace(race, progress, theme) {
    const trained = race.kind === "network";
    this.beside.hidden = this.control.hidden = !trained;
    this.#note.setRace(race, progress, theme);
    if (!trained) return;
    if (!this.#insight) this.#make();
    this.#insight.setRace(race, progress, theme);
  }

  /** Works the planes of a race out. @param {import("../message.js").Race} race  see Refine.setRace @param {string} resolution */
  refine(race, resolution) {
    if (race.kind === "network") this.#refine.setRace(race, resolution);
    else this.#refine?.rest();
  }

  /** @returns {boolean} false when there is more to write, which it is too early for; then ask once more */
  draw(progress, playing, now) {
    if (!this.beside.hidden) this.#insight.draw(progress, playing);
    return this.#note.update(now);
  }

  /** @param {number|null} index  of the racer that stands out */
  highlight(index) {
    this.#note.highlight(index);
  }

  remove() {
    this.#insight?.remove();
    this.#refine?.remove();
  }

  #make() {
    this.#insight = new Insight(this.#means);
    this.#refine = new Refine(this.#means);
    this.beside.append(this.#insight.root);
    this.control.append(this.#refine.root);
  }
}
