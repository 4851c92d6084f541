/** A sheet as a file: pixels, or lines and letters. Both carry the link of the race. */

import { titleOf } from "../message.js";
import { SIZE } from "./sheet.js";
import { withText } from "./png.js";
import { SvgContext } from "./svg.js";

const SHARP = 2; // pixels for each CSS pixel of a sheet

/** @param {import("./sheet.js").Sheet} sheet @param {import("./sheet.js").Scene} scene @returns {Promise<Blob>} */
export async function toPng(sheet, { race, link }) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE.width * SHARP, height: SIZE.height * SHARP });
  const context = canvas.getContext("2d", { alpha: false });
  context.scale(SHARP, SHARP);
  sheet.drawGround(context);
  await sheet.draw(context);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser gave no pixels");
  return withText(blob, { Title: titleOf(race), Source: link });
}

/** @param {import("./sheet.js").Sheet} sheet @param {import("./sheet.js").Scene} scene @returns {Promise<Blob>} */
export async function toSvg(sheet, { race, link }) {
  const context = new SvgContext(SIZE);
  sheet.drawGround(context);
  await sheet.draw(context);
  return new Blob([context.toText({ title: titleOf(race), link })], { type: "image/svg+xml" });
}
