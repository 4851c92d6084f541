/** The surface panels of a sheet: as many as the page shows, each under the page's window. */

import { drawBundleHeads, drawBundles } from "../surface/bundle.js";
import { startOf } from "../groups.js";
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
  #panels; // {plot, group}: where each is drawn, and what it shows
  #runners;
  #pictures; // of each surface

  /**
   * @param {import("./sheet.js").Scene} scene
   * @param {import("../surface/still.js").Still} still
   */
  constructor(scene, still) {
    this.#scene = scene;
    this.#still = still;
  }

  /** Lays the panels out in a box and has their surfaces drawn. @param {Box} box */
  async prepare(box) {
    const { race, window, theme, groups } = this.#scene;
    this.#panels = grid(box, groups, theme.size, groups.length > 1 || groups[0].racer !== null);
    const { width, height } = this.#panels[0].plot;
    const size = { width, height };
    const paper = theme.heights[1][1];
    this.#runners = race.racers.map((racer, index) => {
      const ink = racer[theme.dark ? "dark" : "light"];
      const bundle = racer.others.map((other) => projectTrack(other, window, size));
      return { index, racer, track: projectTrack(racer, window, size), bundle, ink, pale: mix(ink, paper, PALE), faded: false };
    });
    this.#pictures = [];
    for (const index of new Set(groups.map(({ surface }) => surface))) {
      this.#pictures[index] = await Picture.of(this.#still, { surface: race.surfaces[index], window, theme }, size);
    }
  }

  /** Draws what the clock does not move. */
  drawGround(context) {
    const { race, window, theme } = this.#scene;
    for (const { plot, group } of this.#panels) {
      const surface = race.surfaces[group.surface];
      const start = startOf(race, group.surface);
      const racers = race.racers.filter((racer) => racer.surface === group.surface);
      const place = ([x, y]) => [projectX(window, plot.width, x), projectY(window, plot.height, y)];
      inside(context, plot, () => {
        this.#pictures[group.surface]?.draw(context);
        drawCriticalPoints(context, surface.marks, place, theme);
        if (start) drawStart(context, ...place(start), plot, theme, leavesToRight(racers, start));
      });
      drawFrame(context, plot, window, theme);
      if (surface.plane && plot.labelled) drawNames(context, plot, surface.plane.axes, theme);
      const head = plot.top - theme.size * 0.85;
      if (group.racer !== null) drawName(context, race.racers[group.racer], { ...plot, top: head }, theme);
      else if (this.#panels.length > 1) write(context, surface.title, plot.left, head, theme, { weight: 600, room: plot.width });
    }
  }

  /** @param {import("../progress.js").Progress} progress */
  draw(context, { rows }) {
    const { race, window, theme, inside: parts, tones } = this.#scene;
    for (const { plot, group } of this.#panels) {
      const runners = group.racers.map((index) => this.#runners[index]);
      inside(context, plot, () => {
        drawBundles(context, runners.filter(({ bundle }) => bundle.length), null, rows);
        drawTrails(context, runners, rows, theme);
        drawBundleHeads(context, runners, rows, UNMOVED, theme);
        if (parts.size) drawInside(context, runners, rows, parts, { window, size: plot, theme });
        drawHeads(context, runners, rows, plot, theme);
      });
      const racer = race.racers[group.racer];
      if (racer && isDecided(racer, rows[group.racer])) drawBadge(context, racer.outcome, plot, theme, tones);
    }
  }
}

/** Places a panel for each group in a box, in as many columns as give it a good shape. */
function grid(box, groups, letters, titled) {
  const gap = letters;
  const strain = (columns) => {
    const rows = Math.ceil(groups.length / columns);
    const empty = rows * columns - groups.length;
    return Math.abs(Math.log((box.width * rows) / (box.height * columns) / SQUARE)) + empty / groups.length;
  };
  const choices = groups.map((_, i) => i + 1);
  const columns = choices.reduce((best, next) => (strain(next) < strain(best) ? next : best), 1);
  const rows = Math.ceil(groups.length / columns);
  const width = (box.width - gap * (columns - 1)) / columns;
  const height = (box.height - gap * (rows - 1)) / rows;
  const labelled = width > letters * LABELLED;
  const [left, bottom, top] = [labelled ? letters * 3.1 : 0, labelled ? letters * 1.6 : 0, titled ? letters * 1.7 : 0];
  return groups.map((group, i) => {
    const x = box.left + (i % columns) * (width + gap);
    const y = box.top + Math.floor(i / columns) * (height + gap);
    return { group, plot: { left: x + left, top: y + top, width: width - left, height: height - top - bottom, labelled } };
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

/** What the directions of a plane are called, along the edges of its plot. */
function drawNames(context, { left, top, width, height }, [x, y], theme) {
  const look = /** @type {const} */ ({ size: theme.size * 0.93, colour: theme.quiet, align: "center" });
  write(context, x, left + width / 2, top + height - theme.size * 0.8, theme, look);
  context.save();
  context.translate(left + theme.size * 0.8, top + height / 2);
  context.rotate(-Math.PI / 2);
  write(context, y, 0, 0, theme, look);
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
