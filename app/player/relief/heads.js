/** Draws every racer's head: its mark, a cross where it crashed, or an arrow at the edge it has left the surface by. */

import { strokeHaloed, traceArrow, traceCross, traceMark } from "../marks.js";
import { hasCrashed } from "../message.js";
import { project } from "./pose.js";
import { isOver, LIFT } from "./terrain.js";
import { cornerBefore, HIDDEN, pixelAt } from "./way.js";

const VEILED = 0.55; // opacity of a head behind a hill

/**
 * @param {import("./runners.js").Runner[]} runners
 * @param {Float64Array} rows
 * @param {import("./scene.js").Scene} scene
 */
export function drawHeads(context, runners, rows, { pose, terrains }, theme) {
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const { racer, index, way, places, ink } of runners) {
    const [u, v] = placeAt(places, rows[index]);
    context.fillStyle = ink;
    if (!isOver(u, v)) {
      traceOutside(context, u, v, pose, terrains[racer.surface], theme);
      outlineAndFill(context, theme);
      continue;
    }
    const corner = cornerBefore(way, rows[index]);
    const [x, y] = pixelAt(way, corner, rows[index]);
    context.globalAlpha = way.state[corner] === HIDDEN ? VEILED : 1;
    if (hasCrashed(racer, rows[index])) {
      traceCross(context, x, y, theme.size * 0.42);
      strokeHaloed(context, theme, ink, 0.23, 0.5);
    } else {
      traceMark(context, racer.mark, x, y, theme.size * 0.46);
      outlineAndFill(context, theme);
    }
    context.globalAlpha = 1;
  }
}

/** Where a racer is, across and along, at a row that may lie between two. */
function placeAt(places, position) {
  const last = places.length / 3 - 1;
  const row = Math.min(Math.floor(position), last);
  const next = Math.min(row + 1, last);
  const share = Math.min(position - row, 1);
  return [0, 1].map((side) => places[3 * row + side] + share * (places[3 * next + side] - places[3 * row + side]));
}

/** An arrow at the edge of the surface that points to a place beyond it. */
function traceOutside(context, u, v, pose, terrain, theme) {
  const [edgeU, edgeV] = [u, v].map((side) => Math.min(Math.max(side, -1), 1));
  const away = Math.hypot(u - edgeU, v - edgeV);
  const h = terrain.at(edgeU, edgeV) + LIFT;
  const [x, y] = project(pose, edgeU, edgeV, h);
  const [aheadX, aheadY] = project(pose, edgeU + (0.05 * (u - edgeU)) / away, edgeV + (0.05 * (v - edgeV)) / away, h);
  traceArrow(context, x, y, Math.atan2(aheadY - y, aheadX - x), theme.size * 0.62);
}

function outlineAndFill(context, theme) {
  context.strokeStyle = theme.halo;
  context.lineWidth = theme.size * 0.28;
  context.stroke();
  context.fill();
}
