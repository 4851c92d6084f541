/** The table of racers: where each stands at the clock's position. Cells change only when their text does. */

import { columnsOf } from "./columns.js";
import { element } from "./element.js";
import { drawMark } from "./marks.js";
import { at, isDecided } from "./message.js";
import { Pace } from "./pace.js";

const EMPTY = "No optimizer is racing. Add one above.";

/** The first column and the last one, between which are those of the race. */
const RACER = { name: "racer", heading: "Optimizer", title: "Optimizer and its settings" };
const OUTCOME = { name: "outcome", heading: "Outcome", title: "How the run ends, shown once it has happened" };

export class Standings {
  #head = element("tr");
  #body = element("tbody");
  #caption = element("caption", { textContent: "Standings at what the clock shows" });
  root = element("div", { className: "standings-box" });
  #rows = []; // {row, cells} for each racer
  /** @type {import("./columns.js").Column[]} */
  #columns = [];
  #looks; // of all heads
  #race;
  #progress;
  #pace = new Pace();

  /** @param {{onHighlight: (index: number|null) => void}} events */
  constructor({ onHighlight }) {
    const table = element("table", { className: "standings" }, this.#caption, element("thead", {}, this.#head), this.#body);
    this.root.append(table);
    this.#body.addEventListener("pointerover", (event) => {
      const index = this.#rows.findIndex(({ row }) => row === event.target.closest("tr"));
      onHighlight(index < 0 ? null : index);
    });
    this.#body.addEventListener("pointerleave", () => onHighlight(null));
    this.#body.addEventListener("focusin", ({ target }) => onHighlight(this.#rows.findIndex(({ row }) => row === target)));
    this.#body.addEventListener("focusout", () => onHighlight(null));
  }

  /** @param {import("./progress.js").Progress} progress */
  setRace(race, theme, progress) {
    this.#race = race;
    this.#progress = progress;
    this.#pace.hurry();
    this.root.classList.toggle("measured", race.racers.some(({ distances }) => distances));
    this.root.classList.toggle("several", race.surfaces.length > 1);
    this.#columns = columnsOf(race);
    const rows = race.racers.map(({ name, mark, light, dark }) => name + mark + (theme.dark ? dark : light));
    const looks = String([...this.#columns.map(({ name }) => name), ...rows]);
    if (looks !== this.#looks) this.#build(looks, theme);
    race.racers.forEach(({ name, detail }, i) => {
      const { row, cells } = this.#rows[i];
      write(cells.detail, detail);
      row.firstChild.title = `${name} ${detail}`;
    });
  }

  #build(looks, theme) {
    this.#looks = looks;
    const columns = [RACER, ...this.#columns, OUTCOME];
    this.#head.replaceChildren(...columns.map(({ name, heading, title }) => element("th", { className: name, textContent: heading, title, scope: "col" })));
    this.#rows = this.#race.racers.map((racer) => newRow(racer, columns, theme));
    const empty = element("tr", {}, element("td", { className: "empty", colSpan: columns.length, textContent: EMPTY }));
    this.#body.replaceChildren(...(this.#rows.length ? this.#rows.map(({ row }) => row) : [empty]));
  }

  /** @returns {boolean} false when it is too early to write again; then ask once more */
  update(now) {
    const due = this.#pace.next(Math.floor(this.#progress.position), now);
    if (due !== "due") return due === "written";
    const { racers } = this.#race;
    const reached = racers.map((_, i) => this.#progress.reached(i));
    const leaders = findLeaders(racers, reached);
    racers.forEach((racer, i) => {
      const { row, cells } = this.#rows[i];
      for (const { name, text } of this.#columns) write(cells[name], text(racer, reached[i]));
      writeOutcome(cells.outcome, racer, reached[i]);
      row.classList.toggle("best", leaders.has(racer));
    });
    return true;
  }
}

function newRow(racer, columns, theme) {
  const detail = element("span", { className: "detail" });
  const name = element("strong", { textContent: racer.name });
  const mark = drawMark(racer.mark, theme.dark ? racer.dark : racer.light);
  const head = element("th", { className: "racer", scope: "row" }, element("div", {}, mark, name, detail));
  const cells = Object.fromEntries(columns.slice(1).map(({ name }) => [name, element("td", { className: name })]));
  return { row: element("tr", { tabIndex: 0 }, head, ...Object.values(cells)), cells: { ...cells, detail } };
}

function writeOutcome(cell, racer, row) {
  const decided = isDecided(racer, row);
  write(cell, decided ? racer.outcome.text : "moving");
  cell.dataset.kind = decided ? racer.outcome.kind : "moving";
  cell.title = cell.textContent;
}

function write(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}

/** Who has the lowest loss; nobody while all are level. */
function findLeaders(racers, reached) {
  const losses = racers.map((racer, i) => at(racer.gaps, reached[i]));
  const least = Math.min(...losses);
  if (losses.every((loss) => loss === least)) return new Set();
  return new Set(racers.filter((_, i) => losses[i] === least));
}
