/** The table of racers: where each stands at the clock's position. Cells change only when their text does. */

import { element } from "./element.js";
import { drawMark } from "./marks.js";
import { at, isDecided } from "./message.js";
import { formatNumber, formatShort } from "./numbers.js";

const PAUSE = 66; // ms between two updates: more often nobody can read
const EMPTY = "No optimizer is racing. Add one above.";

/** Column: class, heading, explanation. */
const COLUMNS = [
  ["racer", "Optimizer", "Optimizer and its settings"],
  ["point", "Point (x, y)", "Where the optimizer stands"],
  ["loss", "Loss", "Loss at the point"],
  ["norm", "Gradient", "Euclidean norm of the gradient at the point"],
  ["distance", "Distance", "Distance from the point to the nearest minimum"],
  ["rate", "Rate", "Learning rate in force, as the schedule sets it"],
  ["count", "Evals", "Evaluations of the function used so far"],
  ["outcome", "Outcome", "How the run ends, shown once it has happened"],
];

export class Standings {
  #body = element("tbody");
  #caption = element("caption", { textContent: "Standings at what the clock shows" });
  root = element("div", { className: "standings-box" });
  #rows = []; // {row, cells} for each racer
  #looks; // of the rows' heads
  #race;
  #progress;
  #shown = -1;
  #time = 0;

  /** @param {{onHighlight: (index: number|null) => void}} events */
  constructor({ onHighlight }) {
    const heads = COLUMNS.map(([className, textContent, title]) =>
      element("th", { className, textContent, title, scope: "col" }),
    );
    const table = element("table", { className: "standings" }, this.#caption, element("thead", {}, element("tr", {}, ...heads)), this.#body);
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
    this.#shown = -1;
    this.root.classList.toggle("measured", race.racers.some(({ distances }) => distances));
    const looks = race.racers.map(({ name, mark, light, dark }) => name + mark + (theme.dark ? dark : light));
    if (String(looks) !== this.#looks) this.#build(looks, theme);
    race.racers.forEach(({ name, detail }, i) => {
      const { row, cells } = this.#rows[i];
      write(cells.detail, detail);
      row.firstChild.title = `${name} ${detail}`;
    });
  }

  #build(looks, theme) {
    this.#looks = String(looks);
    this.#rows = this.#race.racers.map((racer) => newRow(racer, theme));
    const empty = element("tr", {}, element("td", { className: "empty", colSpan: COLUMNS.length, textContent: EMPTY }));
    this.#body.replaceChildren(...(this.#rows.length ? this.#rows.map(({ row }) => row) : [empty]));
  }

  /** @returns {boolean} false when it is too early to write again; then ask once more */
  update(now) {
    const tick = Math.floor(this.#progress.position);
    if (tick === this.#shown) return true;
    if (this.#shown >= 0 && now - this.#time < PAUSE) return false;
    this.#shown = tick;
    this.#time = now;
    const { racers } = this.#race;
    const reached = racers.map((_, i) => this.#progress.reached(i));
    const leaders = findLeaders(racers, reached);
    racers.forEach((racer, i) => {
      const { row, cells } = this.#rows[i];
      writeRow(cells, racer, reached[i]);
      row.classList.toggle("best", leaders.has(racer));
    });
    return true;
  }
}

function newRow(racer, theme) {
  const detail = element("span", { className: "detail" });
  const name = element("strong", { textContent: racer.name });
  const mark = drawMark(racer.mark, theme.dark ? racer.dark : racer.light);
  const head = element("th", { className: "racer", scope: "row" }, element("div", {}, mark, name, detail));
  const cells = Object.fromEntries(COLUMNS.slice(1).map(([className]) => [className, element("td", { className })]));
  return { row: element("tr", { tabIndex: 0 }, head, ...Object.values(cells)), cells: { ...cells, detail } };
}

function writeRow(cells, racer, row) {
  const decided = isDecided(racer, row);
  write(cells.point, `${formatNumber(racer.points[2 * row])}, ${formatNumber(racer.points[2 * row + 1])}`);
  write(cells.loss, formatNumber(at(racer.gaps, row)));
  write(cells.norm, formatNumber(at(racer.gradient_norms, row)));
  write(cells.distance, racer.distances ? formatNumber(at(racer.distances, row)) : "");
  write(cells.rate, formatShort(at(racer.learning_rates, row)));
  write(cells.count, String(at(racer.evaluations, row)));
  write(cells.outcome, decided ? racer.outcome.text : "moving");
  cells.outcome.dataset.kind = decided ? racer.outcome.kind : "moving";
  cells.outcome.title = cells.outcome.textContent;
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
