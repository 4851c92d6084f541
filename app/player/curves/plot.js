/** Where the curves lie on their canvas. */

import { UNITS } from "../progress.js";
import { axisRange } from "./range.js";

/**
 * @typedef {object} Plot
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} low
 * @property {number} high
 * @property {boolean} log
 * @property {import("../progress.js").Axis} axis
 * @property {string} unit  of the axis, as it is written there
 * @property {number} limit  of the axis
 * @property {(position: number) => number} toX
 * @property {(value: number) => number} toY
 * @property {(at: number) => number} toHeight  from a value of the axis: an exponent when `log`
 */

const FARTHEST = 1e4; // px; what lies farther up or down is drawn there

/**
 * @param {{width: number, height: number}} room
 * @param {number} size  of letters
 * @param {import("../message.js").Race} race
 * @param {import("../progress.js").Progress} progress
 * @param {{quantity: import("./offer.js").Quantity, scale: "log"|"linear"}} shown
 * @param {import("./bunch.js").Bunch[]} bunches  that are to be drawn
 * @param {number} [head]  px kept free above them
 * @returns {Plot}
 */
export function layOut(room, size, race, { axis, limit }, { quantity, scale }, bunches, head = 0) {
  const left = size * 3.6;
  const top = head + size * 0.5;
  const width = room.width - size * 4.8;
  const height = room.height - top - size * 1.6;
  const { low, high } = axisRange(quantity, bunches.map(({ lines }) => lines), race, scale);
  const log = scale === "log";
  const below = top + height + 2 * size; // exact zeros leave a log axis through its bottom
  const toHeight = (at) => top + ((high - at) / (high - low)) * height;
  const toY = (value) => {
    if (log && !(value > 0)) return below;
    return Math.max(-FARTHEST, Math.min(FARTHEST, toHeight(log ? Math.log10(value) : value)));
  };
  const toX = (position) => left + (position / limit) * width;
  return { left, top, width, height, low, high, log, axis, unit: UNITS[axis].short, limit, toX, toY, toHeight };
}
