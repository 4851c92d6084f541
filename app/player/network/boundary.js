/** What a classifier of two inputs says everywhere, in the colours of its classes, and the points that it learns from. */

import { element } from "../element.js";
import { drawMark, strokeHaloed, traceCross, traceMark } from "../marks.js";
import { mix } from "../theme.js";
import { classLooks } from "./classes.js";
import { drawHeat, traceContours } from "./heat.js";

const WASH = 0.5; // share of a class's colour where it is certain
const RADIUS = 0.28; // of a point, in letters' sizes

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import("./look.js").Boundary} answer
 * @param {{width: number, height: number}} size
 * @param {import("../theme.js").Theme} theme
 */
export function drawBoundary(context, answer, size, theme) {
  const [count, rows, columns] = answer.values.shape;
  const looks = classLooks(answer.classes, theme);
  const washes = looks.map(({ colour }) => rgbOf(mix(theme.ground, colour, WASH)));
  const chance = chances(answer.values);
  const blend = (row, column, pixels, at) => {
    for (let i = 0; i < 3; i += 1) {
      let channel = 0;
      for (let c = 0; c < count; c += 1) channel += chance(c, row, column) * washes[c][i];
      pixels[at + i] = channel;
    }
  };
  drawHeat(context, [rows, columns], blend, size);
  drawBorders(context, answer.values.shape, chance, size, theme);
  drawPoints(context, answer, looks, size, theme);
}

/** Which class is which, and what is crossed. @returns {HTMLElement} */
export function boundaryKey({ classes }, theme) {
  const names = classLooks(classes, theme).map(({ name, colour, mark }) => element("span", {}, drawMark(mark, colour), name));
  return element("span", { className: "look-key" }, ...names, element("span", { textContent: "✕ wrong" }));
}

const rgbOf = (css) => css.match(/\d+/g).map(Number);

const chances = ({ data, shape: [, rows, columns] }) => (c, row, column) => data[(c * rows + row) * columns + column];

/** Lines along which two classes are equally likely, and no other more so. */
function drawBorders(context, [count, rows, columns], chance, size, theme) {
  const lead = (c) => (row, column) => {
    let most = 0;
    for (let other = 0; other < count; other += 1) if (other !== c) most = Math.max(most, chance(other, row, column));
    return chance(c, row, column) - most;
  };
  context.beginPath();
  // The last class's borders are all borders of others too.
  for (let c = 0; c + 1 < count; c += 1) {
    const leadOf = lead(c);
    const z = Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => leadOf(row, column)));
    traceContours(context, z, [0], size);
  }
  strokeHaloed(context, theme, theme.text, 0.12, 0.32);
}

function drawPoints(context, answer, looks, { width, height }, theme) {
  const { x, y, points, labels, training } = answer;
  const radius = theme.size * RADIUS;
  for (let n = 0; n < labels.data.length; n += 1) {
    const across = (points.data[2 * n] - x[0]) / (x[1] - x[0]);
    const up = (points.data[2 * n + 1] - y[0]) / (y[1] - y[0]);
    const [px, py] = [across * width, (1 - up) * height];
    const { colour, mark } = looks[labels.data[n]];
    traceMark(context, mark, px, py, radius);
    context.lineWidth = theme.size * (n < training ? 0.1 : 0.14);
    context.strokeStyle = n < training ? theme.ground : colour;
    context.fillStyle = n < training ? colour : theme.ground;
    context.fill();
    context.stroke();
    if (likeliest(answer.values, across, up) === labels.data[n]) continue;
    traceCross(context, px, py, radius * 1.15);
    strokeHaloed(context, theme, theme.text, 0.13, 0.3);
  }
}

/** The class that the picture shows at a place, given as shares of its width and height: between grid points it is blended. */
function likeliest({ data, shape: [count, rows, columns] }, across, up) {
  const [column, right] = cellOf(across, columns);
  const [row, above] = cellOf(up, rows);
  const at = (c, i, j) => data[(c * rows + i) * columns + j];
  const blend = (c) =>
    (1 - above) * ((1 - right) * at(c, row, column) + right * at(c, row, column + 1)) +
    above * ((1 - right) * at(c, row + 1, column) + right * at(c, row + 1, column + 1));
  const blends = Array.from({ length: count }, (_, c) => blend(c));
  return blends.indexOf(Math.max(...blends));
}

/** @returns {[number, number]} the cell of a line of `count` points at a share of its length, and how far into it */
function cellOf(share, count) {
  const place = Math.min(Math.max(share, 0), 1) * (count - 1);
  const cell = Math.min(Math.floor(place), count - 2);
  return [cell, place - cell];
}
