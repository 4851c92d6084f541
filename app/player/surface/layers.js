/** The canvases of a panel, one above the other. */

import { element } from "../element.js";

export class Layers {
  nodes;

  /** @param {string[]} names  lowest first */
  constructor(names) {
    this.nodes = names.map((name) => element("canvas", { className: name }));
  }

  /** Gives the canvases their size, which clears them; `ratio` device pixels for each CSS pixel. */
  resize({ width, height }, ratio) {
    for (const canvas of this.nodes) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
  }

  /** @returns {CanvasRenderingContext2D} */
  context(layer) {
    return this.nodes[layer].getContext("2d");
  }

  cleared(layer, { width, height }) {
    const context = this.context(layer);
    context.clearRect(0, 0, width, height);
    return context;
  }
}
