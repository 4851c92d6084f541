/** The curves of a sheet: what the page's curves show, up to where the clock stands. */

import { bunchesOf, keyOf, valueAt } from "../curves/bunch.js";
import { paintFrame, paintLines } from "../curves/curve-paint.js";
import { nameOf } from "../curves/offer.js";
import { traceMark } from "../marks.js";
import { layOut } from "../curves/plot.js";
import { positionOf } from "../progress.js";
import { write } from "./lettering.js";

const VEIL = 0.75; // opacity of the page's colour over what is still to come
const WORDS = { main: "bold", thin: "thin", dashed: "dashed" };
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
    this.#bunches = bunchesOf(race, shown.quantity, theme);
    const room = { width: box.width, height: box.height - HEAD * theme.size };
    this.#plot = layOut(room, theme.size, race, progress, shown, this.#bunches);
  }

  /** Draws what the clock does not move. */
  drawGround(context) {
    const { race, theme, shown } = this.#scene;
    const { left, top, width } = this.#box;
    const title = nameOf(shown.quantity, race);
    const y = top + theme.size * 0.6;
    const named = write(context, title, left, y, theme, { weight: 600 });
    let next = left + named + theme.size * 0.7;
    for (const { text, ink } of this.#key) {
      next += write(context, text, next, y, theme, { colour: ink || theme.quiet, room: left + width - next }) + theme.size * 0.4;
    }
    this.#inside(context, () => paintLines(context, this.#plot, this.#bunches, theme));
  }

  /** What the lines mean, or on which scale they are. */
  get #key() {
    const { race, theme, shown } = this.#scene;
    const key = keyOf(race, shown.quantity, theme);
    const named = ({ text, style, ink }) => ({ text: style && !ink ? `${WORDS[style]} ${text}` : text, ink });
    return key.length ? key.map(named) : [{ text: shown.scale, ink: "" }];
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
      for (const bunch of this.#bunches) this.#drawHead(context, bunch, progress);
    });
  }

  #drawHead(context, { racer, index, lines: [main] }, progress) {
    const { axis, toX, toY } = this.#plot;
    const { theme } = this.#scene;
    const value = valueAt(main, progress.reached(index));
    if (Number.isNaN(value)) return;
    const end = positionOf(racer, axis, racer.rows - 1);
    traceMark(context, racer.mark, toX(Math.min(progress.position, end)), toY(value), theme.size * 0.32);
    context.lineWidth = theme.size * 0.22;
    context.strokeStyle = theme.halo;
    context.stroke();
    context.fillStyle = main.ink;
    context.fill();
  }

  #inside(context, draw) {
    context.save();
    context.translate(this.#box.left, this.#box.top + HEAD * this.#scene.theme.size);
    draw();
    context.restore();
  }
}
