/**
 * One sheet to take away: title, surfaces, curves and legend as the page shows them, laid out anew
 * for the sheet's size and drawn on any drawing context. The page itself is not touched.
 */

import { titleOf } from "../message.js";
import { UNITS } from "../progress.js";
import { Legend } from "./legend.js";
import { write } from "./lettering.js";
import { planesOf } from "../training/plane.js";
import { Lines } from "./lines.js";
import { Surfaces } from "./surfaces.js";

/**
 * What is on the page, as far as it is printed.
 * @typedef {object} Scene
 * @property {import("../message.js").Race} race
 * @property {import("../theme.js").Theme} theme  with the sheet's size of letters
 * @property {import("../progress.js").Progress} progress  of this sheet alone
 * @property {import("../surface/view.js").Window} window
 * @property {number} letters  their size on the page
 * @property {import("../groups.js").Group[]} groups  what each panel shows
 * @property {Set<import("../inside/inside.js").Part>} inside  what is shown of the inside of steps
 * @property {number[]} listed  indices of the racers in the legend
 * @property {{quantity: import("../curves/offer.js").Quantity, scale: "log"|"linear", missing: boolean}} shown  by the curves
 * @property {import("../controls/viewbar.js").Dimension} dimension
 * @property {Relief|null} relief  draws the panels in space
 * @property {Record<string, string>} tones  colours of outcomes
 * @property {string} link  the whole address of the race
 *
 * @typedef {{print: (context: CanvasRenderingContext2D, box: Box, progress: import("../progress.js").Progress) => void}} Relief
 * @typedef {import("./picture.js").Box} Box
 * @typedef {"all"|"surface"|"curves"} Part
 */

/** Every sheet is as large as this, in CSS pixels; more pixels make it sharper. */
export const SIZE = { width: 1280, height: 720 };
export const LETTERS = 14; // px

const MARGIN = 24;
const HEAD = 44; // px from the upper edge to what is below the title
const LINE = 20; // px; of a sentence below it
const FOOT = 34;

export class Sheet {
  size = SIZE;
  #scene;
  #boxes;
  #parts = []; // those that have a ground and what moves on it
  #surfaces = null;

  /** @param {Scene} scene @param {Part} part @param {import("../surface/still.js").Still} still */
  constructor(scene, part, still) {
    this.#scene = scene;
    this.#boxes = layOutSheet(scene, scene.shown.missing && part === "all" ? "surface" : part);
    const { surface, curves, legend } = this.#boxes;
    if (surface && scene.dimension !== "3d") this.#surfaces = new Surfaces(scene, still);
    if (curves) this.#parts.push(new Lines(scene, curves));
    this.#parts.push(new Legend(scene, legend));
  }

  /** Has what takes time drawn beforehand. */
  async prepare() {
    await this.#surfaces?.prepare(this.#boxes.surface);
    if (this.#surfaces) this.#parts.push(this.#surfaces);
  }

  /** Draws all that the clock does not move, over whatever was there. */
  drawGround(context) {
    const { race, theme, link } = this.#scene;
    context.fillStyle = theme.ground;
    context.fillRect(0, 0, SIZE.width, SIZE.height);
    const room = SIZE.width - 2 * MARGIN;
    write(context, titleOf(race), MARGIN, HEAD / 2 + 2, theme, { size: theme.size * 1.45, weight: 600, room: room * 0.6 });
    planesOf(race).forEach((said, i) => write(context, said, MARGIN, HEAD + (i + 0.2) * LINE, theme, { colour: theme.quiet, room }));
    if (this.#boxes.surface || this.#boxes.relief) this.#drawHeightKey(context);
    write(context, link, MARGIN, SIZE.height - FOOT / 2, theme, { size: theme.size * 0.8, colour: theme.quiet, room });
    for (const part of this.#parts) part.drawGround(context);
  }

  /** Draws all that the clock moves, over the ground. */
  async draw(context) {
    const { progress, theme } = this.#scene;
    const said = `${UNITS[progress.axis].one} ${Math.floor(progress.position)} of ${progress.limit}`;
    write(context, said, SIZE.width - MARGIN, HEAD / 2 + 2, theme, { size: theme.size * 1.2, weight: 600, align: "right" });
    if (this.#boxes.relief) await this.#drawRelief(context, this.#boxes.relief);
    for (const part of this.#parts) part.draw(context, progress);
  }

  /** Its letters are as large as the page's, so it is laid out for the page and drawn at the sheet's scale. */
  async #drawRelief(context, { left, top, width, height }) {
    const { relief, progress, theme, letters } = this.#scene;
    const scale = theme.size / letters;
    context.save();
    context.translate(left, top);
    context.scale(scale, scale);
    await relief.print(context, { left: 0, top: 0, width: width / scale, height: height / scale }, progress);
    context.restore();
  }

  #drawHeightKey(context) {
    const { race, theme } = this.#scene;
    const [size, y] = [theme.size, HEAD / 2 + 2];
    const right = SIZE.width - MARGIN - size * 13;
    const look = { colour: theme.quiet, size: size * 0.93 };
    const high = race.surfaces[0].heights === "log" ? "high (log scale)" : "high";
    const left = right - size * 8.5;
    write(context, "low", left - size * 7.6, y, theme, { ...look, align: "right" });
    const width = (size * 7) / theme.heights.length;
    theme.heights.forEach(([, colour], i) => {
      context.fillStyle = colour;
      context.fillRect(left - size * 7.2 + i * width, y - size * 0.37, width, size * 0.75);
    });
    write(context, high, left + size * 0.2, y, theme, look);
  }
}

/** Where everything goes: one panel stands beside legend and curves, several above them. */
function layOutSheet(scene, part) {
  const [left, top] = [MARGIN, HEAD + LINE * planesOf(scene.race).length];
  const width = SIZE.width - 2 * MARGIN;
  const height = SIZE.height - top - FOOT;
  const gap = MARGIN;
  if (part !== "all") {
    const legend = Legend.measure(scene, width).height;
    const main = { left, top, width, height: height - legend - gap / 2 };
    const shown = part === "surface" ? split(main, scene.dimension, gap) : { curves: main };
    return { ...shown, legend: { left, top: top + height - legend, width, height: legend } };
  }
  if (scene.groups.length > 1 || scene.dimension === "both") {
    const foot = Math.max(Legend.measure(scene, width * 0.55).height, height * 0.28);
    const below = { top: top + height - foot, height: foot };
    return {
      ...split({ left, top, width, height: height - foot - gap / 2 }, scene.dimension, gap),
      curves: { left, width: width * 0.45 - gap, ...below },
      legend: { left: left + width * 0.45, width: width * 0.55, ...below },
    };
  }
  const side = width * 0.33;
  const beside = { left: left + width - side, width: side };
  const legend = Legend.measure(scene, side).height;
  const curves = Math.min(height - legend - gap / 2, height * 0.55);
  return {
    ...split({ left, top, width: width - side - gap, height }, scene.dimension, gap),
    legend: { ...beside, top, height: legend },
    curves: { ...beside, top: top + height - curves, height: curves },
  };
}

/** The room of the panels seen from above, of those in space, or of both side by side. */
function split(box, dimension, gap) {
  if (dimension === "2d") return { surface: box };
  if (dimension === "3d") return { relief: box };
  const width = (box.width - gap) / 2;
  return { surface: { ...box, width }, relief: { ...box, left: box.left + width + gap, width } };
}
