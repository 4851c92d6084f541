/** The legend of a sheet: every racer with its settings, where it stands and how it has ended. */

import { at, isDecided } from "../message.js";
import { formatNumber } from "../numbers.js";
import { nameOf, quantitiesOf } from "../curves/offer.js";
import { drawMark, write } from "./lettering.js";

const ROW = 2.7; // letters' sizes; height of a racer's two lines
const COLUMN = 21; // least width of a column
const HEAD = 1.5; // above the rows
const FOOT = 0.4; // and below them

export class Legend {
  #scene;
  #box;
  #rows;
  #columns;

  /** How many rows and columns there are in a width, and how high the legend then is. */
  static measure({ listed, theme }, width) {
    const most = Math.max(1, Math.floor(width / (theme.size * COLUMN)));
    const rows = Math.max(1, Math.ceil(listed.length / most));
    return { rows, columns: Math.max(1, Math.ceil(listed.length / rows)), height: (HEAD + rows * ROW + FOOT) * theme.size };
  }

  /** @param {import("./sheet.js").Scene} scene @param {import("./picture.js").Box} box */
  constructor(scene, box) {
    this.#scene = scene;
    this.#box = box;
    const { rows, columns } = Legend.measure(scene, box.width);
    this.#rows = rows;
    this.#columns = columns;
  }

  /** Draws what the clock does not move: marks, names and settings. */
  drawGround(context) {
    const { race, theme, listed } = this.#scene;
    listed.forEach((index, i) => {
      const racer = race.racers[index];
      const { left, top, width } = this.#cell(i);
      if (i % this.#rows === 0) this.#drawHead(context, left, width);
      drawMark(context, racer.mark, racer[theme.dark ? "dark" : "light"], left + theme.size * 0.6, top, theme);
      const x = left + theme.size * 1.6;
      write(context, racer.name, x, top, theme, { weight: 600, room: width * 0.7 - theme.size * 1.6 });
      write(context, racer.detail, x, top + theme.size * 1.2, theme, { colour: theme.quiet, size: theme.size * 0.9, room: width * 0.58 - theme.size * 1.6 });
    });
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(context, progress) {
    const { race, theme, listed, tones } = this.#scene;
    listed.forEach((index, i) => {
      const racer = race.racers[index];
      const { left, top, width } = this.#cell(i);
      const row = progress.reached(index);
      const { kind, text } = isDecided(racer, row) ? racer.outcome : { kind: "moving", text: "moving" };
      const right = { align: /** @type {const} */ ("right"), room: width * 0.42 };
      write(context, formatNumber(at(racer.gaps, row)), left + width, top, theme, { ...right, weight: 600 });
      write(context, text, left + width, top + theme.size * 1.2, theme, { ...right, colour: tones[kind] ?? theme.quiet, size: theme.size * 0.9 });
    });
  }

  #drawHead(context, left, width) {
    const { race, theme } = this.#scene;
    const y = this.#box.top + theme.size * 0.5;
    write(context, "Optimizer", left, y, theme, { colour: theme.quiet, size: theme.size * 0.9 });
    const loss = nameOf(quantitiesOf(race).loss, race);
    write(context, loss, left + width, y, theme, { colour: theme.quiet, size: theme.size * 0.9, align: "right" });
  }

  #cell(i) {
    const { size } = this.#scene.theme;
    const gap = size * 2;
    const width = (this.#box.width - gap * (this.#columns - 1)) / this.#columns;
    const [column, row] = [Math.floor(i / this.#rows), i % this.#rows];
    return { left: this.#box.left + column * (width + gap), top: this.#box.top + (HEAD + row * ROW + 0.7) * size, width };
  }
}
