/** From the plane to the pixels of a panel, for what is drawn at one racer's row. */

import { projectX, projectY } from "../surface/view.js";

export class Sight {
  /** @param {import("../surface/view.js").Window} window @param {{width: number, height: number}} size */
  constructor(window, size) {
    this.window = window;
    this.size = size;
    /** px for a unit of x and of y, to the right and downwards */
    this.scale = [size.width / (window.x[1] - window.x[0]), -size.height / (window.y[1] - window.y[0])];
  }

  /** @returns {[number, number]} px */
  place([x, y]) {
    return [projectX(this.window, this.size.width, x), projectY(this.window, this.size.height, y)];
  }

  /** @returns {[number, number]} px of a way from one point to another */
  way([x, y]) {
    return [x * this.scale[0], y * this.scale[1]];
  }
}
