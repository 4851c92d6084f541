/** Paints the axes and the lines of the curves. */

import { at } from "../message.js";
import { positionOf } from "../progress.js";
import { decadeTicks, linearTicks } from "../ticks.js";

/** How lines are drawn, the highest first. */
const STYLES = ["main", "thin", "dashed"];

/** @param {CanvasRenderingContext2D} context @param {import("./plot.js").Plot} plot */
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
  context.fillText(plot.unit, left - theme.size * 0.7, bottom + theme.size * 0.5);
  context.textAlign = "center";
  for (const { at, text } of linearTicks(0, plot.limit, width / (theme.size * 6))) {
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

/** Paints the lines of every racer, guides below the main ones. @param {import("./bunch.js").Bunch[]} bunches */
export function paintLines(context, plot, bunches, theme) {
  const { left, top, width, height } = plot;
  context.save();
  context.beginPath();
  context.rect(left - 2, top, width + 4, height);
  context.clip();
  context.lineJoin = "round";
  for (const style of STYLES.toReversed()) {
    const main = style === "main";
    context.setLineDash(style === "dashed" ? [theme.size * 0.45, theme.size * 0.3] : []);
    context.lineWidth = theme.size * (main ? 0.16 : 0.09);
    for (const { racer, lines, shown } of bunches) {
      context.globalAlpha = shown ? 1 : 0.2;
      for (const line of lines) {
        if ((line.style ?? "main") !== style) continue;
        context.strokeStyle = line.ink;
        traceLine(context, plot, racer, line);
        context.stroke();
      }
    }
  }
  context.restore();
}

/** A line as a path, broken where there is no number; where many rows share a pixel, only their extremes. */
function traceLine(context, { axis, toX, toY }, racer, { values, joined }) {
  context.beginPath();
  let column = -Infinity;
  let [low, high, last] = [0, 0, 0];
  let broken = true;
  const finish = () => {
    if (low === high) return;
    context.lineTo(column, low);
    context.lineTo(column, high);
    context.lineTo(column, last);
  };
  for (let row = 0; row < racer.rows; row += 1) {
    const x = toX(positionOf(racer, axis, row));
    const value = at(values, row);
    if (Number.isNaN(value)) {
      if (joined) continue;
      finish();
      low = high;
      broken = true;
      continue;
    }
    const y = toY(value);
    if (broken || x - column >= 0.7) {
      if (!broken) finish();
      if (broken) context.moveTo(x, y);
      else context.lineTo(x, y);
      broken = false;
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
