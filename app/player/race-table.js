/** The race as a table, for those who cannot see it move: where every racer stands at round positions of the clock. */

import { element } from "./element.js";
import { at } from "./message.js";
import { formatNumber } from "./numbers.js";
import { Progress, UNITS } from "./progress.js";
import { linearTicks } from "./ticks.js";

const ROWS = 20; // about so many

export class RaceTable {
  #table = element("table", { className: "race-table" });
  #stale = true; // is the table another race's?
  #race;
  /** @type {import("./progress.js").Axis} */
  #axis;
  root = element(
    "details",
    { className: "race-details" },
    element("summary", { textContent: "The race as a table" }),
    element("div", { className: "race-table-box", tabIndex: 0, role: "region", ariaLabel: "The race as a table" }, this.#table),
  );

  constructor() {
    this.root.addEventListener("toggle", () => this.#show());
    // Arrows scroll here; elsewhere they move the clock.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** @param {import("./message.js").Race} race @param {import("./progress.js").Axis} axis */
  setRace(race, axis) {
    this.#race = race;
    this.#axis = axis;
    this.#stale = true;
    this.#show();
  }

  #show() {
    if (!this.#stale || !this.root.open) return;
    this.#stale = false;
    const { racers, surfaces: [surface] } = this.#race;
    const unit = UNITS[this.#axis];
    const heading = (textContent) => element("th", { textContent, scope: "col" });
    const symbol = surface.floor === null ? "f" : "f − min f";
    const caption = `${surface.title}: ${symbol} and the point of every racer after so many ${unit.many}`;
    this.#table.replaceChildren(
      element("caption", { textContent: caption }),
      element("thead", {}, element("tr", {}, heading(unit.many), ...racers.map(({ name, detail }) => heading(`${name} ${detail}`)))),
      element("tbody", {}, ...this.#rows(), this.#lastRow()),
    );
  }

  #rows() {
    const progress = new Progress(this.#race, this.#axis);
    const places = linearTicks(0, progress.limit, ROWS).map(({ at }) => at).filter(Number.isInteger);
    if (places[places.length - 1] !== progress.limit) places.push(progress.limit);
    return places.map((place) => {
      progress.move(place);
      const cells = this.#race.racers.map((racer, i) => this.#cell(racer, progress.reached(i), progress.rows[i]));
      return element("tr", {}, element("th", { textContent: place.toLocaleString("en"), scope: "row" }), ...cells);
    });
  }

  #cell(racer, row, reached) {
    const [x, y] = racer.points.subarray(2 * row, 2 * row + 2);
    const said = `${formatNumber(at(racer.gaps, row))} at (${formatNumber(x)}, ${formatNumber(y)})`;
    return element("td", { textContent: reached > row + 1 ? "" : said });
  }

  #lastRow() {
    const cells = this.#race.racers.map(({ outcome }) => element("td", { textContent: outcome.text }));
    return element("tr", {}, element("th", { textContent: "Outcome", scope: "row" }), ...cells);
  }
}
