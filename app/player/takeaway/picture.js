/** The picture of a surface as it goes onto a sheet: vectors where the sheet takes them, else pixels. */

import { decoded } from "../surface/decoded.js";
import { projectX, projectY, widened } from "../surface/view.js";

/** @typedef {{left: number, top: number, width: number, height: number}} Box */

export class Picture {
  #text;
  #image;
  #box;

  /**
   * @param {import("../surface/still.js").Still} still
   * @param {{surface: import("../message.js").Surface, window: import("../surface/view.js").Window, theme: import("../theme.js").Theme}} scene
   * @param {{width: number, height: number}} size  of the window
   * @returns {Promise<Picture|null>} null where the window shows nothing of the surface
   */
  static async of(still, { surface, window, theme }, { width, height }) {
    const covers = widened(window, 0, surface);
    if (!covers) return null;
    const left = projectX(window, width, covers.x[0]);
    const top = projectY(window, height, covers.y[1]);
    const box = { left, top, width: projectX(window, width, covers.x[1]) - left, height: projectY(window, height, covers.y[0]) - top };
    const extent = { width: Math.max(Math.round(box.width), 10), height: Math.max(Math.round(box.height), 10) };
    const text = await still.vector(surface, covers, extent, theme);
    return new Picture(scalable(text, extent), await decoded(text), box);
  }

  constructor(text, image, box) {
    this.#text = text;
    this.#image = image;
    this.#box = box;
  }

  /** Draws it with the window's corner at the origin. */
  draw(context) {
    const { left, top, width, height } = this.#box;
    if (context.drawSvg) context.drawSvg(this.#text, left, top, width, height);
    else context.drawImage(this.#image, left, top, width, height);
  }
}

/** The same drawing, which fills whatever room it is given. */
function scalable(text, { width, height }) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  for (const name of ["style", "class", "width", "height"]) root.removeAttribute(name);
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  root.setAttribute("preserveAspectRatio", "none");
  return new XMLSerializer().serializeToString(root);
}
