/** Draws what goes on inside the racers' steps at the row where each of them stands. */

import { drawFollowed, drawGradient, drawNames, drawStep } from "./arrows.js";
import { drawModel } from "./model.js";
import { drawCorners, drawReach, drawTrials } from "./shapes.js";
import { Sight } from "./sight.js";
import { pair } from "./read.js";

/** @typedef {"gradient"|"followed"|"step"|"reach"|"trials"|"model"|"numbers"} Part */

const SHAPES = { model: [drawModel], reach: [drawReach, drawCorners], trials: [drawTrials] };
const ARROWS = { gradient: [drawGradient], followed: [drawFollowed], step: [drawStep] };
const FAINT = 0.6; // opacity of the arrows of racers that are not looked at

/**
 * The racer that is looked at: the one that is highlighted, else the one that is tuned, else the first.
 * @param {import("../surface/trails.js").Runner[]} runners @returns {import("../surface/trails.js").Runner|undefined}
 */
export function lookedAt(runners) {
  const lit = runners.filter(({ faded }) => !faded);
  const tuned = lit.find(({ racer }) => racer.tuned);
  return tuned ?? lit.reduce((first, runner) => (first && first.index < runner.index ? first : runner), undefined);
}

/** The row at which a racer stands: the step from there is under way. */
export const standingRow = (racer, rows, index) => Math.min(Math.floor(rows[index]), racer.rows - 1);

/**
 * Of the racer that is looked at everything is drawn, of the others their arrows, and of faded ones nothing.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../surface/trails.js").Runner[]} runners
 * @param {Float64Array} rows
 * @param {Set<Part>} shown
 * @param {{window: import("../surface/view.js").Window, size: {width: number, height: number}, theme: import("../theme.js").Theme}} view
 */
export function drawInside(context, runners, rows, shown, { window, size, theme }) {
  const sight = new Sight(window, size);
  const focus = lookedAt(runners);
  const scenes = runners
    .filter(({ racer, faded }) => racer.inside && !faded)
    .map(({ racer, index, ink }) => {
      const row = standingRow(racer, rows, index);
      return { context, racer, inside: racer.inside, row, point: pair(racer.points, row), ink, whole: index === focus.index, names: [], sight, theme };
    });
  const draw = (scene, parts) => {
    for (const [part, drawings] of Object.entries(parts)) if (shown.has(part)) for (const drawing of drawings) drawing(scene);
  };
  context.save();
  context.globalAlpha = FAINT;
  for (const scene of scenes) if (!scene.whole) draw(scene, ARROWS);
  context.globalAlpha = 1;
  for (const scene of scenes.filter(({ whole }) => whole)) {
    draw(scene, { ...SHAPES, ...ARROWS });
    drawNames(scene);
  }
  context.restore();
}
