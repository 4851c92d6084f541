/** Pictures of the validation set, and what the network takes each of them for. */

import { channels } from "../theme.js";

const LETTER = 1.25; // room below a picture for what it is taken for, in letters' sizes
const BAR = 0.16; // height of the bar of certainty
const WIDE = 3.4; // least width of a cell

/**
 * As many as there is room for, always the same ones, so that each can be watched.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./look.js").Samples} answer
 * @param {{width: number, height: number}} size
 * @param {import("../theme.js").Theme} theme
 * @param {string} alarm  colour of mistakes
 */
export function drawSamples(context, answer, size, theme, alarm) {
  const [count, high, wide] = answer.pictures.shape;
  const { columns, rows } = gridOf(count, size, theme.size);
  const cell = { width: size.width / columns, height: size.height / rows };
  const side = Math.max(Math.min(cell.width - theme.size, cell.height - (LETTER + BAR + 0.5) * theme.size), 4);
  const ink = inkScale(answer.pictures.data, theme);
  for (let n = 0; n < Math.min(count, columns * rows); n += 1) {
    const centre = ((n % columns) + 0.5) * cell.width;
    const top = Math.floor(n / columns) * cell.height + theme.size * 0.15;
    const box = { left: centre - side / 2, top, side };
    drawPicture(context, answer.pictures.data.subarray(n * high * wide, (n + 1) * high * wide), [high, wide], ink, box);
    drawVerdict(context, answer, n, box, centre, theme, alarm);
  }
}

function gridOf(count, { width, height }, letter) {
  const most = Math.max(Math.floor(width / (WIDE * letter)), 1);
  const columns = Math.min(most, Math.max(Math.round(Math.sqrt((count * width) / Math.max(height, 1))), 4), count);
  const rows = Math.max(Math.min(Math.floor(height / (WIDE * letter * 1.2)), Math.ceil(count / columns)), 1);
  return { columns, rows };
}

/** From the least value, drawn as the page, to the greatest, drawn as its letters. */
function inkScale(values, theme) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const [from, to] = [channels(theme.ground), channels(theme.text)];
  return (value) => from.map((channel, i) => channel + ((to[i] - channel) * (value - low)) / (high - low || 1));
}

function drawPicture(context, values, [high, wide], ink, { left, top, side }) {
  const picture = new ImageData(wide, high);
  for (let i = 0; i < values.length; i += 1) picture.data.set([...ink(values[i]), 255], 4 * i);
  const small = new OffscreenCanvas(wide, high);
  small.getContext("2d").putImageData(picture, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left, top, side, side);
}

/** What it is taken for and how surely; a mistake is framed and says what it is. */
function drawVerdict(context, { classes, labels, predicted, probabilities }, n, { left, top, side }, centre, theme, alarm) {
  const wrong = predicted.data[n] !== labels.data[n];
  const below = top + side + theme.size * 0.22;
  context.lineWidth = wrong ? theme.size * 0.2 : 1;
  context.strokeStyle = wrong ? alarm : theme.line;
  context.strokeRect(left, top, side, side);
  context.fillStyle = theme.line;
  context.fillRect(left, below, side, theme.size * BAR);
  context.fillStyle = wrong ? alarm : theme.quiet;
  context.fillRect(left, below, side * probabilities.data[n], theme.size * BAR);
  context.fillStyle = wrong ? alarm : theme.text;
  context.font = `600 ${theme.size}px ${theme.font}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  const verdict = classes[predicted.data[n]];
  context.fillText(wrong ? `${verdict} not ${classes[labels.data[n]]}` : verdict, centre, below + theme.size * (BAR + 0.1));
}
