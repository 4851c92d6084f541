/** The curves of a sheet: what the page's curves show, up to where the clock stands. */

import { paintFrame, paintLines } from "../curves/curve-paint.js";
import { traceMark } from "../marks.js";
import { at } from "../message.js";
import { layOut } from "../curves/plot.js";
import { positionOf } from "../progress.js";
import { write } from "./lettering.js";

const VEIL = 0.75; // opacity of the page's colour over what is still to come
const HEAD = 1.7; // letters' sizes; height of the title

export class Lines {
  #scene;
  #box;
  #plot;
  #bunches;

  /** @param {import("./sheet.js").Scene} scene @param {import("./picture.js").Box} box */
  constructor(scene, box) {
    const { race, theme, progress, shown } = scene;
    this.#scene = scene;
    this.#box = box;
    this.#plot = layOut({ width: box.width, height: box.height - HEAD * theme.size }, theme.size, race, progress, shown);
    this.#bunches = race.racers.map((racer) => ({ racer, lines: shown.quantity.lines(racer), ink: racer[theme.dark ? "dark" : "light"], shown: true }));
  }

  /** Draws what the clock does not move. */
  drawGround(context) {
    const { race, theme, shown } = this.#scene;
    const { left, top, width } = this.#box;
    const title = `${shown.quantity.title} ${shown.quantity.symbol(race.surfaces[0])}`;
    const y = top + theme.size * 0.6;
    const named = write(context, title, left, y, theme, { weight: 600 });
    const key = shown.name === "sharpness" ? "bold λmax, thin λmin, dashed 2/η" : shown.scale;
    const next = left + named + theme.size * 0.7;
    write(context, key, next, y, theme, { colour: theme.quiet, room: left + width - next });
    this.#inside(context, () => paintLines(context, this.#plot, this.#bunches, theme));
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(context, progress) {
    this.#inside(context, () => {
      const { left, top, width, height, toX } = this.#plot;
      const { theme } = this.#scene;
      const playhead = toX(progress.position);
      context.globalAlpha = VEIL;
      context.fillStyle = theme.ground;
      context.fillRect(playhead, top - 2, left + width + 4 - playhead, height + 4);
      context.globalAlpha = 1;
      paintFrame(context, this.#plot, theme);
      context.fillStyle = theme.text;
      context.fillRect(playhead - 0.75, top, 1.5, height);
      context.beginPath();
      context.rect(left - 10, top, width + 20, height);
      context.clip();
      this.#bunches.forEach((bunch, i) => this.#drawHead(context, bunch, progress, i));
    });
  }

  #drawHead(context, { racer, lines, ink }, progress, i) {
    const { axis, toX, toY } = this.#plot;
    const { theme } = this.#scene;
    const value = at(lines[0], progress.reached(i));
    if (Number.isNaN(value)) return;
    const end = positionOf(racer, axis, racer.rows - 1);
    traceMark(context, racer.mark, toX(Math.min(progress.position, end)), toY(value), theme.size * 0.32);
    context.lineWidth = theme.size * 0.22;
    context.strokeStyle = theme.halo;
    context.stroke();
    context.fillStyle = ink;
    context.fill();
  }

  #inside(context, draw) {
    context.save();
    context.translate(this.#box.left, this.#box.top + HEAD * this.#scene.theme.size);
    draw();
    context.restore();
  }
}
