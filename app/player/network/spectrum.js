/** The largest eigenvalues of the Hessian where the chosen racer stands, asked for while the fold is open and the clock rests. */

import { element } from "../element.js";
import { at } from "../message.js";
import { formatNumber, formatShort } from "../numbers.js";
import { linearTicks } from "../ticks.js";
import { Figure } from "./figure.js";

const TITLE = "Largest eigenvalues of the Hessian";
const FAR = 3; // times the largest eigenvalue: an edge above that is told, not drawn
const TURN = 2 * Math.PI;

export class Spectrum {
  figure = new Figure("spectrum", TITLE, (...seen) => this.#paint(...seen));

  /** @param {() => void} onToggle */
  constructor(onToggle) {
    this.root = element("details", { className: "spectrum" }, element("summary", { textContent: "Spectrum", title: TITLE }), this.figure.root);
    this.root.addEventListener("toggle", () => {
      this.root.scrollIntoView({ block: "nearest" });
      onToggle();
    });
  }

  get open() {
    return this.root.open;
  }

  #paint({ eigenvalues }, { racer, look }, theme) {
    const values = Array.from(eigenvalues.data).sort((a, b) => b - a);
    // Only for some rules is 2/η the curvature beyond which they cannot stay.
    const edge = racer.edged ? 2 / at(racer.learning_rates, look.step) : null;
    const note = describe(values, edge, racer, look.step);
    const context = this.figure.begin(`${note}. All: ${values.map(formatNumber).join(", ")}`);
    drawStems(context, values, edge, this.figure.size, theme, racer[theme.dark ? "dark" : "light"]);
    this.figure.note.textContent = note;
  }
}

function describe([largest], edge, { name }, step) {
  const said = `${name} at step ${step}: largest ${formatNumber(largest)}`;
  return edge === null || !Number.isFinite(edge) ? said : `${said}, 2/η ${formatShort(edge)}`;
}

function drawStems(context, values, edge, size, theme, ink) {
  const most = Math.max(...values, 0);
  const near = edge !== null && edge <= FAR * most;
  const [low, high] = [Math.min(...values, 0), 1.08 * (near ? Math.max(edge, most) : most) || 1];
  const [left, top] = [theme.size * 3.4, theme.size * 0.5];
  const [width, height] = [size.width - left - theme.size * 0.6, size.height - top - theme.size * 1.5];
  const toY = (value) => top + ((high - value) / (high - low)) * height;
  const toX = (i) => left + ((i + 0.5) / values.length) * width;
  context.font = `${theme.size * 0.92}px ${theme.font}`;
  context.fillStyle = theme.quiet;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of linearTicks(low, high, height / (theme.size * 2.2))) context.fillText(tick.text, left - theme.size * 0.5, toY(tick.at));
  context.textAlign = "center";
  context.textBaseline = "top";
  values.forEach((_, i) => context.fillText(String(i + 1), toX(i), top + height + theme.size * 0.3));
  strokeLine(context, [left, toY(0), left + width, toY(0)], theme.line, 1);
  values.forEach((value, i) => {
    strokeLine(context, [toX(i), toY(0), toX(i), toY(value)], ink, theme.size * 0.22);
    context.beginPath();
    context.arc(toX(i), toY(value), theme.size * 0.34, 0, TURN);
    context.fillStyle = ink;
    context.fill();
  });
  if (near) drawEdge(context, toY(edge), left, width, theme);
}

function drawEdge(context, y, left, width, theme) {
  context.save();
  context.setLineDash([theme.size * 0.5, theme.size * 0.35]);
  strokeLine(context, [left, y, left + width, y], theme.text, theme.size * 0.12);
  context.restore();
  context.fillStyle = theme.text;
  context.textAlign = "right";
  const above = y > theme.size * 1.6;
  context.textBaseline = above ? "bottom" : "top";
  context.fillText("2/η", left + width, y + (above ? -0.2 : 0.3) * theme.size);
}

function strokeLine(context, [fromX, fromY, toX, toY], colour, width) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
