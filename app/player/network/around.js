/** The plane moved along with the chosen racer, which therefore stands in the middle, at its true loss. */

import { element } from "../element.js";
import { at } from "../message.js";
import { strokeHaloed, traceMark } from "../marks.js";
import { formatNumber } from "../numbers.js";
import { readHeights } from "../surface/heights.js";
import { channels } from "../theme.js";
import { Figure } from "./figure.js";
import { drawHeat, traceContours } from "./heat.js";

const TITLE = "Around the racer";
const HEAD = 0.5; // radius of the racer's mark, in letters' sizes

/** @param {() => void} onEnlarge @returns {Figure} */
export function aroundFigure(onEnlarge) {
  const figure = new Figure("around", TITLE, paint, onEnlarge);
  const extent = element("span", { className: "look-extent", title: "How wide and high the window on the plane is" });
  figure.addPicture(extent);
  return figure;

  function paint(answer, { racer, look, surface: { heights, floor } }, theme) {
    const note = describe(answer, racer, look.step);
    const context = figure.begin(`${TITLE}: the loss on the plane moved to where ${racer.name} stands at step ${look.step}. ${note}`);
    drawLand(context, readHeights({ values: rowsOf(answer.values), heights, floor }), figure.size, theme);
    const ink = racer[theme.dark ? "dark" : "light"];
    const place = placing(answer, figure.size);
    drawTrail(context, answer.trail, look.step, place, theme, ink);
    drawHead(context, racer.mark, place(0, 0), theme, ink);
    figure.note.textContent = note;
    extent.textContent = [answer.x, answer.y].map(([low, high]) => (high - low).toPrecision(2)).join(" × ");
  }
}

const rowsOf = ({ data, shape: [rows, columns] }) =>
  Array.from({ length: rows }, (_, row) => data.subarray(row * columns, (row + 1) * columns));

function drawLand(context, { z, low, high, step }, size, theme) {
  const scale = theme.heights.map(([, colour]) => channels(colour));
  const paint = (row, column, pixels, at) => {
    const share = Math.min(Math.max((z[row][column] - low) / (high - low), 0), 1);
    const place = (Number.isNaN(share) ? 1 : share) * (scale.length - 1);
    const below = Math.min(Math.floor(place), scale.length - 2);
    for (let i = 0; i < 3; i += 1) pixels[at + i] = scale[below][i] + (scale[below + 1][i] - scale[below][i]) * (place - below);
  };
  drawHeat(context, [z.length, z[0].length], paint, size);
  const levels = [];
  for (let level = low + step; level < high - step / 2; level += step) levels.push(level);
  context.beginPath();
  traceContours(context, z, levels, size);
  context.lineWidth = 0.7;
  context.strokeStyle = theme.contour;
  context.stroke();
}

const placing = ({ x, y }, { width, height }) => (u, v) => [
  ((u - x[0]) / (x[1] - x[0])) * width,
  ((y[1] - v) / (y[1] - y[0])) * height,
];

function drawTrail(context, { data }, step, place, theme, ink) {
  context.beginPath();
  for (let row = 0; row <= step; row += 1) context.lineTo(...place(data[2 * row], data[2 * row + 1]));
  context.lineJoin = context.lineCap = "round";
  strokeHaloed(context, theme, ink, 0.2, 0.42);
}

function drawHead(context, mark, [x, y], theme, ink) {
  traceMark(context, mark, x, y, theme.size * HEAD);
  context.fillStyle = ink;
  context.strokeStyle = theme.halo;
  context.lineWidth = theme.size * 0.28;
  context.stroke();
  context.fill();
}

/** The loss in the middle of the picture, beside what the racer's own curve says. */
function describe({ values }, racer, step) {
  const [rows, columns] = values.shape;
  const middle = values.data[((rows - 1) / 2) * columns + (columns - 1) / 2];
  return `Loss here ${formatNumber(middle)}, on its curve ${formatNumber(at(racer.gaps, step))}`;
}
