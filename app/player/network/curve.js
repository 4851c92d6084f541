/** A function of one input as the network has it, through the points that it learns from. */

import { strokeHaloed } from "../marks.js";
import { linearTicks } from "../ticks.js";

const TURN = 2 * Math.PI;
const MARGIN = 0.08; // share of the range kept free above and below the points
const REACH = 0.6; // share of the range by which a wild fit may widen it

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./look.js").Curve} answer
 * @param {{width: number, height: number}} size
 * @param {import("../theme.js").Theme} theme
 * @param {string} ink  of the fitted curve
 */
export function drawCurve(context, answer, size, theme, ink) {
  const plot = layOut(answer, size, theme);
  drawAxes(context, plot, theme);
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  drawPoints(context, answer, plot, theme);
  context.beginPath();
  context.lineJoin = "round";
  answer.x.data.forEach((x, i) => context.lineTo(plot.toX(x), plot.toY(answer.fitted.data[i])));
  strokeHaloed(context, theme, ink, 0.24, 0.5);
  context.restore();
}

function layOut({ x, fitted, points }, size, theme) {
  const heights = points.data.filter((_, i) => i % 2);
  const [least, most] = rangeOf(heights, [-1, 1]);
  const range = most - least || 1;
  const [lowest, highest] = rangeOf(fitted.data, [least, most]);
  const low = Math.max(Math.min(lowest, least), least - REACH * range) - MARGIN * range;
  const high = Math.min(Math.max(highest, most), most + REACH * range) + MARGIN * range;
  const [left, right] = rangeOf(x.data, [-1, 1]);
  const plot = { left: theme.size * 2.9, top: theme.size * 0.4, width: 0, height: 0, x: [left, right], y: [low, high] };
  plot.width = Math.max(size.width - plot.left - theme.size * 0.5, 1);
  plot.height = Math.max(size.height - plot.top - theme.size * 1.5, 1);
  const toX = (at) => plot.left + ((at - left) / (right - left)) * plot.width;
  const toY = (at) => plot.top + ((high - at) / (high - low)) * plot.height;
  return { ...plot, toX, toY };
}

/** The least and the greatest of the finite values; `otherwise` where there are none. */
function rangeOf(values, otherwise) {
  const finite = Array.from(values).filter(Number.isFinite);
  return finite.length ? [Math.min(...finite), Math.max(...finite)] : otherwise;
}

function drawAxes(context, { left, top, width, height, x, y, toX, toY }, theme) {
  context.strokeStyle = theme.line;
  context.fillStyle = theme.quiet;
  context.lineWidth = 1;
  context.font = `${theme.size * 0.92}px ${theme.font}`;
  context.strokeRect(left, top, width, height);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { at, text } of linearTicks(...x, width / (theme.size * 5))) context.fillText(text, toX(at), top + height + theme.size * 0.25);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { at, text } of linearTicks(...y, height / (theme.size * 2.4))) context.fillText(text, left - theme.size * 0.4, toY(at));
}

function drawPoints(context, { points, training }, { toX, toY }, theme) {
  context.lineWidth = theme.size * 0.13;
  context.strokeStyle = theme.quiet;
  for (let n = 0; 2 * n < points.data.length; n += 1) {
    context.beginPath();
    context.arc(toX(points.data[2 * n]), toY(points.data[2 * n + 1]), theme.size * 0.28, 0, TURN);
    context.fillStyle = n < training ? theme.quiet : theme.ground;
    context.fill();
    context.stroke();
  }
}
