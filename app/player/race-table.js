/** The race as a table, for those who cannot see it move: where every racer stands at round positions of the clock. */

import { element } from "./element.js";
import { at, titleOf } from "./message.js";
import { formatNumber } from "./numbers.js";
import { Progress, UNITS } from "./progress.js";
import { linearTicks } from "./ticks.js";

const ROWS = 20; // about so many

/** What the cells say, by kind of race. */
const SAID = {
  surface: {
    what: ({ surfaces: [{ floor }] }) => `${floor === null ? "f" : "f − min f"} and the point`,
    cell: ({ gaps, points }, row) => `${formatNumber(at(gaps, row))} at (${formatNumber(points[2 * row])}, ${formatNumber(points[2 * row + 1])})`,
  },
  network: {
    what: () => "loss, validation loss and distance from the plane",
    cell: ({ gaps, network }, row) => [gaps, network.validation, network.off_plane].map((series) => (series ? formatNumber(at(series, row)) : "–")).join(" / "),
  },
};

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
    const { racers } = this.#race;
    const unit = UNITS[this.#axis];
    const heading = (textContent) => element("th", { textContent, scope: "col" });
    const caption = `${titleOf(this.#race)}: ${SAID[this.#race.kind].what(this.#race)} of every racer after so many ${unit.many}`;
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
    return element("td", { textContent: reached > row + 1 ? "" : SAID[this.#race.kind].cell(racer, row) });
  }

  #lastRow() {
    const cells = this.#race.racers.map(({ outcome }) => element("td", { textContent: outcome.text }));
    return element("tr", {}, element("th", { textContent: "Outcome", scope: "row" }), ...cells);
  }
}
