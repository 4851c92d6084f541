/** Paints the axes and the lines of the loss curves. */

import { decadeTicks, linearTicks } from "./ticks.js";

/**
 * @typedef {object} Plot
 * @property {number} left
 * @property {number} top
 * @property {number} width
 * @property {number} height
 * @property {number} low
 * @property {number} high
 * @property {boolean} log
 * @property {number} steps
 * @property {(step: number) => number} toX
 * @property {(loss: number) => number} toY
 * @property {(at: number) => number} toHeight  from a value of the axis: an exponent when `log`
 */

/** @param {CanvasRenderingContext2D} context @param {Plot} plot */
export function paintFrame(context, plot, theme) {
  const { left, top, width, height } = plot;
  const bottom = top + height;
  const count = height / (theme.size * 2.4);
  context.font = `${theme.size}px ${theme.font}`;
  context.strokeStyle = theme.line;
  context.fillStyle = theme.quiet;
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const { at, text } of (plot.log ? decadeTicks : linearTicks)(plot.low, plot.high, count)) {
    const y = Math.round(plot.toHeight(at)) + 0.5;
    context.globalAlpha = 0.5;
    line(context, left, y, left + width, y);
    context.globalAlpha = 1;
    context.fillText(text, left - theme.size * 0.5, y);
  }
  line(context, left, Math.round(bottom) + 0.5, left + width, Math.round(bottom) + 0.5);
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const { at, text } of linearTicks(0, plot.steps, width / (theme.size * 6))) {
    if (!Number.isInteger(at)) continue;
    const x = Math.round(plot.toX(at)) + 0.5;
    line(context, x, bottom, x, bottom + theme.size * 0.3);
    context.fillText(text, x, bottom + theme.size * 0.5);
  }
}

function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** @param {{racer: import("./message.js").Racer, ink: string, shown: boolean}[]} lines */
export function paintLines(context, plot, lines, theme) {
  const { left, top, width, height } = plot;
  context.save();
  context.beginPath();
  context.rect(left - 2, top, width + 4, height);
  context.clip();
  context.lineJoin = "round";
  context.lineWidth = theme.size * 0.16;
  for (const { racer, ink, shown } of lines) {
    context.globalAlpha = shown ? 1 : 0.2;
    context.strokeStyle = ink;
    traceLoss(context, plot, racer);
    context.stroke();
  }
  context.restore();
}

/** The loss as a path: where many rows share a pixel, only their lowest and highest values. */
function traceLoss(context, { toX, toY }, { gaps, rows }) {
  context.beginPath();
  let column = -Infinity;
  let [low, high, last] = [0, 0, 0];
  const finish = () => {
    if (low !== high) {
      context.lineTo(column, low);
      context.lineTo(column, high);
      context.lineTo(column, last);
    }
  };
  for (let row = 0; row < rows; row += 1) {
    const x = toX(row);
    const y = toY(gaps[row]);
    if (x - column >= 0.7) {
      finish();
      context.lineTo(x, y);
      column = x;
      low = high = last = y;
    } else {
      low = Math.min(low, y);
      high = Math.max(high, y);
      last = y;
    }
  }
  finish();
}
