/** Draws one panel of the block, with its title and outcome, on any canvas. */

import { traceMark } from "../marks.js";
import { isDecided } from "../message.js";
import { drawHeads } from "./heads.js";
import { drawBundleHeads, drawBundles, drawTrails } from "./trails.js";

/** Height of the title above a panel, in units of the letters' size. */
export const TITLE = 1.8;

/**
 * @param {{left: number, top: number, width: number, height: number}} cell
 * @param {import("./runners.js").Runner[]} runners
 * @param {import("../message.js").Racer|null} racer  whose panel it is; null: that of all
 * @param {import("./scene.js").Scene} scene  laid out for what the title leaves of the cell
 */
export function printPanel(context, cell, runners, racer, rows, scene, theme) {
  const { width, height } = scene.pose.size;
  context.save();
  context.translate(cell.left, cell.top);
  printTitle(context, racer, scene, theme, width);
  context.translate(0, TITLE * theme.size);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  scene.drawGround(context);
  drawBundles(context, runners, null, rows);
  drawTrails(context, runners, null, rows, theme);
  drawBundleHeads(context, runners, rows, theme);
  drawHeads(context, runners, rows, scene, theme);
  const decided = racer && runners.find(({ index }) => isDecided(racer, rows[index]));
  if (decided) printBadge(context, racer.outcome.text, theme, width);
  context.restore();
}

function printTitle(context, racer, { surface }, theme, width) {
  const middle = (TITLE * theme.size) / 2;
  let left = 0;
  context.textAlign = "left";
  context.textBaseline = "middle";
  if (racer) {
    context.fillStyle = racer[theme.dark ? "dark" : "light"];
    traceMark(context, racer.mark, 0.5 * theme.size, middle, theme.size * 0.42);
    context.fill();
    left = 1.4 * theme.size;
  }
  const write = (text, weight, colour) => {
    context.font = `${weight} ${theme.size}px ${theme.font}`;
    context.fillStyle = colour;
    context.fillText(shortened(context, text, width - left), left, middle);
    left += context.measureText(text).width + 0.45 * theme.size;
  };
  write(racer ? racer.name : surface.title, 600, theme.text);
  if (racer && left < width) write(racer.detail, 400, theme.quiet);
}

/** As much of a text as there is room for. */
function shortened(context, text, room) {
  let length = text.length;
  while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return context.measureText(text).width <= room ? text : `${text.slice(0, length)}…`;
}

function printBadge(context, text, theme, width) {
  const { size } = theme;
  context.font = `600 ${0.93 * size}px ${theme.font}`;
  const wide = context.measureText(text).width + 1.2 * size;
  context.beginPath();
  context.roundRect(width - wide - 0.4 * size, 0.4 * size, wide, 1.4 * size, 0.7 * size);
  context.fillStyle = theme.ground;
  context.fill();
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.stroke();
  context.fillStyle = theme.quiet;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(text, width - wide / 2 - 0.4 * size, 1.1 * size);
}
