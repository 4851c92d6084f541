/** Words on a sheet: lines of text, the names of racers, outcomes. */

import { traceMark } from "../marks.js";

/** Outcomes and the style sheet's colours for them. */
const TONES = { converged: "--good", cycling: "--caution", diverged: "--alarm", escaped: "--alarm" };

/** @param {Element} element @returns {Record<string, string>} the colours of outcomes where it stands */
export function tonesOf(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(Object.entries(TONES).map(([kind, name]) => [kind, style.getPropertyValue(name).trim()]));
}

/** @typedef {{size?: number, weight?: number, colour?: string, align?: CanvasTextAlign, room?: number}} Look */

/**
 * Writes one line whose middle is at `y`; beyond `room` it is cut.
 * @param {string} text @param {Look} look @returns {number} how wide it came out
 */
export function write(context, text, x, y, theme, { size = theme.size, weight = 400, colour = theme.text, align = "left", room = Infinity } = {}) {
  context.font = `${weight} ${size}px ${theme.font}`;
  context.fillStyle = colour;
  context.textAlign = align;
  context.textBaseline = "middle";
  const said = fitted(context, text, room);
  context.fillText(said, x, y);
  return context.measureText(said).width;
}

/** As much of a text as has room, with an ellipsis where it is cut. */
function fitted(context, text, room) {
  const fits = (length) => context.measureText(length < text.length ? `${text.slice(0, length)}…` : text).width <= room;
  if (fits(text.length)) return text;
  let [low, high] = [0, text.length];
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low ? `${text.slice(0, low).trimEnd()}…` : "";
}

/** The title of a panel that shows one racer only: its mark, name and settings, with their middle at `top`. */
export function drawName(context, racer, { left, top, width }, theme) {
  const ink = racer[theme.dark ? "dark" : "light"];
  drawMark(context, racer.mark, ink, left + theme.size * 0.6, top, theme);
  const x = left + theme.size * 1.6;
  const named = write(context, racer.name, x, top, theme, { weight: 600, room: width - theme.size * 1.6 });
  const next = x + named + theme.size * 0.5;
  write(context, racer.detail, next, top, theme, { colour: theme.quiet, room: left + width - next });
}

export function drawMark(context, mark, ink, x, y, theme) {
  traceMark(context, mark, x, y, theme.size * 0.38);
  context.fillStyle = ink;
  context.fill();
}

/**
 * How a run has ended, in the upper right corner of its panel.
 * @param {import("../message.js").Outcome} outcome @param {Record<string, string>} tones
 */
export function drawBadge(context, { kind, text }, { left, top, width }, theme, tones) {
  const size = theme.size * 0.93;
  context.font = `600 ${size}px ${theme.font}`;
  const wide = context.measureText(text).width + size * 1.2;
  const [x, y, high] = [left + width - wide - theme.size * 0.4, top + theme.size * 0.4, size * 1.45];
  context.beginPath();
  context.roundRect(x, y, wide, high, high / 2);
  context.fillStyle = theme.ground;
  context.fill();
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.stroke();
  write(context, text, x + wide / 2, y + high / 2, theme, { size, weight: 600, colour: tones[kind] ?? theme.quiet, align: "center" });
}
