/** Arrows at a racer's head: down its gradient, down what it follows instead, and along its step. */

import { strokeHaloed, traceArrow } from "../marks.js";
import { pair } from "./read.js";

const LONGEST = 6.5; // letters' sizes of the arrow of a gradient like that at the start
const SHARE = 0.26; // of the panel's smaller side that it may have
const DECADES = 6; // factors of ten over which an arrow grows from nothing to that
const [LEAST, MOST] = [0.12, 1.35];

/**
 * Length of the arrow of a vector in the unit of a gradient. Gradients differ by many factors of
 * ten, so each of them makes an arrow only so much longer.
 * @param {number} norm @param {number} reference  norm of the gradient at the start
 */
export function arrowLength(norm, reference, { width, height }, theme) {
  const unit = Math.min(LONGEST * theme.size, SHARE * Math.min(width, height));
  return unit * Math.min(Math.max(1 + Math.log10(norm / reference) / DECADES, LEAST), MOST);
}

/**
 * @typedef {object} Scene  one racer at one row
 * @property {CanvasRenderingContext2D} context
 * @property {import("../message.js").Racer} racer
 * @property {import("./read.js").Inside} inside
 * @property {number} row
 * @property {[number, number]} point
 * @property {string} ink
 * @property {boolean} whole  is this the racer of which everything is drawn and named?
 * @property {{name: string, at: [number, number], towards: [number, number]}[]} names  of its arrows, and where they point
 * @property {import("./sight.js").Sight} sight
 * @property {import("../theme.js").Theme} theme
 */

/** @param {Scene} scene */
export function drawGradient(scene) {
  const { inside, row } = scene;
  drawVector(scene, pair(inside.gradients, row), { name: "−∇f", dash: [], width: 0.13 });
  if (inside.told) drawVector(scene, pair(inside.told, row), { name: "as told", dash: [1.5, 4], width: 0.13 });
}

/** @param {Scene} scene */
export function drawFollowed(scene) {
  const { followed } = scene.inside;
  if (followed) drawVector(scene, pair(followed.vectors, scene.row), { name: negated(followed.symbol), dash: [6, 4], width: 0.13 });
}

/** The step itself, at its true length. @param {Scene} scene */
export function drawStep(scene) {
  const { racer, row, sight, point } = scene;
  if (row + 1 >= racer.rows) return;
  const next = pair(racer.points, row + 1);
  const [dx, dy] = sight.way([next[0] - point[0], next[1] - point[1]]);
  drawArrow(scene, dx, dy, { name: "step", dash: [], width: 0.24 });
}

/** Against a vector in the unit of a gradient. */
function drawVector(scene, vector, look) {
  const { racer, sight, theme } = scene;
  const [dx, dy] = sight.way(vector);
  const pixels = Math.hypot(dx, dy);
  const norm = Math.hypot(...vector);
  if (!(pixels > 0)) return;
  const length = arrowLength(norm, racer.gradient_norms[0] || norm, sight.size, theme);
  drawArrow(scene, (-dx * length) / pixels, (-dy * length) / pixels, look);
}

function drawArrow({ context, point, ink, whole, names, sight, theme }, dx, dy, { name, dash, width }) {
  const [x, y] = sight.place(point);
  const length = Math.hypot(dx, dy);
  if (!(length > 1)) return;
  const angle = Math.atan2(dy, dx);
  const radius = Math.min(theme.size * (0.16 + 1.3 * width), length / 2.2);
  // The shaft ends inside the head, so that its end does not show beside the tip.
  const share = Math.max(length - 1.2 * radius, 0) / length;
  context.lineCap = dash.length ? "butt" : "round";
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + share * dx, y + share * dy);
  context.setLineDash(dash);
  strokeHaloed(context, theme, ink, width, width + (whole ? 0.2 : 0.1));
  context.setLineDash([]);
  traceArrow(context, x + dx, y + dy, angle, radius);
  context.strokeStyle = theme.halo;
  context.lineWidth = theme.size * (whole ? 0.18 : 0.1);
  context.stroke();
  context.fillStyle = ink;
  context.fill();
  if (whole && length > 1.6 * theme.size) names.push({ name, at: [x + dx, y + dy], towards: [dx / length, dy / length] });
}

/** Writes the names of the arrows behind their tips, one below the other where tips are close. @param {Scene} scene */
export function drawNames({ context, names, sight, ink, theme }) {
  const margin = 1.6 * theme.size;
  const written = [];
  context.font = `600 ${0.92 * theme.size}px ${theme.font}`;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = theme.size * 0.3;
  context.strokeStyle = theme.halo;
  context.fillStyle = ink;
  for (const { name, at, towards } of names) {
    const left = Math.min(Math.max(at[0] + 0.5 * theme.size * towards[0], margin), sight.size.width - margin);
    let top = at[1] + 0.85 * theme.size * towards[1];
    const clashes = (other) => Math.abs(other[0] - left) < 4 * theme.size && Math.abs(other[1] - top) < theme.size;
    while (written.some(clashes)) top += 0.35 * theme.size;
    written.push([left, top]);
    context.textAlign = towards[0] > 0.4 ? "left" : towards[0] < -0.4 ? "right" : "center";
    context.strokeText(name, left, top);
    context.fillText(name, left, top);
  }
}

const negated = (symbol) => (symbol.startsWith("−") ? symbol.slice(1) : /[+\s]/.test(symbol) ? `−(${symbol})` : `−${symbol}`);
