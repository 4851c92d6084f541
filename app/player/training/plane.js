/**
 * How far a plane may be trusted that networks are seen on: how much of their way lies in it, and
 * how far the racer that is looked at is away from it. It stands above the pictures all the time.
 */

import { element } from "../element.js";
import { at } from "../message.js";
import { formatShort } from "../numbers.js";
import { Pace } from "../pace.js";

/**
 * @typedef {object} Plane
 * @property {string} slug
 * @property {string} title
 * @property {string} note
 * @property {[number, number]|null} explained  shares of the way that lie along its two directions
 * @property {[number, number]|null} null  of a random walk as long
 * @property {[string, string]} axes  what its directions are called
 */

const percent = (shares) => shares.map((share) => `${(100 * share).toFixed(1)} %`).join(" + ");
const short = (value) => (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4 ? formatShort(value) : value.toPrecision(3));

/** What is to be known of the plane of each surface. @param {import("../message.js").Race} race @returns {string[]} */
export function planesOf({ kind, surfaces }) {
  if (kind !== "network") return [];
  return surfaces.map(({ title, plane }, i) => {
    const named = plane.title === surfaces[i - 1]?.plane.title ? [] : [plane.title]; // once
    const said = [...named, ...share(plane)].join(" · ");
    return surfaces.length > 1 ? `${title}: ${said || "the same"}` : said;
  });
}

/** How much of the way lies in a plane. */
function share({ explained, null: walk }) {
  if (!explained) return [];
  return [`explains ${percent(explained)} of the way${walk ? ` (a random walk: ${percent(walk)})` : ""}`];
}

/** Where a racer is, seen from the plane. @param {import("../message.js").Racer} racer @returns {string} */
export function describeDistance({ gaps, network }, row) {
  const [loss, shown, off, walked] = [gaps, network.plane_losses, network.off_plane, network.walked].map((series) => short(at(series, row)));
  return `loss ${loss}, on the plane ${shown}, off the plane by ${off} of ${walked} walked`;
}

/** The racer that is highlighted, else the one with the lowest loss. */
function leaderOf(race, surface, highlight, progress) {
  const indices = race.racers.map((_, index) => index).filter((index) => race.racers[index].surface === surface);
  if (indices.includes(highlight)) return highlight;
  const loss = (index) => at(race.racers[index].gaps, progress.reached(index));
  return indices.reduce((best, index) => (best === undefined || loss(index) < loss(best) ? index : best), undefined);
}

export class PlaneNotes {
  root = element("div", { className: "plane-notes", hidden: true });
  #notes = []; // of each surface: {plane, racer}, elements
  #race;
  #progress;
  #highlight = null;
  #pace = new Pace();

  /** @param {import("../message.js").Race} race @param {import("../progress.js").Progress} progress */
  setRace(race, progress) {
    this.root.hidden = race.kind !== "network";
    if (this.root.hidden) return;
    this.#race = race;
    this.#progress = progress;
    this.#pace.hurry();
    if (this.#notes.length !== race.surfaces.length) this.#build(race.surfaces.length);
    planesOf(race).forEach((said, i) => {
      const { plane } = race.surfaces[i];
      const node = this.#notes[i].plane;
      if (node.textContent !== said) node.textContent = said;
      node.title = plane.note;
    });
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
    this.#notes.forEach(({ racer: node }, surface) => {
      const index = leaderOf(this.#race, surface, this.#highlight, this.#progress);
      const racer = this.#race.racers[index];
      const said = racer ? `${racer.name}: ${describeDistance(racer, this.#progress.reached(index))}` : "";
      if (node.textContent !== said) node.textContent = said;
    });
    return true;
  }

  #build(count) {
    this.#notes = Array.from({ length: count }, () => ({ plane: element("span"), racer: element("span", { className: "plane-racer" }) }));
    this.root.replaceChildren(...this.#notes.map(({ plane, racer }) => element("p", {}, plane, racer)));
  }
}
