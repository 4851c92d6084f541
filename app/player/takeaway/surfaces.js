/** The surface panels of a sheet: as many as the page shows, each under the page's window. */

import { drawBundleHeads, drawBundles } from "../surface/bundle.js";
import { drawInside } from "../inside/inside.js";
import { drawCriticalPoints, drawStart, leavesToRight } from "../surface/landmarks.js";
import { isDecided } from "../message.js";
import { mix } from "../theme.js";
import { linearTicks } from "../ticks.js";
import { drawHeads, drawTrails } from "../surface/trails.js";
import { projectTrack, projectX, projectY } from "../surface/view.js";
import { drawBadge, drawName, write } from "./lettering.js";
import { Picture } from "./picture.js";

const SQUARE = 1.4; // width to height of a panel as it looks best
const LABELLED = 16; // letters' sizes; narrower panels have no tick labels
const PALE = 0.5; // share of the surface's colour in runs with other seeds
const UNMOVED = { across: 1, down: 1, left: 0, top: 0 };

/** @typedef {import("./picture.js").Box} Box */

export class Surfaces {
  #scene;
  #still;
  #panels; // {plot, racers}: where each is drawn, and whom it shows
  #runners;
  #picture;

  /**
   * @param {import("./sheet.js").Scene} scene
   * @param {import("../surface/still.js").Still} still
   */
  constructor(scene, still) {
    this.#scene = scene;
    this.#still = still;
  }

  /** Lays the panels out in a box and has the surface drawn. @param {Box} box */
  async prepare(box) {
    const { race, window, theme, alone } = this.#scene;
    const indices = race.racers.map((_, index) => index);
    const shown = alone === "each" ? indices.map((index) => [index]) : alone === null ? [indices] : [[alone]];
    this.#panels = grid(box, shown, theme.size, alone !== null);
    const { width, height } = this.#panels[0].plot;
    const size = { width, height };
    const paper = theme.heights[1][1];
    this.#runners = race.racers.map((racer, index) => {
      const ink = racer[theme.dark ? "dark" : "light"];
      const bundle = racer.others.map((other) => projectTrack(other, window, size));
      return { index, racer, track: projectTrack(racer, window, size), bundle, ink, pale: mix(ink, paper, PALE), faded: false };
    });
    this.#picture = await Picture.of(this.#still, { surface: race.surfaces[0], window, theme }, size);
  }

  /** Draws what the clock does not move. */
  drawGround(context) {
    const { race, window, theme, alone } = this.#scene;
    for (const { plot, racers } of this.#panels) {
      const place = ([x, y]) => [projectX(window, plot.width, x), projectY(window, plot.height, y)];
      inside(context, plot, () => {
        this.#picture?.draw(context);
        drawCriticalPoints(context, race.surfaces[0].marks, place, theme);
        drawStart(context, ...place(race.start), plot, theme, leavesToRight(race));
      });
      drawFrame(context, plot, window, theme);
      if (alone !== null) drawName(context, race.racers[racers[0]], { ...plot, top: plot.top - theme.size * 0.85 }, theme);
    }
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(context, { rows }) {
    const { race, window, theme, alone, inside: parts, tones } = this.#scene;
    for (const { plot, racers } of this.#panels) {
      const runners = racers.map((index) => this.#runners[index]);
      inside(context, plot, () => {
        drawBundles(context, runners.filter(({ bundle }) => bundle.length), null, rows);
        drawTrails(context, runners, rows, theme);
        drawBundleHeads(context, runners, rows, UNMOVED, theme);
        if (parts.size) drawInside(context, runners, rows, parts, { window, size: plot, theme });
        drawHeads(context, runners, rows, plot, theme);
      });
      const racer = race.racers[racers[0]];
      if (alone !== null && isDecided(racer, rows[racers[0]])) drawBadge(context, racer.outcome, plot, theme, tones);
    }
  }
}

/** Places a panel for each entry of `shown` in a box, in as many columns as give it a good shape. */
function grid(box, shown, letters, titled) {
  const gap = letters;
  const strain = (columns) => {
    const rows = Math.ceil(shown.length / columns);
    const empty = rows * columns - shown.length;
    return Math.abs(Math.log((box.width * rows) / (box.height * columns) / SQUARE)) + empty / shown.length;
  };
  const choices = shown.map((_, i) => i + 1);
  const columns = choices.reduce((best, next) => (strain(next) < strain(best) ? next : best), 1);
  const rows = Math.ceil(shown.length / columns);
  const width = (box.width - gap * (columns - 1)) / columns;
  const height = (box.height - gap * (rows - 1)) / rows;
  const labelled = width > letters * LABELLED;
  const [left, bottom, top] = [labelled ? letters * 3.1 : 0, labelled ? letters * 1.6 : 0, titled ? letters * 1.7 : 0];
  return shown.map((racers, i) => {
    const x = box.left + (i % columns) * (width + gap);
    const y = box.top + Math.floor(i / columns) * (height + gap);
    return { racers, plot: { left: x + left, top: y + top, width: width - left, height: height - top - bottom, labelled } };
  });
}

/** Draws in a plot, whose corner becomes the origin. */
function inside(context, { left, top, width, height }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.translate(left, top);
  draw();
  context.restore();
}

/** The edge of a plot, and where there is room for them the labels of its axes. */
function drawFrame(context, { left, top, width, height, labelled }, window, theme) {
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.rect(left - 0.5, top - 0.5, width + 1, height + 1);
  context.stroke();
  if (!labelled) return;
  const look = { size: theme.size, colour: theme.quiet };
  const clear = (share) => Math.abs(share - 0.5) < 0.48; // of the corners
  for (const { at, text } of linearTicks(...window.x, Math.max(width / (theme.size * 7), 4))) {
    const x = projectX(window, width, at);
    if (clear(x / width)) write(context, text, left + x, top + height + theme.size * 0.85, theme, { ...look, align: "center" });
  }
  for (const { at, text } of linearTicks(...window.y, Math.max(height / (theme.size * 5), 4))) {
    const y = projectY(window, height, at);
    if (clear(y / height)) write(context, text, left - theme.size * 0.4, top + y, theme, { ...look, align: "right" });
  }
}
