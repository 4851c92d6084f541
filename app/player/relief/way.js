/** A way as it lies in a panel: in pieces that are seen, hidden behind a hill, or away from the surface. */

import { firstAbove } from "../progress.js";
import { project } from "./pose.js";
import { isSeen } from "./sight.js";
import { isOver, LIFT } from "./terrain.js";

/** States of a piece. */
export const [SEEN, HIDDEN, AWAY] = [0, 1, 2];

const LOOK = 9; // px from corner to corner along a long step
const MOST_LOOKS = 48;

/**
 * @typedef {object} Way
 * @property {Float64Array} at  row of each corner; it may lie between two rows
 * @property {Float32Array} xy  pixels of each corner
 * @property {Uint8Array} state  of the piece that begins at each corner
 */

/**
 * @param {Float32Array} places  (rows, 3), see Terrain.lift
 * @param {import("./terrain.js").Terrain} terrain
 * @param {import("./pose.js").Pose} pose
 * @param {number} stride  cells from look to look; 0: do not look, all is seen
 * @returns {Way}
 */
export function layWay(places, terrain, pose, stride) {
  const corners = new Corners();
  const rows = places.length / 3;
  let before = 0; // the row of the last corner
  let [lastX, lastY] = project(pose, places[0], places[1], places[2]);
  for (let row = 1; row < rows; row += 1) {
    const [u, v, h] = [places[3 * row], places[3 * row + 1], places[3 * row + 2]];
    const [x, y] = project(pose, u, v, h);
    const inside = isOver(u, v) && isOver(places[3 * before], places[3 * before + 1]);
    const distance = Math.abs(x - lastX) + Math.abs(y - lastY);
    if (inside && distance <= 1 && row < rows - 1) continue;
    layStep(corners, places, before, row, inside ? distance : Infinity, terrain, pose, stride);
    [before, lastX, lastY] = [row, x, y];
  }
  const [u, v, h] = places.subarray(-3);
  corners.add(rows - 1, project(pose, u, v, h), isOver(u, v) ? SEEN : AWAY);
  return corners.toWay();
}

/**
 * Lays the step between two rows, `distance` px long if it is over the surface throughout. A long
 * step is straight on the plane and follows the surface: a straight line in space would fly over
 * valleys and run into hills.
 */
function layStep(corners, places, before, row, distance, terrain, pose, stride) {
  const step = stepBetween(places.subarray(3 * before, 3 * before + 3), places.subarray(3 * row, 3 * row + 3), terrain);
  const at = (share) => before + share * (row - before);
  const [enters, leaves] = distance < Infinity ? [0, 1] : overBlock(step.from, step.to);
  if (!(enters < leaves) || enters > 0) corners.add(before, project(pose, ...step.from), AWAY);
  if (!(enters < leaves)) return;
  const length = Math.min(distance, between(project(pose, ...step.place(enters)), project(pose, ...step.place(leaves))));
  const looks = Math.min(Math.ceil(length / LOOK), MOST_LOOKS) || 1;
  for (let look = 0; look < looks; look += 1) {
    const [start, middle] = [0, 0.5].map((part) => enters + ((leaves - enters) * (look + part)) / looks);
    const state = !stride || isSeen(terrain, pose.eye, ...step.place(middle), stride) ? SEEN : HIDDEN;
    corners.add(at(start), project(pose, ...step.place(start)), state);
  }
  if (leaves < 1) corners.add(at(leaves), project(pose, ...step.place(leaves)), AWAY);
}

const between = ([x0, y0], [x1, y1]) => Math.hypot(x1 - x0, y1 - y0);

/** A step over the surface; its ends keep their own heights. */
function stepBetween(from, to, terrain) {
  const above = (place) => (isOver(place[0], place[1]) ? place[2] - terrain.at(place[0], place[1]) : LIFT);
  const [start, end] = [above(from), above(to)];
  const place = (share) => {
    if (share === 0) return from;
    if (share === 1) return to;
    const [u, v] = [0, 1].map((side) => from[side] + share * (to[side] - from[side]));
    return [u, v, terrain.at(u, v) + start + share * (end - start)];
  };
  return { from, to, place };
}

/** Between which shares of the step between two places it is over the block. */
function overBlock(from, to) {
  let [enters, leaves] = [0, 1];
  for (const side of [0, 1]) {
    const run = to[side] - from[side];
    const [low, high] = [(-1 - from[side]) / run, (1 - from[side]) / run].sort((a, b) => a - b);
    if (run === 0 && Math.abs(from[side]) > 1) return [1, 0];
    if (run === 0) continue;
    enters = Math.max(enters, low);
    leaves = Math.min(leaves, high);
  }
  return [enters, leaves];
}

class Corners {
  #at = [];
  #xy = [];
  #state = [];

  add(at, [x, y], state) {
    if (state === AWAY && this.#state.at(-1) === AWAY) return;
    this.#at.push(at);
    this.#xy.push(x, y);
    this.#state.push(state);
  }

  toWay() {
    return { at: Float64Array.from(this.#at), xy: Float32Array.from(this.#xy), state: Uint8Array.from(this.#state) };
  }
}

/** The corner after which a row lies. @param {Way} way */
export const cornerBefore = (way, row) => Math.max(firstAbove(way.at, row) - 1, 0);

/** @param {Way} way @returns {[number, number]} pixel at a row that lies after corner `i` */
export function pixelAt({ at, xy }, i, row) {
  if (i + 1 >= at.length) return [xy[2 * i], xy[2 * i + 1]];
  const share = Math.min((row - at[i]) / (at[i + 1] - at[i]), 1);
  return [xy[2 * i] + share * (xy[2 * i + 2] - xy[2 * i]), xy[2 * i + 1] + share * (xy[2 * i + 3] - xy[2 * i + 1])];
}
