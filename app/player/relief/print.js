/** Draws one panel of the block, with its racer's name and outcome, on any canvas. */

import { isDecided } from "../message.js";
import { drawBadge, drawName, write } from "../takeaway/lettering.js";
import { drawHeads } from "./heads.js";
import { drawBundleHeads, drawBundles, drawTrails } from "./trails.js";

/** Height of the name above a panel, in units of the letters' size. */
export const NAME = 1.8;

/**
 * @typedef {object} Shown
 * @property {import("./runners.js").Runner[]} runners
 * @property {number} surface  index
 * @property {import("../message.js").Racer|null} racer  whose panel it is; null: that of all
 * @property {string} title  of the panel, if it is not its racer's name; may be empty
 * @property {Float64Array} rows  where the racers are
 *
 * @typedef {object} Setting
 * @property {import("./scene.js").Scene} scene  laid out for what the name leaves of the cell
 * @property {import("../theme.js").Theme} theme
 * @property {Record<string, string>} tones  colours of outcomes
 *
 * @param {import("../takeaway/picture.js").Box} cell @param {Shown} shown @param {Setting} setting
 */
export function printPanel(context, cell, { runners, surface, racer, title, rows }, { scene, theme, tones }) {
  const { width, height } = scene.pose.size;
  context.save();
  context.translate(cell.left, cell.top);
  if (racer) drawName(context, racer, { left: 0, top: (NAME * theme.size) / 2, width }, theme);
  else if (title) write(context, title, 0, (NAME * theme.size) / 2, theme, { weight: 600, room: width });
  if (racer || title) context.translate(0, NAME * theme.size);
  context.beginPath();
  context.rect(0, 0, width, height);
  context.clip();
  scene.drawGround(context, surface);
  drawBundles(context, runners, null, rows);
  drawTrails(context, runners, null, rows, theme);
  drawBundleHeads(context, runners, rows, theme);
  drawHeads(context, runners, rows, scene, theme);
  const decided = racer && runners.some(({ index }) => isDecided(racer, rows[index]));
  if (decided) drawBadge(context, racer.outcome, { left: 0, top: 0, width, height }, theme, tones);
  context.restore();
}
