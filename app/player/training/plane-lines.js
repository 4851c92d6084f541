/** How far the planes of a race may be trusted where there are several: a line in the head of each panel, whole when it is pointed at. */

import { element } from "../element.js";
import { drawMark } from "../marks.js";
import { Pace } from "../pace.js";
import { describeDistance, describePlane, distanceInShort, leaderOf, shareInShort } from "./plane.js";

/** One of them. */
class PlaneLine {
  #share = element("span", { className: "plane-share" });
  #mark = element("span", { className: "plane-mark" });
  #off = element("span");
  root = element("p", { className: "plane-line", role: "note" }, this.#share, element("span", { className: "plane-off" }, this.#mark, this.#off));
  #plane;
  #marked = "";

  /** @param {import("./plane.js").Plane} plane */
  setPlane(plane) {
    this.#plane = plane;
    write(this.#share, shareInShort(plane));
  }

  /** @param {import("../message.js").Racer|undefined} racer @param {string} ink  of its mark; empty: it needs none */
  tell(racer, row, ink) {
    write(this.#off, racer ? distanceInShort(racer, row) : "");
    const said = [describePlane(this.#plane), ...(racer ? [`${racer.name}: ${describeDistance(racer, row)}`] : [])].join(". ");
    this.root.title = said;
    this.root.ariaLabel = said;
    const marked = ink && racer ? racer.mark + ink : "";
    if (marked === this.#marked) return;
    this.#marked = marked;
    this.#mark.replaceChildren(...(marked ? [drawMark(racer.mark, ink)] : []));
  }
}

export class PlaneLines {
  /** Are there several planes? */
  apart = false;
  /** @type {PlaneLine[]} of each panel */
  #lines = [];
  /** @type {import("../groups.js").Group[]} */
  #groups = [];
  #race;
  #theme;
  #highlight = null;
  #pace = new Pace();

  /**
   * @param {import("../message.js").Race} race
   * @param {import("../groups.js").Group[]} groups  what each panel shows
   * @param {import("../theme.js").Theme} theme
   * @returns {HTMLElement[]} the line of each panel; none where there is one plane
   */
  show(race, groups, theme) {
    this.apart = race.kind === "network" && race.surfaces.length > 1;
    if (!this.apart) return [];
    this.#race = race;
    this.#groups = groups;
    this.#theme = theme;
    this.#pace.hurry();
    while (this.#lines.length < groups.length) this.#lines.push(new PlaneLine());
    groups.forEach(({ surface }, i) => this.#lines[i].setPlane(race.surfaces[surface].plane));
    return this.#lines.slice(0, groups.length).map(({ root }) => root);
  }

  /** @param {number|null} index  of the racer that is spoken of on its plane; null: those that lead */
  highlight(index) {
    this.#highlight = index;
    this.#pace.hurry();
  }

  /** @param {import("../progress.js").Progress} progress @returns {boolean} false when it is too early to write again; then ask once more */
  update(progress, now) {
    if (!this.apart) return true;
    const due = this.#pace.next(Math.floor(progress.position), now);
    if (due !== "due") return due === "written";
    const { racers } = this.#race;
    this.#groups.forEach(({ surface, racers: all, racer: own }, i) => {
      const index = own ?? leaderOf(this.#race, surface, this.#highlight, progress);
      const racer = racers[index];
      const ink = all.length > 1 ? racer[this.#theme.dark ? "dark" : "light"] : "";
      this.#lines[i].tell(racer, racer && progress.reached(index), ink);
    });
    return true;
  }
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
